"""Hypothesis: what a recogniser made of an utterance, and the port that every recogniser fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice_coach.audio.frame import Samples


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the recogniser made of one utterance."""

    text: str
    """Lower-case words, `[unk]` for speech outside the phrases; empty when nothing was said."""

    margin: float | None = None
    """How far the phrase beats the filler, in scaled nats with an allowance for long phrases; None when not measured.

    At least 0 when `text` is a phrase; negative when one was heard but the filler fits better.
    """

    start: float = 0.0
    """Seconds on the stream's clock where speech began."""

    end: float = 0.0
    """Seconds on the stream's clock where speech ended."""

    strict: bool = True
    """True when the recogniser can only return phrases of the graph or `[unk]`; False for free transcripts."""


class Recogniser(Protocol):
    """An utterance in, a hypothesis out. One instance serves any number of utterances, one after the other."""

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance: shape (n,), int16, 16 kHz mono, with its pre-roll. Never raises for any audio."""
