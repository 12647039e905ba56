"""Steady device: what a microphone and a speaker that outlive their devices have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from voice_coach.audio.condition import State

STALL: Final = 3.0
"""Seconds without a block after which the device is opened anew; some sound servers rest for two."""

Opened = TypeVar("Opened")
"""What holds the device while it is open."""


class SteadyDevice(ABC, Generic[Opened]):
    """May be switched off and on from any thread; whoever tends it opens and drops the device."""

    def __init__(self, device: str | int | None, clock: Callable[[], float]) -> None:
        """`device` is a name or number, None the system's default; `clock` gives seconds, never decreasing."""
        self._device = device
        self._clock = clock
        self._open: Opened | None = None
        self._state = State.LOST
        self._wanted = True

    @property
    def state(self) -> State:
        """Whether it works."""
        return self._state if self._wanted else State.OFF

    def off(self) -> None:
        """Close the device until `on`."""
        self._wanted = False
        self.drop()

    def on(self) -> None:
        """Have it opened again."""
        self._wanted = True

    @property
    def wanted(self) -> bool:
        """Whether it is to be open."""
        return self._wanted

    @property
    def is_open(self) -> bool:
        """Whether the device is held."""
        return self._open is not None

    @abstractmethod
    def drop(self) -> None:
        """Close the device."""
