"""Replay: recorded audio through the same loop as the microphone, on virtual time, so that two runs tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voice_coach.audio.leak import Leak, added
from voice_coach.audio.level import active_level
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.coach import Coach
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
from voice_coach.recognition.ear import Ear
from voice_coach.speech.synthesiser import LEVEL

PAUSE: Final = 0.3
"""Seconds between the coach's last word and the next recording (contract: replay's time)."""


LONGEST_SPEECH: Final = 600.0
"""Seconds after which a coach that keeps answering its own voice is left to itself."""

ROOM_SEED: Final = 1

SILENCE: Final = np.zeros(FRAME_SAMPLES, np.int16)


@dataclass(frozen=True, slots=True)
class LeakSettings:
    """How the coach's own voice comes back through the microphone of a replay."""

    level: float
    """Decibels over the voice of the first recording; 0: as loud as the person."""

    delay: float = 0.04
    """Seconds from the speaker to the microphone."""


class Replay:
    """One run over any number of recordings."""

    def __init__(
        self,
        coach: Coach,
        ear: Ear,
        conversation: VirtualConversation,
        clock: VirtualClock,
        playback: VirtualPlayback,
        *,
        canceller: EchoCanceller | None = None,
        leak: LeakSettings | None = None,
        room: float = 0.0,
    ) -> None:
        """With `leak` the microphone hears the coach as well, and listens all the time; `canceller` takes it out.

        `room` is the root mean square of the room's own noise beside all that, in steps of int16.
        """
        self._coach = coach
        self._ear = ear
        self._conversation = conversation
        self._clock = clock
        self._playback = playback
        self._canceller = canceller
        self._wanted = leak
        self._leak: Leak | None = None
        self._room = room
        self._noise = np.random.default_rng(ROOM_SEED)

    def run(self, files: Sequence[Path], *, overlap: float = 0.0, opened: Callable[[Path], None]) -> None:
        """Play the files one after the other; `overlap` is in seconds before the coach's last word."""
        for number, file in enumerate(files):
            if number:
                self.let_speak(overlap)
            frames: Iterable[Frame] = read_frames(file)
            if self._wanted is not None and self._leak is None:
                frames = self._measure(frames, self._wanted)
            opened(file)
            self.listen(frames)
        if self._leak is not None:
            self.let_speak(0.0)
        self._conversation.finish()

    def listen(self, frames: Iterable[Frame]) -> None:
        """Hear one recording from now on, and silence after it until the last word has an end."""
        start = self._clock.now
        end = start
        for frame in frames:
            self._take(Frame(frame.samples, start + frame.start))
            end = start + frame.start + FRAME_SECONDS
        # The room goes on after the recording: without it a last word would have no end.
        while self._ear.hearing:
            self._take(Frame(SILENCE, end))
            end += FRAME_SECONDS

    def leak(self, voice: float, wanted: LeakSettings) -> None:
        """From now on the microphone hears the coach; `voice` is the person's active level in dB of full scale."""
        self._leak = Leak(self._playback.reference, voice + wanted.level - LEVEL, wanted.delay)

    def let_speak(self, overlap: float = 0.0) -> None:
        """Let the coach speak until `overlap` seconds before its last word, or a moment longer than to its end."""
        if self._leak is None:
            self._conversation.settle(before_end=overlap)
            if not overlap:
                self._conversation.advance(self._clock.now + PAUSE)
            return
        limit = self._clock.now + LONGEST_SPEECH
        while (left := self._conversation.silent_at() - overlap - self._clock.now) > 0 and self._clock.now < limit:
            self.hear_nobody(min(left, 1.0))  # what comes back may make the coach say something else
        if not overlap:
            self.hear_nobody(PAUSE)

    def hear_nobody(self, seconds: float) -> None:
        """Let time pass in which nobody but the coach speaks."""
        start = self._clock.now
        for number in range(max(1, round(seconds / FRAME_SECONDS))):
            self._take(Frame(SILENCE, start + number * FRAME_SECONDS))

    def _measure(self, frames: Iterable[Frame], wanted: LeakSettings) -> list[Frame]:
        """Set the leak's level by the person's voice in this recording; gives its frames back."""
        kept = list(frames)
        voice = active_level(np.concatenate([frame.samples for frame in kept])) if kept else LEVEL
        self.leak(voice, wanted)
        return kept

    def _take(self, frame: Frame) -> None:
        self._conversation.advance(frame.start + FRAME_SECONDS)
        if self._leak is not None:
            frame = Frame(added(frame.samples, self._leak.heard(frame.start)), frame.start)
        if self._room:
            noise = np.rint(self._noise.standard_normal(FRAME_SAMPLES) * self._room).astype(np.int16)
            frame = Frame(added(frame.samples, noise), frame.start)
        if self._canceller is not None:
            frame = self._canceller.accept(frame, self._playback.reference(frame.start, FRAME_SAMPLES))
        self._ear.expect(self._coach.expectation.situation, speaking=not self._coach.silent)
        catch = self._ear.accept(frame)
        if catch is not None:
            self._coach.hear(catch.hypothesis, self._clock.now, voice_start=catch.utterance.voice_start)
