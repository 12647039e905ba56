"""Echo: takes the coach's own voice out of what the microphone hears, for the coach knows what it is playing."""

from __future__ import annotations

import math
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.drift import ClockDrift
from voice_coach.audio.echo_path import EchoPath
from voice_coach.audio.frame import FRAME_SECONDS, SAMPLE_RATE, Frame, Samples, as_samples

LONGEST_DELAY: Final = 0.5
"""Seconds from the speaker's queue to the microphone within which WebRTC's canceller looks for the echo."""

REVERBERATION: Final = 0.6
"""Seconds that a room may go on sounding after the speaker has fallen silent."""

LOUDEST_SECONDS: Final = 0.3
"""Seconds in which the loudest frame of the microphone tells how loud the echo is: more than any gap in speech."""

RESIDUE: Final = 14.0
"""Decibels under that loudest frame from which on what WebRTC's canceller leaves may be nothing but echo.

Of the frames of echo alone that sound like a voice, 0.1 to 0.3 % lie above. (24 lines in a room of 1 s, leaks of +6
to -20 dB; three frames in 0.2 s open an utterance.)
"""

UNDER_ECHO: Final = 0.0
"""Decibels that must be left under the echo, as the learned path expects it, of a frame without a person.

WebRTC's judgement alone takes 27 % of a person's frames for echo where there is none at all, and 56 % where the echo is
as loud as they are; with this, 0 and 52 %, and 28 % where it is 10 dB quieter; 40 s of echo alone at 0, -10 and -20 dB
open no utterance, also through a distorting speaker. With 6, 0, 40 and 14 %, and some are opened while the path is new.
"""

SETTLED: Final = 5.0
"""Seconds of playing after which the path is known; until then WebRTC's judgement stands alone."""

ABOVE_COUPLING: Final = 10.0
"""Decibels by which a frame must exceed the loudest echo so far to be a person's while the path is new.

Speech is uneven, and so is its echo against it; where nothing leaks, a person is 40 dB above what is heard besides.
"""

COUPLING_SECONDS: Final = 1.5
"""Seconds of playing after which the loudest echo is known: the longest delay, and a loud vowel."""

FORGOTTEN: Final = 0.5
"""Decibels by which the loudest echo is thought to have been less loud with every second: a person may have been taken
for it."""

NOTHING_SECONDS: Final = 1.0
"""Seconds of playing after which it is known that nothing leaks, where nothing was heard: the longest delay, a loud
syllable, and what `LOUDEST_SECONDS` keep back."""

NOTHING: Final = 6.0
"""Decibels by which a frame without echo may exceed the loudest before anything was played."""

LOUD: Final = 50.0
"""Level from which what is played tells something about its echo, in decibels of one squared step of int16; prompts
have 68."""

COMFORT: Final = 6.0
"""Decibels by which a cleaned frame must exceed what the microphone heard to be the canceller's own noise."""

FLOOR: Final = 1.0
"""Power that silence is thought to have, in squared steps of int16: what rounding leaves."""


class EchoCanceller:
    """Frames in, the same frames without the coach's own voice out. Pure: no clock, no thread.

    Two do the work. The learned path subtracts the echo and leaves a person's words as they are, for the recogniser.
    WebRTC's third canceller (AEC3) judges: it suppresses what is left so firmly that it tears words, but where nearly
    nothing is left, nobody spoke. Such a frame is marked as echo, for to a detector that knows the room as silent what
    is left of the echo would be a voice. While nothing is played, and has not been for as long as an echo may last,
    frames pass untouched.
    """

    def __init__(self) -> None:
        self._lasting = round((LONGEST_DELAY + REVERBERATION) / FRAME_SECONDS)
        self._since = self._lasting + 1
        self.reset()

    def accept(self, frame: Frame, reference: Samples) -> Frame:
        """Take a frame and what the speaker played, shape (320,), int16, 16 kHz; return the frame without it.

        The reference is what was played when the frame was heard, or earlier: its echo may come from `drift.ROOM` to
        half a second later, and never before that.
        """
        reference = self._drift.align(frame.samples, reference)
        playing = bool(reference.any())
        self._since = 0 if playing else self._since + 1
        self._taught += playing
        if self._taught == 1 and playing:
            self._before = max(self._heard, default=math.inf)
        self._heard.append(_level(frame.samples))
        self._played.append(_level(reference))
        if self._since > self._lasting:
            return frame
        judged = self._judge.process(frame.samples, reference)
        expected = self._path.echo(frame.samples, reference)
        self._expected.append(_level(expected))
        clean = as_samples(frame.samples - expected)
        if _level(clean) > self._heard[-1]:
            clean = frame.samples  # a path that is not known yet adds the prompt instead of taking it out
        return Frame(clean, frame.start, echo=self._is_echo(_level(judged), _level(clean)))

    def reset(self) -> None:
        """Forget the room, as after a gap in the stream."""
        from pywebrtc_audio import EchoCanceller as Aec3  # noqa: PLC0415  (native, not needed for typed conversations)

        self._judge = Aec3(SAMPLE_RATE)
        self._path = EchoPath()
        self._drift = ClockDrift()
        self._since = self._lasting + 1
        self._taught = 0
        self._before = math.inf
        self._loudest = -math.inf
        frames = round(LOUDEST_SECONDS / FRAME_SECONDS)
        self._heard: deque[float] = deque(maxlen=frames)
        self._expected: deque[float] = deque(maxlen=frames)
        self._played: deque[float] = deque(maxlen=self._lasting)
        self._couplings: deque[tuple[float, float]] = deque()
        self._coupling = -math.inf

    def _is_echo(self, judged: float, left: float) -> bool:
        # For a telephone's ear the judge puts noise where there was none: a voice, to a detector in a silent room.
        comfort = judged > self._heard[-1] + COMFORT
        above = self._above_coupling()
        if not comfort and judged >= max(self._heard) - RESIDUE:
            return False
        if self._taught * FRAME_SECONDS < SETTLED or not self._drift.steady:
            return not above
        return left < max(self._expected) - UNDER_ECHO

    def _above_coupling(self) -> bool:
        """Whether the frame is louder, against what is played, than any echo so far."""
        played = max(self._played)
        if played < LOUD:
            return False
        level, taught = self._heard[-1], self._taught * FRAME_SECONDS
        nothing = self._loudest <= self._before + NOTHING
        above = level > (self._before + NOTHING if nothing else self._coupling + played) + ABOVE_COUPLING
        if above and taught >= (NOTHING_SECONDS if nothing else COUPLING_SECONDS):
            self._couplings.clear()  # what went before was the word's own beginning
            return True
        self._couplings.append((level, played))
        if len(self._couplings) * FRAME_SECONDS > LOUDEST_SECONDS:
            level, played = self._couplings.popleft()
            self._loudest = max(self._loudest, level)
            self._coupling = max(self._coupling - FORGOTTEN * FRAME_SECONDS, level - played)
        return False


def _level(samples: NDArray[np.int16] | NDArray[np.float32]) -> float:
    """Power in decibels of one squared step of int16."""
    values = samples.astype(np.float64)
    return 10.0 * float(np.log10(np.mean(values * values) + FLOOR))
