"""Agreement: which of several models' readings of one utterance counts.

In noise every model by itself hears phrases in the noise; two that were bent to different rooms hear different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import rapidfuzz

from voice_coach.understanding.tokens import UNKNOWN

AGREEING: Final = 2
"""Models that must hear the same phrase in a loud room; a single word, all of them: noise must not answer "no".

(Of 57 noises of a kitchen and of a weights room, taken for utterances, one was the same phrase to two of three models;
by the greatest margin alone, 27 of 45 were one. Of 13 sentences in kitchen noise at 10 dB, 6 were the same to two.)
"""

LONG: Final = 6
"""Words from which phrases agree that are only alike; in shorter ones a word may be the muscle, or a "no"."""

ALIKE: Final = 85.0
"""Similarity of such phrases, 0-100."""


DANGER_MARGIN: Final = 3.0
"""Scaled nats from which a sign of danger counts although only the plain model heard it: missing one is
worse than asking.

(Signs of danger by six synthetic voices in kitchen noise at 10 dB, 16: the plain model alone hears 11, two models 9. If
any model's word were enough it were 14, but two minutes of noise alone would raise five alarms.)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one model made of an utterance."""

    text: str
    margin: float | None
    """Scaled nats by which the phrase beats the filler, with grace and allowance; None when it is no whole phrase."""

    so_far: str
    """The likeliest words before it was known that they are all: those need not make a phrase."""


def choose(readings: Sequence[Reading], dangerous: Callable[[str], bool]) -> Reading:
    """The reading that counts: a single model's own, or the best that enough models agree on, else `[unk]`.

    The first is the plain model's. `dangerous` tells whether a phrase is a sign of danger: two of those agree whatever
    their words, and the plain model's counts alone when it is clear.
    """
    if len(readings) == 1:
        return readings[0]
    phrases = [reading for reading in readings if reading.margin is not None]
    agreed = [reading for reading in phrases if _heard_by(reading, phrases) >= _needed(reading, len(readings))]
    alarms = [reading for reading in phrases if dangerous(reading.text) and _margin(reading) >= 0.0]
    clear = readings[0] in alarms and _margin(readings[0]) >= DANGER_MARGIN
    alarmed = alarms if clear or len(alarms) >= AGREEING else []
    return max(agreed or alarmed, key=_margin, default=Reading(UNKNOWN, None, ""))


def _needed(reading: Reading, models: int) -> int:
    return AGREEING if " " in reading.text else models


def _heard_by(reading: Reading, phrases: Sequence[Reading]) -> int:
    return sum(_agree(reading.text, other.text) for other in phrases)


def _margin(reading: Reading) -> float:
    return reading.margin if reading.margin is not None else -float("inf")


def _agree(one: str, other: str) -> bool:
    """Whether two models heard the same; in long phrases a word may differ: "can i have a", "may i have an"."""
    if one == other:
        return True
    least = min(len(one.split()), len(other.split()))
    return least >= LONG and rapidfuzz.fuzz.ratio(one, other) >= ALIKE
