"""Sections: every line that is no question's, in the order in which a reviewer reads it."""

from __future__ import annotations

from dataclasses import dataclass

from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.uses import wordings

COOL_DOWN = "cool_down"
COOLING_CUE = "at_wait"
"""Moment of the conversation that belongs to the cool-down."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that are read together."""

    id: str
    heading: str
    about: str
    groups: Groups
    """Heading of a group, and the ids of its lines."""


def sections(script: Script) -> list[Section]:
    """All sections; a line that no list of the script names is in the last one."""
    cooling = [item.name for item in script.protocols[COOL_DOWN].plan if item.kind == "do"]
    found = [
        Section(
            "levels",
            "Levels and their words",
            "The result: what to do, whom to see, by when, and what would make it an emergency.",
            (
                *((level, wordings(script, lines)) for level, lines in script.levels.items()),
                ("before the level, when a danger question stayed open", script.cannot_check),
                ("added below a doctor's level, where an answer stayed unclear", _tips(script)),
            ),
        ),
        Section(
            "emergency",
            "Emergency scripts",
            "They outrank everything, are spoken slower, and are never followed by a question.",
            tuple(script.emergency.items()),
        ),
        Section(
            "step-lines",
            "What is said at each step",
            "A wording for one muscle takes the place of the general one.",
            _steps(script, [name for name in script.steps if name not in cooling]),
        ),
        Section(
            "cool-down",
            "Cool-down",
            "For somebody who is overheated: steps of its own, on a clock of its own.",
            (
                ("at once", script.protocols[COOL_DOWN].opening),
                *_steps(script, cooling),
                ("while the clock runs", script.cues.get(COOLING_CUE, ())),
            ),
        ),
        Section(
            "openings",
            "Openings",
            "Said first on a path.",
            tuple((name, protocol.opening) for name, protocol in script.protocols.items() if name != COOL_DOWN),
        ),
        Section("topics", "Topics", "Answers to questions about cramps, and what “more” adds.", _topics(script)),
        Section(
            "held-back",
            "Said instead of a topic that is held back",
            "When each is held back stands above, under “Topics that are held back”.",
            tuple((intent, (held.line,)) for intent, held in script.withheld.items()),
        ),
        Section(
            "cues",
            "Moments of the conversation",
            "Several lines of one moment take turns.",
            tuple((cue, lines) for cue, lines in script.cues.items() if cue != COOLING_CUE),
        ),
        Section(
            "origins",
            "“Why do you say that?”",
            "Names the source in plain words.",
            tuple((document, (line,)) for document, line in script.origins.items()),
        ),
    ]
    shown = {line for section in found for _, lines in section.groups for line in lines}
    shown |= {line.id for question in script.questions.values() for line in question.lines}
    rest = tuple(line for line in script.lines if line not in shown)
    return [*found, Section("others", "Other lines", "In none of the lists above.", (("", rest),))] if rest else found


def _steps(script: Script, names: list[str]) -> Groups:
    """Each step's lines, each followed by the wordings that take its place for one muscle."""
    return tuple((name, wordings(script, script.steps[name].lines)) for name in names)


def _tips(script: Script) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tip for question in script.questions.values() for tip in question.tips.values()))


def _topics(script: Script) -> Groups:
    return tuple(
        (heading, lines)
        for intent, topic in script.topics.items()
        for heading, lines in (
            (intent, topic.answer),
            *((f"{intent}: {about}", lines) for about, lines in topic.answer_for.items()),
            (f"{intent}, more", topic.more),
        )
        if lines
    )
