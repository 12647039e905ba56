"""Playback: prompts on a sound card, cut at once when asked, finished only when they have been heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import Any, Final, Self

import numpy as np
import soxr
from numpy.typing import NDArray

from voice_coach.audio.device import close_stream, open_stream, port_audio
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.audio.level import amplify
from voice_coach.audio.prompt_queue import PromptQueue
from voice_coach.audio.tape import Tape
from voice_coach.errors import MissingDevice
from voice_coach.speech.port import PromptAudio

LATENCY: Final = 0.15
"""Seconds of sound that the card holds; below 0.1 PulseAudio runs dry on a busy machine and never recovers."""

LONGEST_LATENCY: Final = 0.6
"""Seconds of sound up to which the card's share grows when it keeps running dry."""

DRY: Final = 3
"""Blocks in a row before which the card ran dry: from then on it gets silence, for it drops what it takes."""

DRY_SECONDS: Final = 0.5
"""Seconds of running dry after which the card is opened again with twice the latency."""

STALL: Final = 5.0
"""Seconds without a block taken after which the speaker counts as gone; some sound servers rest for two."""

GONE: Final = "the speaker is gone: plug it in again and run `voice-coach run`"


class SpeakerPlayback:
    """The `Playback` port on a sound card; a context manager. The stream runs in silence too, so no word is clipped."""

    def __init__(self, device: str | int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Open `device` (name or number, None: the system's default). `clock` gives seconds, never decreasing.

        Raises `MissingDevice` when PortAudio or the device is missing or refuses.
        """
        self._clock = clock
        self._queue: PromptQueue | None = None
        self._device = device
        self._latency = LATENCY
        self._taken = clock()
        self._blocks = 0
        self._dry = 0
        self._wet = clock()
        self._tape: Tape | None = None
        self._stream, self._rate, _ = open_stream("output", device, self._make)
        self._tape = Tape(self._rate)
        self._queue = PromptQueue(self._rate)

    def __enter__(self) -> Self:
        """Return the open speaker."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the device, at once."""
        close_stream(self._stream)

    @property
    def ended(self) -> bool:
        """True when the device has told that it is gone; not all do."""
        return not self._stream.stopped and not self._stream.active

    @property
    def still(self) -> float:
        """Seconds since the last block was taken, or since it was opened; 0 while the stream rests."""
        return 0.0 if self._stream.stopped else self._clock() - self._taken

    @property
    def took(self) -> bool:
        """Whether any block was taken."""
        return self._blocks > 0

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a prompt; returns at once. Peaks beyond full scale are limited, not clipped.

        Raises `MissingDevice` when the speaker was resting and is gone.
        """
        samples = amplify(audio.samples, gain_db)
        if self._rate != SAMPLE_RATE and len(samples):
            samples = soxr.resample(samples, SAMPLE_RATE, self._rate)
        self._prompts.add(line, samples)
        if self._stream.stopped:
            self._taken = self._clock()
            try:
                self._stream.start()
            except port_audio().PortAudioError:
                raise MissingDevice(GONE) from None

    def cut(self) -> None:
        """Silence the speaker at once, also what the card holds already, and drop the queue."""
        now = self._clock()
        self._prompts.drop(now)
        if self._tape is not None:
            self._tape.cut(now)
        self._stream.abort(ignore_errors=True)

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call. Raises `MissingDevice` when the speaker is gone and lines wait."""
        now = self._clock()
        if self._prompts.waiting and not self._stream.stopped and now - self._taken > STALL:
            raise MissingDevice(GONE)
        if self._dry >= DRY and now - self._wet > DRY_SECONDS and self._latency < LONGEST_LATENCY:
            self._reopen()
        return self._prompts.finished(now)

    @property
    def speaking(self) -> str | None:
        """Id of the line that is heard now, None when silent."""
        return self._prompts.speaking(self._clock())

    def reference(self, start: float, count: int) -> Samples:
        """What was heard from the speaker from `start` (seconds on the clock) on, shape (count,), at 16 kHz."""
        return self._tape.read(start, count) if self._tape is not None else np.zeros(count, np.int16)

    @property
    def _prompts(self) -> PromptQueue:
        assert self._queue is not None
        return self._queue

    def _reopen(self) -> None:
        """Go on with more sound in the card's hands; the queue stays."""
        self._latency *= 2
        self.close()
        self._dry = 0
        self._wet = self._clock()
        self._stream, rate, _ = open_stream("output", self._device, self._make)
        if rate != self._rate:
            raise MissingDevice("the speaker has changed: run `voice-coach run` again")

    def _make(self, sounddevice: ModuleType, settings: dict[str, Any]) -> Any:
        stream = sounddevice.OutputStream(callback=self._on_block, latency=self._latency, **settings)
        try:
            stream.start()
        except sounddevice.PortAudioError:
            stream.close(ignore_errors=True)
            raise
        return stream

    def _on_block(self, block: NDArray[np.int16], count: int, times: Any, status: Any) -> None:
        """Called by PortAudio's thread."""
        self._taken = self._clock()
        self._blocks += 1
        if status.output_underflow:
            self._dry += 1
        else:
            self._dry = 0
            self._wet = self._taken
        # The stream's own latency leaves out what the sound server holds; some systems do not tell the time, though.
        delay = times.outputBufferDacTime - times.currentTime if times.outputBufferDacTime > 0 else self._latency
        if self._queue is None or self._dry >= DRY:
            block.fill(0)
        else:
            audible = self._taken + max(delay, 0.0)
            samples = self._queue.take(count, audible)
            block[:] = samples[:, None]
            if self._tape is not None:
                self._tape.write(samples, audible)
