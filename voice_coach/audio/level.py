"""Level: louder without clipping, and how loud a stretch of sound is."""

from __future__ import annotations

from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples

CEILING: Final = 0.89
"""Largest sample that leaves the limiter, as a part of full scale (-1 dB): some converters overshoot above it."""

LIMITER_BLOCK: Final = SAMPLE_RATE // 200
"""Samples (5 ms) that share one step of the limiter: fast enough for consonants, slow enough not to buzz."""


def amplify(samples: Samples, gain_db: float) -> Samples:
    """Change the level by `gain_db`; peaks that would clip are turned down smoothly instead. Same shape."""
    if gain_db == 0.0 or not len(samples):
        return samples
    wanted = samples.astype(np.float64) * (10.0 ** (gain_db / 20.0) / 32768.0)
    blocks = -(-len(wanted) // LIMITER_BLOCK)
    peaks = np.abs(np.pad(wanted, (0, blocks * LIMITER_BLOCK - len(wanted)))).reshape(blocks, LIMITER_BLOCK).max(axis=1)
    # Each knot of the gain curve looks at the blocks on both sides, so a line between two knots never lets a peak by.
    around = np.pad(peaks, (1, 1))
    knots = np.minimum(1.0, CEILING / np.maximum(np.maximum(around[:-1], around[1:]), 1e-9))
    curve = np.interp(np.arange(len(wanted)), np.arange(blocks + 1) * LIMITER_BLOCK, knots)
    limited: Samples = np.rint(wanted * curve * 32767.0).astype(np.int16)
    return limited


def active_level(samples: Samples) -> float:
    """Root mean square of the louder 20 ms frames (within 30 dB of the loudest), in dB of full scale; -120 for none."""
    count = len(samples) // 320
    if count == 0:
        return -120.0
    frames = samples[: count * 320].astype(np.float64).reshape(count, 320) / 32768.0
    power = np.mean(frames * frames, axis=1)
    loud = power[power >= power.max() / 1000.0]
    return float(10.0 * np.log10(max(float(np.mean(loud)), 1e-12)))


def trim(samples: Samples, lead: float = 0.02, tail: float = 0.05, below_peak_db: float = 50.0) -> Samples:
    """Cut silence (more than `below_peak_db` under the peak) off both ends, keeping `lead` and `tail` seconds of it."""
    return samples[audible(samples, lead, tail, below_peak_db)]


def audible(samples: Samples, lead: float = 0.02, tail: float = 0.05, below_peak_db: float = 50.0) -> slice:
    """The part that `trim` leaves."""
    size = np.abs(samples.astype(np.int32))
    loud = np.flatnonzero(size > size.max(initial=0) * 10.0 ** (-below_peak_db / 20.0))
    if not len(loud):
        return slice(0, 0)
    first = max(0, int(loud[0]) - round(lead * SAMPLE_RATE))
    return slice(first, min(len(samples), int(loud[-1]) + 1 + round(tail * SAMPLE_RATE)))
