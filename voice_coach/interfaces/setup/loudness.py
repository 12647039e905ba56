"""Loudness: whether a microphone hears a person well enough, judged from a few seconds of speech."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, Samples
from voice_coach.audio.level import active_level

TOO_QUIET: Final = -50.0
"""Decibels of full scale below which speech has fewer than seven of sixteen bits left; the coach works with it, but a
muted or far microphone looks the same.
"""

TOO_CLOSE: Final = 10.0
"""Decibels that speech has to stand above the room; below that the loud room's rule holds (bench/README.md)."""

CLIPPED: Final = 0.001
"""Share of samples at full scale above which words are bent."""

FULL: Final = 32_700


@dataclass(frozen=True, slots=True)
class Loudness:
    """Speech and the room around it, in decibels of full scale."""

    speech: float
    room: float
    clipped: float
    """Share of samples at full scale, 0 to 1."""

    @property
    def good(self) -> bool:
        """True when nothing needs mending."""
        return not self.mend

    @property
    def mend(self) -> str:
        """What to do; empty when all is well."""
        if self.speech < TOO_QUIET:
            return "That is very quiet: unmute the microphone, turn it up, or come closer."
        if self.clipped > CLIPPED:
            return "That is so loud that it is cut off: turn the microphone down."
        if self.speech - self.room < TOO_CLOSE:
            return "The room is nearly as loud as the voice: come closer, use a headset, or `run --push-to-talk`."
        return ""

    def __str__(self) -> str:
        return f"voice {self.speech:.0f} dB, room {self.room:.0f} dB"


def measure(samples: Samples) -> Loudness:
    """Judge 16 kHz speech with pauses, shape (n,). The room is its quietest tenth."""
    count = len(samples) // FRAME_SAMPLES
    if count == 0:
        return Loudness(-120.0, -120.0, 0.0)
    frames = samples[: count * FRAME_SAMPLES].astype(np.float64).reshape(count, FRAME_SAMPLES) / 32768.0
    power = np.sort(np.mean(frames * frames, axis=1))
    room = 10.0 * np.log10(max(float(power[: max(1, count // 10)].mean()), 1e-12))
    clipped = float(np.mean(np.abs(samples.astype(np.int32)) >= FULL))
    return Loudness(active_level(samples), room, clipped)
