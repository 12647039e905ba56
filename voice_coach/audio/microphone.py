"""Microphone: frames from a sound card, at 16 kHz or resampled, with their time on the coach's clock."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType, TracebackType
from typing import Any, Final, Self

import numpy as np
import soxr
from numpy.typing import NDArray

from voice_coach.audio.device import close_stream, open_stream
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Frame, Samples
from voice_coach.errors import MissingDevice

LONGEST_QUEUE: Final = 1500
"""Blocks of 20 ms (30 s) that wait for a busy coach; after that the newest are lost and counted."""

DRIFT: Final = 1.0
"""Seconds by which frames may come later than their times say; sound servers give theirs in bursts of a tenth."""

STALL: Final = 5.0
"""Seconds without a block after which the microphone counts as unplugged; some sound servers rest for two."""


def take(frames: Iterable[Frame | None], seconds: float, patience: float) -> Samples:
    """The first `seconds` of a microphone's sound, shape (n,); less, perhaps none, when `patience` seconds go by."""
    heard: list[Samples] = [np.zeros(0, np.int16)]
    until = time.monotonic() + patience
    for frame in frames:
        if frame is not None:
            heard.append(frame.samples)
        if (len(heard) - 1) * FRAME_SECONDS >= seconds or time.monotonic() > until:
            break
    return np.concatenate(heard)


class Microphone:
    """An open microphone; a context manager. The sound card's thread only queues, everything else is the caller's."""

    def __init__(self, device: str | int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Open `device` (name or number, None: the system's default). `clock` gives seconds, never decreasing.

        Raises `MissingDevice` when PortAudio or the device is missing or refuses.
        """
        self.overflows = 0
        """Times that sound was lost because this machine was too slow."""
        self._clock = clock
        self._blocks: queue.Queue[NDArray[np.int16]] = queue.Queue(LONGEST_QUEUE)
        self._gap = False
        self._lock = threading.Lock()
        self._came: float | None = None
        self._opened = clock()
        self._stream, self._rate, self._channels = open_stream("input", device, self._make)
        self._resampler = None
        if self._rate != SAMPLE_RATE:
            self._resampler = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="int16")

    def __enter__(self) -> Self:
        """Return the open microphone."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the device; `frames` ends."""
        with self._lock:
            close_stream(self._stream)

    @property
    def heard(self) -> bool:
        """Whether any sound has come, silence included."""
        return self._came is not None

    @property
    def ended(self) -> bool:
        """True when the device has told that it is gone; not all do."""
        if not self._lock.acquire(blocking=False):
            return False  # it is being closed
        try:
            return not self._stream.closed and not self._stream.active
        finally:
            self._lock.release()

    @property
    def still(self) -> float:
        """Seconds since the last block came, or since it was opened."""
        return self._clock() - (self._opened if self._came is None else self._came)

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Yield frames as they come, and None whenever none came for `timeout` seconds, so that the caller can tick.

        Raises `MissingDevice` when the microphone is unplugged. After lost sound, frames carry the later time.
        """
        rest: Samples = np.zeros(0, np.int16)
        start: float | None = None
        heard = self._clock()
        while not self._stream.closed:
            try:
                block = self._blocks.get(timeout=timeout)
            except queue.Empty:
                if self.ended or (not self._stream.closed and self._clock() - heard > STALL):
                    raise MissingDevice("the microphone is gone: plug it in again and run `voice-coach run`") from None
                yield None
                continue
            heard = self._clock()
            rest = np.concatenate([rest, self._convert(block)])
            # What waits in the queue is older than now by as much as it holds.
            waiting = self._blocks.qsize() * len(block) / self._rate
            anchored = heard - waiting - len(rest) / SAMPLE_RATE
            # Not every card tells that it stood still, as while this process was stopped.
            if start is None or self._gap or anchored - start > DRIFT:
                start = anchored if start is None else max(start, anchored)
                self._gap = False
            while len(rest) >= FRAME_SAMPLES:
                yield Frame(rest[:FRAME_SAMPLES], start)
                rest = rest[FRAME_SAMPLES:]
                start += FRAME_SECONDS

    def _make(self, sounddevice: ModuleType, settings: dict[str, Any]) -> Any:
        stream = sounddevice.InputStream(callback=self._on_block, latency=0.1, **settings)
        try:
            stream.start()
        except sounddevice.PortAudioError:
            stream.close(ignore_errors=True)
            raise
        return stream

    def _on_block(self, block: NDArray[np.int16], _count: int, _time: Any, status: Any) -> None:
        """Called by PortAudio's thread."""
        self._came = self._clock()
        if status.input_overflow:
            self.overflows += 1
            self._gap = True
        try:
            self._blocks.put_nowait(block.copy())
        except queue.Full:
            self.overflows += 1
            self._gap = True

    def _convert(self, block: NDArray[np.int16]) -> Samples:
        mono: Samples = block[:, 0] if self._channels == 1 else block.mean(axis=1).astype(np.int16)
        if self._resampler is None:
            return mono
        resampled: Samples = self._resampler.resample_chunk(np.ascontiguousarray(mono))
        return resampled
