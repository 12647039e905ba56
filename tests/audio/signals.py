"""Signals for the audio tests: tones, noise, and the clips of people given beside the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.file import read_whole

RATE = 16_000


def tone(seconds: float, hertz: float = 440.0, peak: float = 0.25, rate: int = RATE) -> NDArray[np.float64]:
    """A sine between -peak and peak."""
    return peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def to_int16(signal: NDArray[np.float64]) -> NDArray[np.int16]:
    """From -1..1 to int16."""
    return np.clip(np.rint(signal * 32768), -32768, 32767).astype(np.int16)


def loudest_hertz(samples: NDArray[np.int16]) -> float:
    """The frequency with the most power."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


def words(shared: Path, *, held_out: bool = True) -> list[NDArray[np.int16]]:
    """One-second clips of people: of the ten speakers that nothing was fitted on, or of the ten others."""
    files = sorted((shared / "audio" / "words").glob("*.flac"))
    speakers = sorted({file.name.split("_")[1] for file in files})
    chosen = set(speakers[1::2] if held_out else speakers[::2])
    return [read_whole(file) for file in files if file.name.split("_")[1] in chosen]
