"""Outcome: what one engine made of one clip under one condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice_coach.understanding.interpretation import Polarity


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one utterance; plain values, so that it crosses process borders."""

    text: str
    """What the recogniser made of it."""

    accepted: bool
    """True when it would have changed the conversation."""

    intent: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    slots_in_text: Mapping[str, str] = field(default_factory=dict)
    """Slots read from the text, the longest value first, whatever understanding made of it."""

    polarity: Polarity = Polarity.NONE
    score: float = 0.0
    """Similarity between 0 and 100."""

    margin: float | None = None
    """Log-likelihood per second over the filler; None when the engine has none."""

    decision_ms: float = 0.0
    """Milliseconds of wall clock from the end of the utterance to its interpretation."""

    endpoint_ms: float | None = None
    """Milliseconds on the stream's clock from the end of speech to the end of the utterance; None when the
    recording ended first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one engine heard in one clip under one condition."""

    clip: str
    engine: str
    condition: str
    decisions: tuple[Decision, ...]
    audio_seconds: float
    cpu_seconds: float
    """CPU time of voice activity, recognition and understanding together."""

    @property
    def answer(self) -> Decision | None:
        """The first decision that changed the conversation; what follows it is another matter."""
        return next((decision for decision in self.decisions if decision.accepted), None)
