"""Interpretation: intent, slots, score, runner-up and polarity of one transcript, and what the dialogue expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voice_coach.recognition.hypothesis import Hypothesis


class Polarity(StrEnum):
    """Which way an answer points, decided on tokens before any fuzzy score."""

    AFFIRM = "affirm"
    NEGATE = "negate"
    UNSURE = "unsure"
    CONFLICT = "conflict"
    NONE = "none"


class Correction(StrEnum):
    """Whether an utterance takes back what was said before it."""

    NONE = "none"
    PERHAPS = "perhaps"
    """ "Actually, no": it does when it differs from the answer before."""

    CERTAIN = "certain"
    """ "I meant no": it is about the answer before, and no answer to the question that is open now."""


class Call(StrEnum):
    """Whether an utterance opens with the wake phrase."""

    NONE = "none"
    NAMED = "named"
    """The name before a sentence, "coach, my calf is cramping": a call only if the sentence is understood."""

    CALLED = "called"
    """ "Hey coach" before anything."""

    ALONE = "alone"
    """ "Hey coach", and nothing behind it."""


class Situation(StrEnum):
    """What the dialogue is doing when the transcript arrives; it decides what is weighed in."""

    IDLE = "idle"
    """No conversation: only topics and emergencies start one."""

    QUESTION = "question"
    """A question is open: answers, navigation, emergencies, topics."""

    STEP = "step"
    """A relief step is under way: navigation, eased / not working, emergencies, topics."""

    EMERGENCY = "emergency"
    """The emergency screen is up: stop, repeat, answers."""


class Rejection(StrEnum):
    """Why a transcript changed nothing."""

    UNKNOWN = "unknown"
    LOW_SCORE = "low_score"
    AMBIGUOUS = "ambiguous"
    ECHO = "echo"
    NOISE = "noise"
    ASLEEP = "asleep"
    """It was understood, but nobody had called the coach (only with the wake phrase switched on)."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the dialogue can make use of now."""

    situation: Situation = Situation.IDLE
    question: str | None = None
    """Id of the open question, when one is open."""

    speaking: str | None = None
    """Text that the coach is speaking right now, for telling its own echo; None when silent."""

    topic_words: tuple[str, ...] = ()
    """Key words of the open question ("chest", "breathing"): repeating them affirms it, denying them negates it."""

    symptoms: frozenset[str] = frozenset()
    """Symptoms that the open question asks about; empty when not known."""

    welcome: frozenset[str] = frozenset()
    """Intents that count now although the situation by itself has no use for them."""

    over: bool = False
    """Whether it was said, or begun, while the coach spoke: what is left of an echo may be in it."""


Slots = Mapping[str, "str | int"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One intent that a transcript may mean."""

    intent: str
    score: float
    """Similarity between 0 and 100."""

    slots: Slots = field(default_factory=dict)
    phrase: str = ""
    """The phrase of `intents/` that it is closest to."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What one transcript means. `intent` is None when nothing matched; `accepted` False changes nothing."""

    text: str
    intent: str | None = None
    slots: Slots = field(default_factory=dict)
    score: float = 0.0
    """Similarity between 0 and 100."""

    runner_up: Candidate | None = None
    accepted: bool = False
    polarity: Polarity = Polarity.NONE
    rejection: Rejection | None = None
    """Set exactly when `accepted` is False."""

    hypothesis: Hypothesis | None = None
    """The hypothesis behind it; None for typed text."""

    correction: Correction = Correction.NONE
    """Whether an answer takes back the one before it."""

    reported: tuple[str, ...] = ()
    """What the utterance reports beside the slots: symptoms, as in "numb and swollen", and the ids in `FACTS`."""

    also: tuple[Candidate, ...] = ()
    """Further intents said in the same breath, to be met after this one: "my calf is cramping, should i ice it"."""

    call: Call = Call.NONE
    """Whether it opens with the wake phrase; the other fields are about what follows it."""
