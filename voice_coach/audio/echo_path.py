"""Echo path: how the speaker reaches the microphone, learned while it plays, and the echo that follows from it.

A frequency-domain Kalman filter in partitions (Enzner and Vary, Signal Processing 86, 2006): it weighs how sure it is
of each part of the path against all that is heard besides, so a person who speaks over the prompt does not unlearn it.
It only subtracts; nothing that the person says is suppressed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Samples

LONGEST: Final = 0.56
"""Seconds of the path that are learned, from the speaker's queue on: half a second of delay, and its room."""

PARTITIONS: Final = round(LONGEST / FRAME_SECONDS)

TRANSITION: Final = 0.9995
"""How much of the path is still the same 20 ms later: half of it after half a minute."""

UNSURE: Final = 1e-2
"""Squared gain that each part of an unknown path may have."""

SMOOTHING: Final = 0.9
"""Share of the last frames in the level of what is heard besides the echo."""

REGULAR: Final = 1e3
"""Power that is always heard besides, in squared steps of int16: keeps silence from teaching anything."""


class EchoPath:
    """Learns the path; pure. Frames must come one after the other."""

    def __init__(self) -> None:
        bins = FRAME_SAMPLES + 1
        self._played = np.zeros((PARTITIONS, bins), np.complex64)
        self._path = np.zeros((PARTITIONS, bins), np.complex64)
        self._doubt = np.full((PARTITIONS, bins), UNSURE, np.float32)
        self._besides = np.zeros(bins, np.float32)
        self._last = np.zeros(FRAME_SAMPLES, np.float32)

    def echo(self, heard: Samples, reference: Samples) -> NDArray[np.float32]:
        """The echo in a frame, shape (320,), float32, in steps of int16, and learn from the frame.

        `heard` is the microphone's and `reference` the speaker's frame, shape (320,), int16, 16 kHz.
        """
        now = reference.astype(np.float32)
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._last, now]))
        self._last = now
        expected = np.fft.irfft((self._played * self._path).sum(axis=0))[FRAME_SAMPLES:].astype(np.float32)
        power = np.abs(self._played) ** 2
        if float(power.sum()) > 0.0:
            self._learn(heard - expected, power)
        return expected

    def _learn(self, rest: NDArray[np.float32], power: NDArray[np.float32]) -> None:
        error = np.fft.rfft(np.concatenate([np.zeros(FRAME_SAMPLES, np.float32), rest]))
        kept = np.float32(TRANSITION**2)
        self._doubt = (kept * self._doubt + (1 - kept) * np.abs(self._path) ** 2).astype(np.float32)
        self._besides = (SMOOTHING * self._besides + (1 - SMOOTHING) * np.abs(error) ** 2).astype(np.float32)
        # A frame's worth of error is heard through a window of two: half of its power.
        gain = self._doubt / (0.5 * (self._doubt * power).sum(axis=0) + self._besides + REGULAR)
        step = np.fft.irfft(gain * np.conj(self._played) * error, axis=1)
        step[:, FRAME_SAMPLES:] = 0.0  # each partition is a frame long: what lies beyond is wrapped around
        self._path += np.fft.rfft(step, axis=1).astype(np.complex64)
        self._doubt *= np.maximum(1.0 - 0.5 * gain * power, 0.0)
