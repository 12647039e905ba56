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
    """`question`, `step`, `opening`, `level`, `tip`, `emergency`, `cue`, `answer`, `more`, `withheld`, `origin` or
    `cannot_check`."""

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
        found[line].append(use)
        for of in (*muscles(script), *script.protocols):
            special = script.special(line, of)
            if special != line:
                found[special].append(Use(use.kind, f"{use.name}, {of}", use.level, use.danger))
    return found


def wordings(script: Script, lines: Iterable[str]) -> tuple[str, ...]:
    """The lines, each followed by those that take its place for one muscle or on one path."""
    of = (*muscles(script), *script.protocols)
    return tuple(dict.fromkeys(one for line in lines for one in (line, *(script.special(line, name) for name in of))))


def _spoken(script: Script) -> Iterator[tuple[str, Use]]:
    for question in script.questions.values():
        for wording, asked in zip(WORDINGS, question.lines, strict=True):
            yield asked.id, Use("question", f"{question.id} ({wording})", question.level, question.danger)
        for answer, tip in question.tips.items():
            yield tip, Use("tip", f"{question.id} ({answer})")
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
    for intent, held in script.withheld.items():
        yield held.line, Use("withheld", intent)
    for cue, lines in script.cues.items():
        yield from _all(lines, Use("cue", cue))
    for document, line in script.origins.items():
        yield line, Use("origin", document)


def _all(lines: Iterable[str], use: Use) -> Iterator[tuple[str, Use]]:
    return ((line, use) for line in lines)
