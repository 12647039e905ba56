"""Steady microphone: frames for as long as anybody wants them, from a device that may come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Final

from voice_coach.audio.condition import Condition, State
from voice_coach.audio.frame import Frame
from voice_coach.audio.microphone import Microphone
from voice_coach.audio.steady_device import STALL, SteadyDevice
from voice_coach.errors import MissingDevice

BUSY: Final = 5.0
"""Seconds for which lost sound is shown."""


class SteadyMicrophone(SteadyDevice[Microphone]):
    """A microphone that outlives its device. `SoundCards` tends it; everything here may be called from any thread."""

    def __init__(self, device: str | int | None, clock: Callable[[], float]) -> None:
        """As of any steady device."""
        super().__init__(device, clock)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._overflows = 0
        self._told = 0
        self._busy_until = 0.0

    @property
    def overflows(self) -> int:
        """Times that sound was lost because this machine was too busy."""
        microphone = self._open
        return self._overflows + (microphone.overflows if microphone is not None else 0)

    @property
    def condition(self) -> Condition:
        """How it is."""
        return Condition("input", self.state, self.overflows, self._clock() < self._busy_until)

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Yield frames as they come, and None whenever none came for `timeout` seconds; ends with `close`.

        Raises nothing: while the device is lost or off there are only None. Times go on through a gap.
        """
        while not self._closed.is_set():
            microphone = self._open
            if microphone is None:
                self._closed.wait(timeout)
                yield None
                continue
            try:
                for frame in microphone.frames(timeout):
                    yield frame if self._wanted else None
                    if self._open is not microphone:
                        break
            except MissingDevice:
                yield None  # it is being tended

    def close(self) -> None:
        """Let go of the device; `frames` ends."""
        self._closed.set()
        self.drop()

    # For whoever tends it.

    kind: Final = "input"
    speaking: Final = None

    @property
    def wanted(self) -> bool:
        """Whether it is to be open."""
        return super().wanted and not self._closed.is_set()

    @property
    def resting(self) -> bool:
        """True while opening the device anew would disturb nobody."""
        return False

    def check(self) -> bool:
        """Whether the device still lives; takes note of the state."""
        microphone, overflows = self._open, self.overflows
        if overflows > self._told:
            self._told, self._busy_until = overflows, self._clock() + BUSY
        alive = microphone is not None and not microphone.ended and microphone.still <= STALL
        if not alive:
            self._state = State.LOST
        elif microphone is not None and microphone.heard:
            self._state = State.OPEN
        return alive

    def drop(self) -> None:
        """Close the device."""
        with self._lock:
            microphone, self._open = self._open, None
            if microphone is not None:
                self._overflows += microphone.overflows
        self._state = State.LOST
        if microphone is not None:
            microphone.close()

    def open(self) -> None:
        """Open the device. Raises `MissingDevice` when it is not there."""
        microphone = Microphone(self._device, self._clock)
        with self._lock:
            if self.wanted and self._open is None:
                self._open = microphone
                return
        microphone.close()
