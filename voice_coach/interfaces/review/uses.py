"""Uses: where in a conversation each line is spoken, and how grave that moment is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from voice_coach.dialogue.script import Script

WORDINGS: Final = ("say", "again", "clarify")
"""The lines of a question, in their order."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a line is spoken."""

    kind: str
    """`question`, `step`, `opening`, `level`, `emergency`, `cue`, `answer`, `more`, `origin` or `cannot_check`."""

    name: str
    """The question, step, protocol, level, script, cue or intent; a wording of its own adds what it is for."""

    level: str = ""
    """The level that the moment belongs to: of a result, or what "yes" to a question leads to."""

    danger: bool = False
    """True for questions about danger and for the emergency scripts."""


def muscles(script: Script) -> tuple[str, ...]:
    """Every muscle that a protocol can be about: what has a name and is neither a topic nor a protocol."""
    named = (name for name in script.names if name not in script.topics and name not in script.protocols)
    return (*named, "other")


def uses(script: Script) -> dict[str, list[Use]]:
    """Line id -> where it is spoken, for every line; a line that is spoken nowhere has an empty list."""
    found: dict[str, list[Use]] = {line: [] for line in script.lines}
    for line, use in _spoken(script):
        for wording, muscle in _wordings(script, line):
            found[wording].append(Use(use.kind, f"{use.name}, {muscle}", use.level, use.danger) if muscle else use)
    return found


def _wordings(script: Script, line: str) -> Iterator[tuple[str, str]]:
    """The line itself, and the lines that take its place for one muscle."""
    yield line, ""
    for muscle in muscles(script):
        special = script.for_muscle(line, muscle)
        if special != line:
            yield special, muscle


def _spoken(script: Script) -> Iterator[tuple[str, Use]]:
    for question in script.questions.values():
        for wording, asked in zip(WORDINGS, question.lines, strict=True):
            yield asked.id, Use("question", f"{question.id} ({wording})", question.outcomes["yes"], question.danger)
    for name, protocol in script.protocols.items():
        yield from _all(protocol.opening, Use("opening", name))
    for name, step in script.steps.items():
        yield from _all(step.lines, Use("step", name))
    for level, lines in script.levels.items():
        yield from _all(lines, Use("level", level, level))
    yield from _all(script.cannot_check, Use("cannot_check", "a danger question stayed open", "doctor_today"))
    for name, lines in script.emergency.items():
        yield from _all(lines, Use("emergency", name, "emergency", True))
    for intent, topic in script.topics.items():
        yield from _all(topic.answer, Use("answer", intent))
        yield from _all(topic.more, Use("more", intent))
        for about, lines in topic.answer_for.items():
            yield from _all(lines, Use("answer", f"{intent}, {about}"))
    for cue, lines in script.cues.items():
        yield from _all(lines, Use("cue", cue))
    for document, line in script.origins.items():
        yield line, Use("origin", document)


def _all(lines: Iterable[str], use: Use) -> Iterator[tuple[str, Use]]:
    return ((line, use) for line in lines)
