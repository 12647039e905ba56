"""Foreground: the stretch of an utterance in which somebody is louder than all that is heard besides."""

from __future__ import annotations

from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.conditioning import HOP, WINDOW, Signal, frame_level

SHARES: Final = (0.3, 0.5)
"""How far a stretch must stand out: one finds what the other cuts off, or does not."""

NEARLY_ALL: Final = 0.9
"""Share of the sound from which leaving out the rest leaves out nobody."""

AROUND: Final = 0.1
"""Seconds that are kept on either side: words begin and end quietly."""

SMOOTH: Final = 5
"""Frames over which the power is averaged."""

LOUD_QUANTILE: Final = 95.0
QUIET_QUANTILE: Final = 25.0
"""Percent of the frames that are quieter than the loud and the quiet level."""

OUTLIER: Final = 8.0
"""Decibels that a frame counts for or against the stretch at most: one bang is no speech, one stop no end of it."""


def foreground(samples: Samples, share: float) -> Samples:
    """The stretch that stands out, part of `samples` (shape (n,), int16, 16 kHz mono); of none at all, all."""
    return samples[standing_out(samples, share)]


def standing_out(samples: Samples, share: float) -> slice:
    """Where the stretch lies in `samples`, with its start.

    A frame speaks for it as far as it is above the level that lies the `share` (0 to 1) of the way, in decibels, from
    the quiet to the loud level, and against it as far as it is below; the stretch is the one with the highest sum.
    """
    if samples.size < WINDOW * SMOOTH:
        return slice(0, samples.size)
    power = 10 ** (frame_level(samples.astype(np.float64)) / 10)
    level = 10 * np.log10(np.convolve(np.pad(power, SMOOTH // 2, mode="edge"), np.ones(SMOOTH) / SMOOTH, "valid"))
    quiet, loud = np.percentile(level, [QUIET_QUANTILE, LOUD_QUANTILE])
    first, last = _highest_sum(np.clip(level - (quiet + share * (loud - quiet)), -OUTLIER, OUTLIER))
    around = round(AROUND * SAMPLE_RATE)
    return slice(max(0, first * HOP - around), last * HOP + WINDOW + around)


def stretches(samples: Samples, whole: int) -> tuple[Samples, ...]:
    """The stretches of `SHARES`, the wider one first; none where it is nearly all of `whole` samples."""
    wide, narrow = (foreground(samples, share) for share in SHARES)
    return () if wide.size >= NEARLY_ALL * whole else (wide, narrow)


def _highest_sum(values: Signal) -> tuple[int, int]:
    """First and last place of the run of values with the highest sum (Kadane's)."""
    best, place, total, begin = -np.inf, (0, values.size - 1), 0.0, 0
    for end, value in enumerate(values):
        if total <= 0.0:
            total, begin = 0.0, end
        total += float(value)
        if total > best:
            best, place = total, (begin, end)
    return place
