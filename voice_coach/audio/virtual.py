"""Virtual playback and microphone: prompts last as long as their audio on a clock that is passed in, and all speech
can be saved.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import soundfile

from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.level import amplify
from voice_coach.audio.prompt_queue import PAUSE
from voice_coach.errors import BadInput
from voice_coach.speech.port import PromptAudio

SILENCE_BLOCK: Final = SAMPLE_RATE
"""Samples of silence written at a time between two prompts."""


@dataclass(slots=True, eq=False)
class _Placed:
    line: str
    start: float
    samples: Samples
    cut: bool = False
    reported: bool = False

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / SAMPLE_RATE


class VirtualMicrophone:
    """A microphone that hears the same sound every time, then silence for ever: for tests, and where there is none."""

    def __init__(self, samples: Samples) -> None:
        """`samples` is 16 kHz mono, shape (n,)."""
        self._samples = samples

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is open."""

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """The sound and the silence after it, at once: no clock but the frames' own."""
        del timeout
        silence = np.zeros(FRAME_SAMPLES, np.int16)
        yield from frames_of(itertools.chain([self._samples], itertools.repeat(silence)))


class VirtualPlayback:
    """A speaker without sound: the `Playback` port for replay, text mode and tests."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` returns seconds since the start and never decreases."""
        self._clock = clock
        self._placed: list[_Placed] = []
        self._done = 0  # entries before this one have been reported

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a prompt: it starts a short pause after those before it have ended."""
        start = max(self._clock(), self.busy_until + PAUSE if self._placed else 0.0)
        self._placed.append(_Placed(line, start, amplify(audio.samples, gain_db)))

    def cut(self) -> None:
        """End the prompt on the speaker now and drop the queue."""
        now = self._clock()
        for placed in self._placed[self._done :]:
            if placed.end > now:
                placed.samples = placed.samples[: max(0, round((now - placed.start) * SAMPLE_RATE))]
                placed.start = min(placed.start, now)
                placed.cut = True

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, in order; True: it was cut."""
        now = self._clock()
        ended: list[tuple[str, bool]] = []
        while self._done < len(self._placed):
            placed = self._placed[self._done]
            if placed.end > now and not placed.cut:
                break
            ended.append((placed.line, placed.cut))
            self._done += 1
        return ended

    @property
    def speaking(self) -> str | None:
        """Id of the line on the speaker at the clock's time, None when silent."""
        now = self._clock()
        for placed in self._placed[self._done :]:
            if placed.start <= now < placed.end:
                return placed.line
        return None

    @property
    def busy_until(self) -> float:
        """Seconds on the clock when all that is queued will have been played; 0 when nothing ever was."""
        return self._placed[-1].end if self._placed else 0.0

    @property
    def next_end(self) -> float | None:
        """Seconds on the clock when the line on the speaker ends, None when none is queued or unreported."""
        return self._placed[self._done].end if self._done < len(self._placed) else None

    def reference(self, start: float, count: int) -> Samples:
        """What is on the speaker from `start` (seconds on the clock) for `count` samples, shape (count,); the future
        as it is queued now.
        """
        window = np.zeros(count, np.int16)
        first = round(start * SAMPLE_RATE)
        for placed in reversed(self._placed):
            if placed.end <= start:
                break
            at = round(placed.start * SAMPLE_RATE) - first
            part = placed.samples[max(0, -at) : max(0, count - at)]
            window[max(0, at) : max(0, at) + len(part)] = part
        return window

    def fork(self, clock: Callable[[], float]) -> VirtualPlayback:
        """The same queue on another clock: what happens to one does not happen to the other."""
        copied = VirtualPlayback(clock)
        copied._placed = [replace(placed) for placed in self._placed[self._done :]]
        return copied

    def save(self, path: Path) -> None:
        """Write everything that was spoken, at its time and with silence between, as 16 kHz mono WAV (or FLAC by name).

        Raises `BadInput` when the file cannot be written.
        """
        try:
            with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
                written = 0
                for placed in self._placed:
                    gap = round(placed.start * SAMPLE_RATE) - written
                    for begin in range(0, gap, SILENCE_BLOCK):
                        file.write(np.zeros(min(SILENCE_BLOCK, gap - begin), np.int16))
                    file.write(placed.samples)
                    written += max(gap, 0) + len(placed.samples)
        except (OSError, soundfile.SoundFileError, TypeError, ValueError) as error:
            raise BadInput(f"{path} cannot be written ({error}): name a .wav file in a folder of yours") from None
