"""Steady speaker: a queue of prompts that outlives the device; a line that was broken off is said again."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.condition import Condition, State
from voice_coach.audio.frame import Samples
from voice_coach.audio.playback import SpeakerPlayback
from voice_coach.audio.steady_device import STALL, SteadyDevice
from voice_coach.errors import MissingDevice
from voice_coach.speech.port import PromptAudio

LONGEST_WAIT: Final = 60.0
"""Seconds for which a line waits for a lost device; later, nobody knows any more what it was about."""


@dataclass(frozen=True, slots=True)
class _Prompt:
    line: str
    audio: PromptAudio
    gain_db: float
    at: float


class SteadySpeaker(SteadyDevice[SpeakerPlayback]):
    """The `Playback` port on a device that may come and go. `SoundCards` tends it; any thread may call anything.

    While the device is lost or off, prompts wait; what has waited for too long is reported as cut.
    """

    def __init__(self, device: str | int | None, clock: Callable[[], float]) -> None:
        """As of any steady device."""
        super().__init__(device, clock)
        self._lock = threading.RLock()
        self._failed = False
        self._lost_at = clock()
        self._waiting: deque[_Prompt] = deque()
        self._ended: list[tuple[str, bool]] = []

    @property
    def condition(self) -> Condition:
        """How it is."""
        return Condition("output", self.state)

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a prompt; returns at once."""
        with self._lock:
            prompt = _Prompt(line, audio, gain_db, self._clock())
            self._waiting.append(prompt)
            if self._open is not None and not self._failed:
                self._hand(self._open, prompt)

    def cut(self) -> None:
        """Silence the speaker at once and drop the queue."""
        with self._lock:
            if self._open is not None:
                self._open.cut()
                self._report(self._open)
            self._ended += [(prompt.line, True) for prompt in self._waiting]
            self._waiting.clear()

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, each with True when it was cut. Raises nothing."""
        with self._lock:
            if self._open is not None:
                self._report(self._open)
            else:
                self._forget_old()
            ended, self._ended = self._ended, []
            return ended

    @property
    def speaking(self) -> str | None:
        """Id of the line that is heard now, None when silent."""
        with self._lock:
            return self._open.speaking if self._open is not None and not self._failed else None

    def reference(self, start: float, count: int) -> Samples:
        """What was heard from the speaker from `start` (seconds on the clock) on, shape (count,), at 16 kHz."""
        with self._lock:
            return self._open.reference(start, count) if self._open is not None else np.zeros(count, np.int16)

    def close(self) -> None:
        """Let go of the device for good."""
        self.off()

    # For whoever tends it.

    kind: Final = "output"

    @property
    def resting(self) -> bool:
        """True while opening the device anew would disturb nobody."""
        return not self._waiting

    def check(self) -> bool:
        """Whether the device still lives; takes note of the state."""
        with self._lock:
            speaker = self._open
            alive = speaker is not None and not self._failed and not speaker.ended and speaker.still <= STALL
            if not alive:
                self._state = State.LOST
            elif speaker is not None and speaker.took:
                self._state = State.OPEN
            return alive

    def drop(self) -> None:
        """Close the device; what was not heard to its end waits."""
        with self._lock:
            speaker, self._open = self._open, None
            self._state = State.LOST
            if speaker is not None:
                self._lost_at = self._clock()
                self._report(speaker)
            self._failed = False
        if speaker is not None:
            speaker.close()

    def open(self) -> None:
        """Open the device and say what waits. Raises `MissingDevice` when it is not there."""
        speaker = SpeakerPlayback(self._device, self._clock)
        with self._lock:
            if self._wanted and self._open is None:
                self._open = speaker
                for prompt in self._waiting:
                    self._hand(speaker, prompt)
                return
        speaker.close()

    def _hand(self, speaker: SpeakerPlayback, prompt: _Prompt) -> None:
        try:
            speaker.play(prompt.line, prompt.audio, prompt.gain_db)
        except MissingDevice:
            self._failed = True

    def _forget_old(self) -> None:
        now = self._clock()
        while self._waiting and now - max(self._waiting[0].at, self._lost_at) > LONGEST_WAIT:
            self._ended.append((self._waiting.popleft().line, True))

    def _report(self, speaker: SpeakerPlayback) -> None:
        """Take note of what the device has played or cut."""
        try:
            ended = speaker.finished()
        except MissingDevice:
            self._failed = True
            return
        for line in ended:
            if self._waiting:
                self._waiting.popleft()
            self._ended.append(line)
