"""Leak: what a microphone hears of a loudspeaker beside it, for trying out how the coach copes with its own voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Samples, as_samples

ROOM_SECONDS: Final = 0.4
"""Seconds of the room's answer that are heard."""

ROOM_DECAY: Final = 1.0
"""Seconds in which the room's answer falls by 60 dB: the driest of the halls that were measured (voice_ux.md)."""

DIRECT: Final = 6.0
"""Decibels by which the direct sound exceeds all that the room sends back: a speaker closer than any wall."""

SEED: Final = 5
"""The same room every time, so that two runs tell the same."""

Played = Callable[[float, int], Samples]
"""What the speaker played: `(start, count)` in seconds and samples, shape (count,), int16, 16 kHz."""


class Leak:
    """The way from the speaker to the microphone: a delay, a room, and a level."""

    def __init__(self, played: Played, gain_db: float, delay: float = 0.04) -> None:
        """`gain_db` is the level of the echo over what is played, `delay` in seconds is the way through both cards."""
        self._played = played
        self._delay = delay
        decay = 10.0 ** (-3.0 * np.arange(round(ROOM_SECONDS * SAMPLE_RATE)) / (ROOM_DECAY * SAMPLE_RATE))
        room = np.random.default_rng(SEED).standard_normal(len(decay)) * decay
        room[0] = 0.0
        room *= 10.0 ** (-DIRECT / 20.0) / np.sqrt(np.sum(room * room))
        room[0] = 1.0
        # The level counts with the room's answer in it.
        room *= 10.0 ** (gain_db / 20.0) / np.sqrt(np.sum(room * room))
        self._before = len(room) - 1
        self._length = 1 << (self._before + FRAME_SAMPLES + len(room) - 1).bit_length()
        self._room = np.fft.rfft(room, self._length)

    def heard(self, start: float) -> Samples:
        """What arrives at the microphone from `start` (seconds) on, shape (320,), int16."""
        dry = self._played(start - self._delay - self._before / SAMPLE_RATE, self._before + FRAME_SAMPLES)
        if not dry.any():
            return np.zeros(FRAME_SAMPLES, np.int16)
        wet = np.fft.irfft(np.fft.rfft(dry, self._length) * self._room, self._length)
        return as_samples(wet[self._before : self._before + FRAME_SAMPLES])


def added(one: Samples, other: Samples) -> Samples:
    """Both sounds at once, clipped like a converter clips."""
    return as_samples(one.astype(np.float64) + other)
