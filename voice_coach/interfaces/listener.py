"""Listener: an ear behind an echo canceller: frames of a microphone in, utterances with their words out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.frame import FRAME_SAMPLES, Frame, Samples
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.understanding.interpretation import Situation

AHEAD: Final = 0.12
"""Seconds by which the speaker's sound is taken ahead of its time: cards do not know exactly when it is heard, and an
echo must never come before its sound, and room is needed to follow their clocks (`drift.ROOM`). The microphone's own
delay comes on top; together they stay under 0.5.
"""


class Listener:
    """Hears one stream. With `canceller` and `played`, `(start, count)` -> what the speaker plays then, the coach does
    not hear itself.
    """

    def __init__(
        self,
        ear: Ear,
        canceller: EchoCanceller | None = None,
        played: Callable[[float, int], Samples] | None = None,
        ahead: float = AHEAD,
    ) -> None:
        """`ahead`: seconds by which `played` is asked ahead of a frame's time."""
        self._ear = ear
        self._canceller = canceller
        self._played = played
        self._ahead = ahead

    @property
    def hearing(self) -> bool:
        """True while somebody is speaking."""
        return self._ear.hearing

    def clean(self, frame: Frame) -> Frame:
        """The frame without the coach's own voice. Every frame goes through it: what the canceller learns of the room
        is needed when somebody speaks.
        """
        if self._canceller is None or self._played is None:
            return frame
        return self._canceller.accept(frame, self._played(frame.start + self._ahead, FRAME_SAMPLES))

    def hear(self, frame: Frame, situation: Situation, *, speaking: bool) -> Catch | None:
        """Take a clean frame, in a situation and while the coach is `speaking` or not; the utterance that it closed."""
        self._ear.expect(situation, speaking=speaking)
        return self._ear.accept(frame)

    def reset(self) -> None:
        """Drop what was heard so far."""
        self._ear.reset()
