"""PortAudio without sound cards: streams on virtual time whose devices come and go, for the `sounddevice` module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RATES: Final = (16_000, 44_100, 48_000)
"""Samples a second that a device may insist on."""

HELD: Final = 0.15
"""Seconds of sound that the speaker's card holds."""


class PortAudioError(Exception):
    """What the real module raises."""


class Device:
    """A microphone or a speaker that may be unplugged and plugged in again, perhaps at another rate."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.there = True
        self.still = False
        """True: it takes and gives nothing, and does not tell."""

        self.rate = RATES[0]
        self.overflow = False
        """True: the next block tells that sound was lost."""

        self.stream: Stream | None = None

    def unplug(self) -> None:
        """It is gone; a stream on it ends."""
        self.there = False
        if self.stream is not None:
            self.stream.active = False

    def plug(self, rate: int) -> None:
        """It is there, and takes this rate only."""
        self.there, self.rate, self.still = True, rate, False


class Stream:
    """What `sounddevice.InputStream` and `OutputStream` are to the coach."""

    def __init__(self, device: Device, callback: Callable[..., None], settings: dict[str, Any]) -> None:
        if not device.there:
            raise PortAudioError("Device unavailable")
        if settings["samplerate"] != device.rate:
            raise PortAudioError("Invalid sample rate")
        self.channels = int(settings["channels"])
        self.size = int(settings["blocksize"])
        self.active = self.closed = False
        self.stopped = True
        self._device = device
        self._callback = callback

    def start(self) -> None:
        """Begin; raises `PortAudioError` when the device is gone."""
        if not self._device.there:
            raise PortAudioError("Device unavailable")
        self.active, self.stopped = True, False
        self._device.stream = self

    def abort(self, ignore_errors: bool = True) -> None:
        """Stop at once."""
        self.active, self.stopped = False, True

    def close(self, ignore_errors: bool = True) -> None:
        """Let go of the device."""
        self.active, self.closed = False, True
        if self._device.stream is self:
            self._device.stream = None

    def block(self, samples: NDArray[np.int16], now: float) -> None:
        """Give or take one block of 20 ms, shape (n,): one callback."""
        status = SimpleNamespace(input_overflow=self._device.overflow, output_underflow=False)
        self._device.overflow = False
        times = SimpleNamespace(currentTime=now, outputBufferDacTime=now + HELD)
        self._callback(np.repeat(samples[:, None], self.channels, axis=1), len(samples), times, status)


class SimulatedPortAudio(ModuleType):
    """The module; `running` puts it in the place of the real one."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        super().__init__("sounddevice")
        self.microphone, self.speaker = Device("input"), Device("output")
        self._known = self._look()
        self.default = SimpleNamespace(device=(0, 1))

    def query_devices(self) -> list[dict[str, object]]:
        """What was there when it was last initialised."""
        return self._known

    def InputStream(self, *, callback: Callable[..., None], **settings: Any) -> Stream:  # noqa: N802  (its name)
        """A stream on the microphone."""
        return Stream(self.microphone, callback, settings)

    def OutputStream(self, *, callback: Callable[..., None], **settings: Any) -> Stream:  # noqa: N802  (its name)
        """A stream on the speaker."""
        return Stream(self.speaker, callback, settings)

    def _terminate(self) -> None:
        self._known = []

    def _initialize(self) -> None:
        self._known = self._look()

    def _look(self) -> list[dict[str, object]]:
        devices = enumerate((self.microphone, self.speaker))
        return [
            {"name": name, "max_input_channels": (1 - i) * there, "max_output_channels": i * there}
            for (i, device), name in zip(devices, ("microphone", "speaker"), strict=True)
            for there in [int(device.there)]
        ]


@contextmanager
def running() -> Iterator[SimulatedPortAudio]:
    """Be `sounddevice` meanwhile."""
    before = sys.modules.get("sounddevice")
    simulated = SimulatedPortAudio()
    sys.modules["sounddevice"] = simulated
    try:
        yield simulated
    finally:
        del sys.modules["sounddevice"]
        if before is not None:
            sys.modules["sounddevice"] = before
