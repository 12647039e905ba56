"""Session: the whole state of one conversation, frozen and comparable, with when it next needs a tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.script import Script
from voice_coach.settings import DialogueSettings
from voice_coach.understanding.interpretation import Expectation, Situation

Meaning = tuple[str, tuple[tuple[str, "str | int"], ...]]
"""An intent with its slots, as something that compares and hashes."""


class Phase(StrEnum):
    """What the conversation is doing."""

    IDLE = "idle"
    QUESTION = "question"
    CONFIRM = "confirm"
    STEP = "step"
    TOPIC = "topic"
    PAUSED = "paused"
    EMERGENCY = "emergency"
    CLOSING = "closing"


SITUATIONS = {
    Phase.IDLE: Situation.IDLE,
    Phase.QUESTION: Situation.QUESTION,
    Phase.CONFIRM: Situation.QUESTION,
    Phase.EMERGENCY: Situation.EMERGENCY,
}

AFTERWARDS: Final = frozenset({"nav_repeat"})
"""What still counts once a conversation is over: "repeat the summary"."""


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation. `step` in core.py makes the next one from it."""

    script: Script = field(repr=False, compare=False)
    settings: DialogueSettings = field(repr=False, compare=False)

    phase: Phase = Phase.IDLE
    protocol: str | None = None
    muscle: str = "other"
    third_person: bool = False
    """The person who speaks is not the one who is hurt."""

    current: Item | None = None
    answers: tuple[tuple[str, str], ...] = ()
    """Question id and what became of it, in the order answered."""

    answered: tuple[str, str, str | None] | None = None
    """The last question answered, its answer, and the protocol that was running: what a correction takes back."""

    corrected: frozenset[str] = frozenset()
    """Questions that were put again after a correction: their next answer stands."""

    done: tuple[str, ...] = ()
    """Steps that were taken."""

    history: tuple[Item, ...] = ()
    """Entries that were left behind, for "back"."""

    flags: frozenset[str] = frozenset()
    """Conditions of the plan: `not_working`, `recurring`, ..."""

    unsure: int = 0
    """"Not sure" answers in the whole conversation."""

    clarified: bool = False
    """The open question was already put in plain words."""

    no_matches: int = 0
    """Consecutive utterances that were no answer to the open question."""

    silences: int = 0
    """Consecutive waits without a word."""

    repeats: int = 0
    """Times that the open question or step was put again on request."""

    turns: int = 0
    """Accepted utterances and touches; the first one may have been noise."""

    queue: tuple[str, ...] = ()
    """Lines that were sent to the speaker and have not been played to their end."""

    queue_limit: float | None = None
    """When the speaker is given up and the queue counts as played."""

    timer: float | None = None
    """When the present wait is over."""

    hold_since: float | None = None
    """When the stretch began to be held."""

    hold_counts: int = 0
    holds: int = 0
    """Stretches tried."""

    wait_until: float | None = None
    """When a long wait (cooling down) is over."""

    topic: str | None = None
    topic_key: str | None = None
    """Muscle, or side of the topic, that had an answer of its own."""

    topic_muscle: str | None = None
    """Muscle that was asked about last; a follow-up keeps it."""

    topic_read: int = 0
    """Lines already said to "more"."""

    offered: bool = False
    """The conversation has told that there is more to hear."""

    asides: tuple[Meaning, ...] = ()
    """Topics asked about in the same breath as something that goes first."""

    said: str | None = None
    """Id of the last line that stated something, for "why"."""

    cue_counts: tuple[tuple[str, int], ...] = ()
    """How often each cue was used: its lines take turns."""

    confirm: tuple[Meaning, ...] = ()
    """What was perhaps said, the likeliest first."""

    before: Phase = Phase.IDLE
    """Phase to go back to after a confirmation or a pause."""

    alarm_until: float | None = None
    """End of the silence alarm."""

    emergency: str | None = None
    """Which emergency script runs."""

    doubt: str | None = None
    """Question that is put again when the emergency is taken back; None when a second "yes" made it stand."""

    retracted: bool = False
    """An emergency was taken back once already."""

    because: tuple[str, ...] = ()
    """Questions or symptoms behind the level."""

    closing: tuple[str, ...] = ()
    """Lines of the result, for "repeat"; they outlive the conversation."""

    closing_until: float | None = None
    """When the result of the last conversation is forgotten."""

    withholding: frozenset[str] = frozenset()
    """Topics that the answers of the last conversation still forbid: "can I keep training", right after the result."""

    rate: float = 1.0
    gain: float = 0.0

    @property
    def deadline(self) -> float | None:
        """When a `Tick` is due, in seconds on the caller's clock; None when only an event can go on."""
        times = [time for time in (self.timer, self.queue_limit) if time is not None]
        return min(times) if times else None

    @property
    def expectation(self) -> Expectation:
        """What the dialogue can make use of now."""
        situation = SITUATIONS.get(self.phase, Situation.STEP)
        if self.phase is Phase.CONFIRM and self.confirm:
            return Expectation(situation, "confirm", None, tuple(self.confirm_name().split()))
        if self.phase is Phase.QUESTION and self.current is not None:
            question = self.script.questions[self.current.name]
            return Expectation(situation, question.id, None, question.topic_words, question.symptoms)
        if self.phase is Phase.IDLE and self.closing:
            return Expectation(situation, welcome=AFTERWARDS)
        return Expectation(situation)

    def confirm_name(self) -> str:
        """What the first candidate is called."""
        intent, slots = self.confirm[0]
        muscle = str(dict(slots).get("muscle", ""))
        return self.script.names.get(muscle) or self.script.names.get(intent, "")

    def remembered(self, now: float) -> bool:
        """True while what outlived the end of the last conversation still counts."""
        return self.closing_until is not None and now <= self.closing_until

    def answers_without(self, *questions: str) -> tuple[tuple[str, str], ...]:
        """The answers, but for those to these questions."""
        return tuple(pair for pair in self.answers if pair[0] not in questions)

    def answer(self, question: str) -> str | None:
        """What became of a question, None while it is open."""
        return dict(self.answers).get(question)
