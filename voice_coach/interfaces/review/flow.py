"""Flow: a protocol's path for one class of muscles, box by box, for the diagrams and for the tables beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.question import ANSWERS, LEVELS, Question
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.triage import assess
from voice_coach.interfaces.review.uses import muscles

ANSWER_WORDS: Final = {
    "yes": "yes",
    "no": "no",
    "not_sure": "not sure",
    "silence": "silence",
    "no_match": "not understood",
}
CONDITION_WORDS: Final = {
    "not_working": "if the stretch does not help",
    "recurring": "if it keeps coming back",
    "at_risk": "if being at risk came up",
    "night": "if cramps at night came up",
    "serious": "if “is it serious” was asked",
}
UNANSWERED: Final = ("silence", "no_match")


@dataclass(frozen=True, slots=True)
class Branch:
    """Answers that lead to something else than the next box."""

    answers: tuple[str, ...]
    outcome: str
    """A level, `raise` or `cool_down`."""

    ends: bool
    """True when the plan is left for good; otherwise it goes on, with graver questions only."""


@dataclass(frozen=True, slots=True)
class Box:
    """One entry of the plan."""

    item: Item
    condition: str
    """In words; empty for always."""

    onward: tuple[str, ...] = ()
    """Answers that simply lead on."""

    branches: tuple[Branch, ...] = ()
    needs: tuple[str, ...] = ()
    """Questions of this path that must have been answered "no" before the step."""

    unless: tuple[str, ...] = ()
    """Questions that, where they were asked, must have been answered "no" too."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One protocol for one class of muscles."""

    protocol: str
    muscles: tuple[str, ...]
    every_muscle: bool
    """True when the protocol is the same for all muscles."""

    opening: tuple[str, ...]
    entries: tuple[str, ...]
    """What leads into it, in words."""

    boxes: tuple[Box, ...]
    mildest: str
    """The level when every question on it is answered "no"."""

    @property
    def id(self) -> str:
        """A name for anchors."""
        return f"path-{self.protocol}" + ("" if self.every_muscle else f"-{self.muscles[0]}")

    @property
    def title(self) -> str:
        """Protocol and muscles in words."""
        return f"{self.protocol}: {'every muscle' if self.every_muscle else ', '.join(self.muscles)}"


def flows(script: Script) -> list[Flow]:
    """Every protocol, once for each class of muscles that share a path."""
    return [flow for protocol in script.protocols for flow in _flows(script, protocol)]


def condition_words(condition: str) -> str:
    """The condition of an entry in words; empty for always."""
    return CONDITION_WORDS.get(condition, f"if {condition} was yes or unclear") if condition else ""


def branches(question: Question) -> tuple[Branch, ...]:
    """Where answers lead that do not simply lead on, in the order of the answers."""
    grouped: dict[tuple[str, bool], list[str]] = {}
    for answer in ANSWERS:
        outcome, ends = _effect(question, answer)
        if outcome != "next":
            grouped.setdefault((outcome, ends), []).append(answer)
    return tuple(Branch(tuple(answers), outcome, ends) for (outcome, ends), answers in grouped.items())


def _effect(question: Question, answer: str) -> tuple[str, bool]:
    """What an answer leads to, and whether it ends the plan.

    An open danger question is never passed over: a person is fetched, and it is `doctor_today` at least.
    """
    outcome = question.outcomes[answer]
    if outcome in ("emergency", "cool_down"):
        return outcome, True
    if question.danger and answer in UNANSWERED:
        return ("doctor_today" if _severity(outcome) < _severity("doctor_today") else outcome), True
    return outcome, False


def _severity(outcome: str) -> int:
    return LEVELS.index(outcome) if outcome in LEVELS else -1


def _flows(script: Script, protocol: str) -> list[Flow]:
    classes: dict[tuple[Item, ...], list[str]] = {}
    for muscle in muscles(script):
        plan = tuple(
            item
            for item in script.protocols[protocol].items(muscle)
            if item.kind == "do" or _asked(script, item, muscle)
        )
        classes.setdefault(plan, []).append(muscle)
    entries = _entries(script, protocol)
    return [
        Flow(
            protocol,
            tuple(alike),
            len(classes) == 1,
            script.protocols[protocol].opening,
            entries or (f"somebody brings up “{script.names.get(protocol, protocol)}”",),
            tuple(_box(script, item, plan) for item in plan),
            _mildest(script, protocol, alike[0]),
        )
        for plan, alike in classes.items()
    ]


def _asked(script: Script, item: Item, muscle: str) -> bool:
    of = script.questions[item.name].muscles
    return not of or muscle in of


def _entries(script: Script, protocol: str) -> tuple[str, ...]:
    """Answers that lead into a protocol by themselves."""
    return tuple(
        f"{question.id}: {', '.join(ANSWER_WORDS[answer] for answer in ANSWERS if _into(question, answer, protocol))}"
        for question in script.questions.values()
        if any(_into(question, answer, protocol) for answer in ANSWERS)
    )


def _into(question: Question, answer: str, protocol: str) -> bool:
    return question.outcomes[answer] == protocol


def _mildest(script: Script, protocol: str, muscle: str) -> str:
    into = {
        question.id: answer
        for question in script.questions.values()
        for answer in ANSWERS
        if _into(question, answer, protocol)
    }
    return assess(script, into, muscle)[0]


def _box(script: Script, item: Item, plan: tuple[Item, ...]) -> Box:
    condition = condition_words(item.condition)
    if item.kind == "do":
        step = script.steps[item.name]
        on_path = {entry.name for entry in plan if entry.kind == "ask"}
        return Box(
            item,
            condition,
            needs=tuple(need for need in step.needs if need in on_path or not script.questions[need].muscles),
            unless=tuple(name for name in step.unless if name in on_path),
        )
    question = script.questions[item.name]
    onward = tuple(answer for answer in ANSWERS if _effect(question, answer)[0] == "next")
    return Box(item, condition, onward, branches(question))
