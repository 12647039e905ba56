"""Thresholds: how sure understanding must be, per kind of transcript and per class of command."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from voice_coach.recognition.hypothesis import Hypothesis


class CommandClass(StrEnum):
    """What kind of command an intent is; each has its own thresholds."""

    EMERGENCY = "emergency"
    ANSWER = "answer"
    NAVIGATION = "navigation"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a candidate of one class must reach."""

    score: float
    """Similarity between 0 and 100 from which it is accepted."""

    margin: float | None = None
    """Least margin of the recogniser (see `Hypothesis.margin`); None when the margin does not matter."""

    margin_short: float | None = None
    """The same for a phrase of one word, which more noises resemble; None for the same limit as `margin`."""


@dataclass(frozen=True, slots=True)
class KindThresholds:
    """The limits for one kind of transcript."""

    emergency: Limits
    answer: Limits
    navigation: Limits
    topic: Limits

    topic_idle: Limits
    """For topics while no conversation is on: a false start there costs the most trust."""

    all_known: float = 0.0
    """Points by which navigation's limit is lower when no word of the utterance is strange to the phrases."""

    doubtful: float = 64.0
    """Score from which a candidate that is not accepted counts as a low score rather than as unknown."""

    lead: float = 4.0
    """Least distance in score between the first candidate and another intent's; below it, it is asked."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits for typed text, strict hypotheses and free transcripts."""

    text: KindThresholds = field(
        default_factory=lambda: KindThresholds(
            emergency=Limits(84),
            answer=Limits(84),
            navigation=Limits(86),
            topic=Limits(73),
            topic_idle=Limits(75),
            all_known=8.0,
        )
    )
    """Typed text and tests."""

    strict: KindThresholds = field(
        default_factory=lambda: KindThresholds(
            emergency=Limits(84), answer=Limits(84), navigation=Limits(86), topic=Limits(80), topic_idle=Limits(84)
        )
    )
    """The phrase graph's hypotheses; margins are fitted beside the recogniser."""

    loose: KindThresholds = field(
        default_factory=lambda: KindThresholds(
            emergency=Limits(84), answer=Limits(88), navigation=Limits(90), topic=Limits(74), topic_idle=Limits(78)
        )
    )
    """Free transcripts, as of the official model."""

    def of(self, heard: Hypothesis | str) -> KindThresholds:
        """The limits for this transcript."""
        if isinstance(heard, str):
            return self.text
        return self.strict if heard.strict else self.loose
