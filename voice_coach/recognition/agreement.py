"""Agreement: which of several models' readings of one utterance counts.

In noise every model by itself hears phrases in the noise; two that were bent to different rooms hear different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import rapidfuzz

from voice_coach.understanding.tokens import UNKNOWN

# Fitted on 26 coffee orders at 12 and 6 dB, 83 one-second words and 60 synthetic sentences at 10 dB in the second half
# of the kitchen's minute, and on noise alone, with rooms learned from its first half: bench/README.md, N14 to N17.

ENOUGH: Final = 7.0
"""Scaled nats a second by which a phrase must beat the room's noise alone, which is what it may be.

(Noise alone taken for a phrase: 29 of 30 below this; coffee orders at 12 dB all above 9, at 6 dB one in twenty below.)
"""

ENOUGH_AT_ALL: Final = 6.0
"""Scaled nats by which it must beat that however short it is."""

CLEAR: Final = 14.0
"""Scaled nats a second by which a phrase beats the noise where it is clearly heard: half of the sentences at 10 dB are
above 22 to the plain model. ("my friend blacked out", heard by one model in "my quad just locked up", had 7.)"""

NOTHING: Final = 4.0
"""Scaled nats a second below which even the best reading, words or filler, is noise alone. (A kitchen without a voice
lies below 2.5, speech in it at 6 dB above 5 in all of 26 but one.)"""

SHORT: Final = 1.2
"""Seconds up to which a sound is short."""

NOTHING_SHORT: Final = 1.5
"""The same altogether for a sound that is short. (A kitchen's bangs have 0.6, words in it at 10 dB from 1.8 on.)"""

MOST: Final = 4.0
"""Scaled nats that one model's margin counts at most."""

DISSENT: Final = 1.5
"""Scaled nats that are lost for every model that does not hear the same. (With 2 the same words and fewer sentences,
31 for 32 of 48; with 1, five of 68 other words.)"""

AGREEING: Final = 2
"""Models that need only hear the same phrase of several words; for a single word their margins must suffice."""

LONG: Final = 6
"""Words from which phrases agree that are only alike; in shorter ones a word may be the muscle, or a "no"."""

ALIKE: Final = 85.0
"""Similarity of such phrases, 0-100."""


DANGER_MARGIN: Final = 3.0
"""Scaled nats from which a sign of danger counts although only one model heard it: missing one is worse than asking."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one model made of an utterance."""

    text: str
    margin: float | None
    """Scaled nats by which the phrase beats the filler, with grace and allowance; None when it is no whole phrase."""

    so_far: str
    """The likeliest words before it was known that they are all: those need not make a phrase."""

    above_noise: float = float("inf")
    """Scaled nats by which it beats the room's noise alone."""

    seconds: float = 0.0
    """Seconds of sound in which it was heard."""

    @property
    def audible(self) -> bool:
        """Whether there is more than noise, so that a phrase may count."""
        return self.above_noise >= max(ENOUGH_AT_ALL, ENOUGH * self.seconds)

    @property
    def clear(self) -> bool:
        """Whether there is so much more that a sign of danger may count although no other model hears one."""
        return self.above_noise >= CLEAR * self.seconds

    @property
    def nothing(self) -> bool:
        """Whether there is noise alone, so that no other model need be asked."""
        return self.above_noise < (NOTHING * self.seconds if self.seconds > SHORT else NOTHING_SHORT)


def choose(readings: Sequence[Reading], dangerous: Callable[[str], bool]) -> Reading:
    """The reading that counts: a single model's own, or the one that the models stand for together, else `[unk]`.

    `dangerous` tells whether a phrase is a sign of danger: two of those agree whatever their words, and one that is
    clear counts alone. What one model hears by itself does not count against a sign of danger that another hears.
    """
    if len(readings) == 1:
        return readings[0]
    phrases = [reading for reading in readings if reading.margin is not None and reading.audible]
    alarms = [reading for reading in phrases if dangerous(reading.text)]
    clear = max((reading for reading in alarms if reading.clear), key=_margin, default=_NOTHING_HEARD)
    stands = [_stand(reading, phrases, alarms, len(readings)) for reading in phrases]
    counting = [stand for stand in stands if stand.counts and not (stand.alone and _doubted(stand, clear, alarms))]
    if counting:
        best = max(counting, key=lambda stand: (stand.together, _margin(stand.reading)))
        return replace(best.reading, margin=best.margin)
    alarm = max(alarms, key=_margin) if len(alarms) >= AGREEING else _NOTHING_HEARD
    if _margin(alarm) >= 0.0:
        return alarm
    return clear if _margin(clear) >= DANGER_MARGIN else _NOTHING_HEARD


def settled(readings: Sequence[Reading]) -> bool:
    """Whether no other model need be asked: there is noise alone, or two heard the very same words."""
    first, *others = readings
    if not others:
        return first.nothing
    last = others[-1]
    same = [reading for reading in readings if reading.margin is not None and reading.text == last.text]
    return len(same) >= AGREEING and " " in last.text and max(map(_margin, same)) >= 0.0


_NOTHING_HEARD: Final = Reading(UNKNOWN, None, "")


@dataclass(frozen=True, slots=True)
class _Stand:
    """How several models stand to one reading."""

    reading: Reading
    agreeing: int
    """Models that hear the same, its own among them."""

    together: float
    """Their margins, less what is lost for the others."""

    margin: float
    """The greatest of theirs."""

    @property
    def alone(self) -> bool:
        return self.agreeing < AGREEING

    @property
    def counts(self) -> bool:
        several = not self.alone and " " in self.reading.text
        return self.together >= 0.0 or (several and self.margin >= 0.0)


def _stand(reading: Reading, phrases: Sequence[Reading], alarms: Sequence[Reading], models: int) -> _Stand:
    alike = [other for other in phrases if _agree(reading.text, other.text)]
    margins = [_margin(other) for other in alike if (other in alarms) == (reading in alarms)]
    together = sum(min(MOST, margin) for margin in margins) - DISSENT * (models - len(margins))
    return _Stand(reading, len(margins), together, max(margins))


def _doubted(stand: _Stand, clear: Reading, alarms: Sequence[Reading]) -> bool:
    """Whether what one model hears is a danger too faint for an alarm, or stands against a danger that is clear."""
    reading = stand.reading
    return (reading in alarms and not reading.clear) or (reading.text != clear.text and _margin(clear) >= 0.0)


def _margin(reading: Reading) -> float:
    return reading.margin if reading.margin is not None else -float("inf")


def _agree(one: str, other: str) -> bool:
    """Whether two models heard the same; in long phrases a word may differ: "can i have a", "may i have an"."""
    if one == other:
        return True
    least = min(len(one.split()), len(other.split()))
    return least >= LONG and rapidfuzz.fuzz.ratio(one, other) >= ALIKE
