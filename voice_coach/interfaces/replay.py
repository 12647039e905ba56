"""Replay: recorded audio through the same loop as the microphone, on virtual time, so that two runs tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voice_coach.coach import Coach
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
from voice_coach.recognition.ear import Ear

PAUSE: Final = 0.3
"""Seconds between the coach's last word and the next recording (contract: replay's time)."""


class Replay:
    """One run over any number of recordings."""

    def __init__(self, coach: Coach, ear: Ear, conversation: VirtualConversation, clock: VirtualClock) -> None:
        self._coach = coach
        self._ear = ear
        self._conversation = conversation
        self._clock = clock

    def run(self, files: Sequence[Path], *, overlap: float = 0.0, opened: Callable[[Path], None]) -> None:
        """Play the files one after the other; `overlap` is in seconds before the coach's last word."""
        for number, file in enumerate(files):
            if number:
                self._conversation.settle(before_end=overlap)
                if not overlap:
                    self._conversation.advance(self._clock.now + PAUSE)
            frames = read_frames(file)
            opened(file)
            self.listen(frames)
        self._conversation.finish()

    def listen(self, frames: Iterable[Frame]) -> None:
        """Hear one recording from now on, and silence after it until the last word has an end."""
        start = self._clock.now
        end = start
        for frame in frames:
            self._take(Frame(frame.samples, start + frame.start))
            end = start + frame.start + FRAME_SECONDS
        # The room goes on after the recording: without it a last word would have no end.
        silence = np.zeros(FRAME_SAMPLES, np.int16)
        while self._ear.hearing:
            self._take(Frame(silence, end))
            end += FRAME_SECONDS

    def _take(self, frame: Frame) -> None:
        self._conversation.advance(frame.start + FRAME_SECONDS)
        self._ear.expect(self._coach.expectation.situation)
        catch = self._ear.accept(frame)
        if catch is not None:
            self._coach.hear(catch.hypothesis, self._clock.now, voice_start=catch.utterance.voice_start)
