"""Sound: the few building blocks that the noises are put together from, all of them plain numpy."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples

Floats: TypeAlias = NDArray[np.float64]
"""Mono sound at 16 kHz, shape (n,); full scale is 1."""

HIGHEST: Final = 7_400.0
"""Hertz of the highest partial that is made: below half the rate, so that nothing folds back."""

LEVEL: Final = -20.0
"""Decibels below full scale of a finished noise's mean power."""


def seconds(count: float) -> int:
    """Samples in so many seconds."""
    return round(count * SAMPLE_RATE)


def clock(length: int) -> Floats:
    """Seconds since the first sample, shape (length,)."""
    return np.arange(length) / SAMPLE_RATE


def decay(length: int, t60: float) -> Floats:
    """An envelope that starts at 1 and has fallen by 60 dB after `t60` seconds."""
    return np.exp(-6.908 * clock(length) / t60)


def tone(frequency: float, length: int, partials: Floats) -> Floats:
    """A steady tone with the given amplitudes of its harmonics, the fundamental first; those too high are left out."""
    time = clock(length)
    total = np.zeros(length)
    for number, amplitude in enumerate(partials, start=1):
        if number * frequency < HIGHEST and amplitude:
            total += amplitude * np.sin(2 * np.pi * number * frequency * time)
    return total


def coloured(
    length: int, random: np.random.Generator, slope: float, low: float = 20.0, high: float = 8_000.0
) -> Floats:
    """Noise between `low` and `high` hertz whose power falls by `slope` decibels an octave; mean power 1."""
    spectrum = np.fft.rfft(random.standard_normal(max(length, 2)))
    frequency = np.fft.rfftfreq(max(length, 2), 1 / SAMPLE_RATE)
    weight = np.where((frequency >= low) & (frequency <= high), 1.0, 0.0)
    weight *= 10 ** (-slope / 20 * np.log2(np.maximum(frequency, low) / low))
    shaped = np.fft.irfft(spectrum * weight, max(length, 2))[:length]
    power = float(np.sqrt(np.mean(shaped**2))) if length else 0.0
    return shaped / power if power else shaped


def add(into: Floats, sound: Floats, start: int, gain: float = 1.0) -> None:
    """Add a sound in place from `start` on; what reaches beyond the end is cut off."""
    if start < into.size:
        piece = sound[: into.size - start]
        into[start : start + piece.size] += gain * piece


def rms(sound: Floats) -> float:
    """Root of the mean square; 0 for nothing."""
    return float(np.sqrt(np.mean(sound**2))) if sound.size else 0.0


def finish(sound: Floats) -> Samples:
    """The finished noise as int16: mean power at `LEVEL`, peaks rounded off rather than clipped."""
    power = rms(sound)
    scaled = sound * (10 ** (LEVEL / 20) / power) if power else sound
    finished: Samples = np.rint(32767 * np.tanh(scaled)).astype(np.int16)
    return finished
