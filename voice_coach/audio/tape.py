"""Tape: the last seconds of what the speaker played, with their time, for the echo canceller to compare with."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples

KEPT: Final = 40.0
"""Seconds that are kept: the microphone may be read that late by a busy coach."""

STEADY: Final = 0.1
"""Seconds by which the card's own times may stray before they are believed: they jitter, its samples do not."""


class Tape:
    """Thread-safe; the sound card's thread writes, the coach's thread does everything else. Times are the caller's."""

    def __init__(self, rate: int) -> None:
        """`rate` is the speaker's, in samples a second."""
        self._rate = rate
        self._lock = threading.Lock()
        self._blocks: deque[tuple[float, NDArray[np.int16]]] = deque()
        self._next: float | None = None

    def write(self, samples: NDArray[np.int16], audible: float) -> None:
        """Take a block at the speaker's rate, shape (n,), whose first sample is heard at `audible` seconds."""
        with self._lock:
            start = self._next if self._next is not None and abs(audible - self._next) < STEADY else audible
            self._next = start + len(samples) / self._rate
            if samples.any():
                self._blocks.append((start, samples.copy()))
            while self._blocks and self._blocks[0][0] < start - KEPT:
                self._blocks.popleft()

    def cut(self, now: float) -> None:
        """The speaker was silenced at `now`: what was to be heard later never was."""
        with self._lock:
            self._next = None
            while self._blocks and self._blocks[-1][0] >= now:
                self._blocks.pop()
            if self._blocks:
                start, samples = self._blocks[-1]
                self._blocks[-1] = (start, samples[: max(0, round((now - start) * self._rate))])

    def read(self, start: float, count: int) -> Samples:
        """What was heard from `start` seconds on: shape (count,), int16, 16 kHz; zeros where there was nothing."""
        scale = self._rate / SAMPLE_RATE
        # A little more on both sides, so that the resampler's own edges are cut off again.
        margin = round(0.01 * self._rate) if self._rate != SAMPLE_RATE else 0
        window = np.zeros(round(count * scale) + 2 * margin, np.int16)
        first = start - margin / self._rate
        with self._lock:
            for begin, samples in self._blocks:
                at = round((begin - first) * self._rate)
                if at < len(window) and at + len(samples) > 0:
                    part = samples[max(0, -at) : max(0, len(window) - at)]
                    window[max(0, at) : max(0, at) + len(part)] = part
        if not margin or not window.any():
            return window[:count] if not margin else np.zeros(count, np.int16)
        around = round(margin / scale)
        resampled: Samples = soxr.resample(window, self._rate, SAMPLE_RATE)[around : around + count]
        return np.pad(resampled, (0, count - len(resampled)))
