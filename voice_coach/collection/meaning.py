"""Meaning: what a recorded sentence stands for, as the bench's labels say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Expectation, Interpretation, Polarity, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.understanding import Understanding

ANSWER: Final = "answer"
SITUATIONS: Final = (Situation.IDLE, Situation.STEP, Situation.QUESTION, Situation.EMERGENCY)
"""Where a sentence is tried, in this order: it belongs to the first in which it counts."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What must be understood."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)
    situation: Situation = Situation.IDLE
    polarity: Polarity | None = None
    """Of an answer; None for everything else."""

    def __str__(self) -> str:
        """One line for people."""
        polarity = [str(self.polarity)] if self.polarity else []
        slots = [f"{name}={value}" for name, value in self.slots.items()]
        return " ".join([self.intent, *polarity, *slots, f"({self.situation})"])

    def label(self, group: str) -> dict[str, object]:
        """The entry in `labels.json`, as `voice-coach bench --labels` reads it."""
        entry: dict[str, object] = {
            "intent": self.intent,
            "slots": dict(self.slots),
            "situation": str(self.situation),
            "group": group,
        }
        return entry | ({"polarity": str(self.polarity)} if self.polarity else {})


def work_out(
    phrase: str, library: IntentLibrary, intent: str | None = None, slots: Mapping[str, str] | None = None
) -> Meaning:
    """What the coach makes of a phrase, where `intent` and `slots` do not say otherwise.

    Raises `BadInput` for an intent or slot that does not exist, and for a phrase that means nothing and has no intent.
    """
    slots = slots or {}
    _check(library, intent, slots)
    understanding = Understanding(library)
    heard: dict[Situation, Interpretation] = {
        situation: understanding.interpret(phrase, Expectation(situation)) for situation in SITUATIONS
    }
    fitting = [
        (situation, found)
        for situation, found in heard.items()
        if found.accepted and found.intent is not None and intent in (None, found.intent)
    ]
    if fitting:
        situation, found = fitting[0]
        polarity = found.polarity if found.intent == ANSWER else None
        own = {} if slots else {name: str(value) for name, value in found.slots.items()}
        return Meaning(str(found.intent), {**own, **slots}, situation, polarity)
    if intent is None:
        raise BadInput(
            f'the coach makes nothing of "{phrase}": add --intent ID for what it should mean, for instance '
            "--intent cramp_relief --slots muscle=calf"
        )
    if intent == ANSWER:
        raise BadInput(f'"{phrase}" is no answer that the coach knows: which way it points could not be labelled')
    context = library.contexts.get(intent)
    return Meaning(intent, dict(slots), Situation.STEP if context == "session" else Situation.IDLE)


def read_slots(given: list[str] | None) -> dict[str, str]:
    """`muscle=calf,side=left` as slots. Raises `BadInput` for anything else."""
    slots: dict[str, str] = {}
    for entry in (part.strip() for text in given or () for part in text.split(",")):
        name, sign, value = entry.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise BadInput(f'--slots "{entry}" is no slot: write for instance --slots muscle=calf,side=left')
        slots[name.strip()] = value.strip()
    return slots


def _check(library: IntentLibrary, intent: str | None, slots: Mapping[str, str]) -> None:
    if intent is not None and intent not in library.intents:
        raise BadInput(f'--intent "{intent}" is not known: use one of {", ".join(sorted(library.intents))}')
    for name, value in slots.items():
        if name not in library.lists:
            raise BadInput(f'--slots: there is no slot "{name}": use one of {", ".join(sorted(library.lists))}')
        known = [str(choice) for choice in library.lists[name].values]
        if value not in known:
            raise BadInput(f'--slots: {name} is never "{value}": use one of {", ".join(known)}')
