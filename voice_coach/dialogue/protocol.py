"""Protocol: what is asked and done for one intent, in order, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from voice_coach.content.document import Value, broken
from voice_coach.dialogue.line import read_id
from voice_coach.dialogue.question import LEVELS

FLAGS: Final = ("not_working", "recurring", "at_risk", "night", "serious")
"""Conditions that the conversation sets; a question answered yes is a condition too."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a plan: ask a question, or do a step."""

    kind: str
    """`ask` or `do`."""

    name: str
    condition: str = ""
    """A flag, or a question answered yes, without which the entry is passed over; empty for always."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """One relief step: what must have been answered "no" before it is taken, and what it says."""

    name: str
    kind: str
    """`auto` goes on by itself, `hold` counts until it eases, `plain` waits for "next", `wait` watches the clock."""

    needs: tuple[str, ...]
    """Questions that must have been answered "no"; otherwise the step is left out."""

    unless: tuple[str, ...]
    """Questions that, where they were asked, must have been answered "no" too."""

    lines: tuple[str, ...]
    """Line ids; a line `ID.MUSCLE` takes the place of `ID` for that muscle."""

    minutes: float = 0.0
    """Length of a `wait`."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The plan of one intent."""

    name: str
    opening: tuple[str, ...]
    """Ids of the lines said first."""

    plan: tuple[Item, ...]
    plan_for: Mapping[str, tuple[Item, ...]]
    """Plans for particular muscles, in place of `plan`."""

    def items(self, muscle: str) -> tuple[Item, ...]:
        """The plan for a muscle."""
        return self.plan_for.get(muscle, self.plan)


@dataclass(frozen=True, slots=True)
class Combination:
    """Answers that together weigh more than each alone."""

    questions: tuple[str, ...]
    """All of them answered yes."""

    level: str
    unclear: frozenset[str] = frozenset()
    """Those of them that count as well when the answer was neither yes nor no."""

    muscles: frozenset[str] = frozenset()
    """Only for these; empty for all."""

    def holds(self, answers: Mapping[str, str], muscle: str) -> bool:
        """True when it applies to these answers."""
        if self.muscles and muscle not in self.muscles:
            return False
        return all(
            answers.get(name) == "yes" or (name in self.unclear and answers.get(name) not in (None, "no"))
            for name in self.questions
        )


@dataclass(frozen=True, slots=True)
class Withheld:
    """A topic that is not answered as usual after certain answers: nothing to drink for somebody who is faint."""

    unless: tuple[str, ...]
    """Questions that, where they were asked, must have been answered "no"."""

    line: str
    """What is said instead."""

    about: tuple[str, ...] = ()
    """Only where it is asked about one of these; empty for whatever is asked."""


def read_item(value: Value, questions: Mapping[str, object], steps: Mapping[str, object]) -> Item:
    """Read `ask QUESTION`, `do STEP` or either with `if FLAG`."""
    words = value.text().split()
    condition = ""
    if len(words) == 4 and words[2] == "if":
        condition = words[3]
        words = words[:2]
    if len(words) != 2 or words[0] not in ("ask", "do"):
        raise broken(value.place, f'"{value.text()}" is not a plan entry', "write `ask QUESTION` or `do STEP`")
    if condition and condition not in FLAGS and condition not in questions:
        known_flags = f"{', '.join(FLAGS)}, or a question"
        raise broken(value.place, f'"{condition}" is not a flag', f"use one of: {known_flags}")
    kind, name = words
    known = questions if kind == "ask" else steps
    if name not in known:
        raise broken(value.place, f'"{name}" is not known', f"use one of: {', '.join(known)}")
    return Item(kind, name, condition)


def read_plan(value: Value, questions: Mapping[str, object], steps: Mapping[str, object]) -> tuple[Item, ...]:
    """Read a list of plan entries; an entry may stand there again under another flag."""
    seen: set[Item] = set()
    plan = []
    for entry in value.items():
        item = read_item(entry, questions, steps)
        if item in seen:
            raise broken(entry.place, f'"{entry.text()}" stands there twice', "keep one of the two")
        seen.add(item)
        plan.append(item)
    return tuple(plan)


def read_step(name: str, value: Value) -> StepRule:
    """Read one entry of `steps:`."""
    entries = value.mapping(required=("kind", "lines"), optional=("needs", "unless", "minutes"))
    return StepRule(
        name,
        entries["kind"].choice(("auto", "hold", "plain", "wait")),
        entries["needs"].texts() if "needs" in entries else (),
        entries["unless"].texts() if "unless" in entries else (),
        tuple(read_id(line) for line in entries["lines"].items()),
        entries["minutes"].number(0.1, 120) if "minutes" in entries else 0.0,
    )


def read_protocol(name: str, value: Value, questions: Mapping[str, object], steps: Mapping[str, object]) -> Protocol:
    """Read one entry of `protocols:`."""
    entries = value.mapping(required=("plan",), optional=("opening", "plan_for"))
    plan_for = dict(entries["plan_for"].pairs()) if "plan_for" in entries else {}
    return Protocol(
        name,
        tuple(read_id(line) for line in entries["opening"].items()) if "opening" in entries else (),
        read_plan(entries["plan"], questions, steps),
        {muscle: read_plan(plan, questions, steps) for muscle, plan in plan_for.items()},
    )


def read_asked(value: Value, questions: Collection[str]) -> tuple[str, ...]:
    """Read a list of question ids."""
    for entry in value.items():
        if entry.text() not in questions:
            raise broken(entry.place, f'"{entry.text()}" is not a question', f"use one of: {', '.join(questions)}")
    return value.texts()


def read_combination(value: Value, questions: Collection[str], muscles: Collection[str]) -> Combination:
    """Read one entry of `combinations:`."""
    entries = value.mapping(required=("all", "level"), optional=("unclear", "muscles"))
    together = read_asked(entries["all"], questions)
    unclear = read_asked(entries["unclear"], questions) if "unclear" in entries else ()
    for name in unclear:
        if name not in together:
            raise broken(entries["unclear"].place, f'"{name}" is not under `all`', "add it there as well")
    only = entries["muscles"].texts() if "muscles" in entries else ()
    for muscle in only:
        if muscle not in muscles:
            raise broken(entries["muscles"].place, f'"{muscle}" is not a muscle', "use one that `names:` holds")
    return Combination(together, entries["level"].choice(LEVELS), frozenset(unclear), frozenset(only))
