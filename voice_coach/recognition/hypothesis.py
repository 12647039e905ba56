"""Hypothesis: what a recogniser made of an utterance, and the port that every recogniser fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from voice_coach.audio.frame import Samples


class Ending(StrEnum):
    """Whether the person who said this is likely to go on."""

    COMPLETE = "complete"
    """A whole phrase; no longer one that begins like it means anything else."""

    STOP = "stop"
    """The same, and who says it wants silence first."""

    OPEN = "open"
    """A word that is a whole phrase; a longer one begins like it and means something else: "help", "help my calf"."""

    DENIAL = "denial"
    """An answer that denies, whole as it is, and often followed by what is denied or by a "but"."""

    DANGER = "danger"
    """A sign of danger or a symptom, whole as it is, that a late "no" may take back."""

    UNFINISHED = "unfinished"
    """The beginning of a phrase: more must follow."""

    DOUBTFUL = "doubtful"
    """A whole phrase of several words that might go on, or one whose last words were guessed rather than heard."""

    UNKNOWN = "unknown"
    """No phrase and no beginning of one, or one after which nearly everybody goes on: the words do not tell."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the recogniser made of one utterance."""

    text: str
    """Lower-case words, `[unk]` for speech outside the phrases; empty when nothing was said."""

    margin: float | None = None
    """How sure it is that a phrase was said: logarithm of the odds beyond what is asked for; None when not measured.

    At least 0 when `text` is a phrase; negative when one came up that is not sure enough.
    """

    start: float = 0.0
    """Seconds on the stream's clock where speech began."""

    end: float = 0.0
    """Seconds on the stream's clock where speech ended."""

    strict: bool = True
    """True when the recogniser can only return phrases of the graph or `[unk]`; False for free transcripts."""

    ending: Ending | None = None
    """Whether more is to come; None from a recogniser that never tells."""

    crowded: bool = False
    """True when no phrase was heard in it, but several words that others may have said."""


class Recogniser(Protocol):
    """An utterance in, a hypothesis out. One instance serves any number of utterances, one after the other."""

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance: shape (n,), int16, 16 kHz mono, with its pre-roll. Never raises for any audio."""


@runtime_checkable
class Drafts(Protocol):
    """A recogniser that takes less trouble with an utterance that may go on."""

    def draft(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """As `decode`, without what is only asked of whole utterances in which nothing was heard."""


@runtime_checkable
class Answers(Protocol):
    """A recogniser that finds an answer by the nearest of several people."""

    def answer(self, utterance: Samples, start: float = 0.0) -> Hypothesis | None:
        """A yes, a no or a stop in an utterance that is `crowded`, from where it was said; None when there is none."""


def drafted_by(recogniser: Recogniser) -> Callable[[Samples, float], Hypothesis]:
    """How a recogniser hears what may go on: its drafts, or all of it when it makes none."""
    return recogniser.draft if isinstance(recogniser, Drafts) else recogniser.decode


@runtime_checkable
class Twins(Protocol):
    """A recogniser that knows what it heard last, and whose loaded model can serve others beside it."""

    def twin(self) -> Recogniser:
        """Another one on the same model, for another stream at the same time."""
