"""Echo: takes the coach's own voice out of what the microphone hears, for the coach knows what it is playing."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SECONDS, SAMPLE_RATE, Frame, Samples

LONGEST_DELAY: Final = 0.5
"""Seconds from the speaker's queue to the microphone within which WebRTC's canceller looks for the echo."""

REVERBERATION: Final = 0.6
"""Seconds that a room may go on sounding after the speaker has fallen silent."""

LOUDEST_SECONDS: Final = 0.3
"""Seconds in which the loudest frame of the microphone tells how loud the echo is: more than any gap in speech."""

RESIDUE: Final = 14.0
"""Decibels under that loudest frame from which on what the canceller leaves is taken for echo.

Of the frames of echo alone that sound like a voice, 0.1 to 0.3 % lie above; of a person's voiced frames 50 % where
the echo is as loud as they are, 65 % where it is 10 dB quieter. (24 lines in a room of 1 s, leaks of +6 to -20 dB, five
voices; three frames in 0.2 s open an utterance.)
"""

COMFORT: Final = 6.0
"""Decibels by which a cleaned frame must exceed what the microphone heard to be the canceller's own noise."""

FLOOR: Final = 1.0
"""Power that silence is thought to have, in squared steps of int16: what rounding leaves."""


class EchoCanceller:
    """Frames in, the same frames without the coach's own voice out. Pure: no clock, no thread.

    WebRTC's third canceller (AEC3) finds the delay, subtracts and suppresses; a frame in which it leaves so little that
    nobody else can have spoken is marked as echo, for to a detector that knows the room as silent it would be a voice.
    While nothing is played, and has not been for as long as an echo may last, frames pass untouched; else they come
    8 ms late.
    """

    def __init__(self) -> None:
        self._lasting = round((LONGEST_DELAY + REVERBERATION) / FRAME_SECONDS)
        self._since = 2 * self._lasting
        self.reset()

    def accept(self, frame: Frame, reference: Samples) -> Frame:
        """Take a frame and what the speaker played, shape (320,), int16, 16 kHz; return the frame without it.

        The reference is what was played when the frame was heard, or earlier: its echo may come up to half a second
        later, and never before it.
        """
        self._levels.append(_level(frame.samples))
        self._since = 0 if reference.any() else self._since + 1
        if self._since == 0:
            self._cleaning = True
        elif self._since > self._lasting and self._levels[-1] <= max(self._levels) - RESIDUE:
            self._cleaning = False  # between two words, so that none is torn
        elif self._since > 2 * self._lasting:
            self._cleaning = False
        if not self._cleaning:
            return frame
        clean: Samples = self._canceller.process(frame.samples, reference)
        raw, left = self._levels[-1], _level(clean)
        # For a telephone's ear it puts noise where there was none: a voice, to a detector that knows a silent room.
        comfort = left > raw + COMFORT
        return Frame(clean, frame.start, echo=comfort or left < max(self._levels) - RESIDUE)

    def reset(self) -> None:
        """Forget the room, as after a gap in the stream."""
        from pywebrtc_audio import EchoCanceller as Aec3  # noqa: PLC0415  (native, not needed for typed conversations)

        self._canceller = Aec3(SAMPLE_RATE)
        self._since = 2 * self._lasting
        self._cleaning = False
        self._levels: deque[float] = deque(maxlen=round(LOUDEST_SECONDS / FRAME_SECONDS))


def _level(samples: Samples) -> float:
    """Power in decibels of one squared step of int16."""
    values = samples.astype(np.float64)
    return 10.0 * float(np.log10(np.mean(values * values) + FLOOR))
