"""Kiosk audio: the kiosk's own microphone and speaker, which one conversation at a time has."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.microphone import Microphone
from voice_coach.audio.playback import SpeakerPlayback
from voice_coach.interfaces.kiosk.settings import KioskSettings


class Owner(Protocol):
    """A conversation that may have the devices."""

    @property
    def attended(self) -> bool:
        """True while a page shows it."""

    def give_up_devices(self) -> None:
        """Let go of them; returns when they are closed, or after a moment."""


class KioskAudio:
    """Who has the devices, and how they are opened. Safe from several threads."""

    def __init__(self, settings: KioskSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._owner: Owner | None = None

    def claim(self, who: Owner) -> bool:
        """Ask for the devices: they are free, or their owner has no page any more. False: touch only."""
        with self._lock:
            before = self._owner
            if before is not None and before is not who and before.attended:
                return False
            self._owner = who
        if before is not None and before is not who:
            before.give_up_devices()
        return True

    def release(self, who: Owner) -> None:
        """They are not needed any more."""
        with self._lock:
            if self._owner is who:
                self._owner = None

    def speaker(self, clock: Callable[[], float]) -> SpeakerPlayback:
        """Open the speaker. Raises `MissingDevice`."""
        return SpeakerPlayback(self._settings.output, clock)

    def microphone(self, clock: Callable[[], float]) -> Microphone:
        """Open the microphone. Raises `MissingDevice`."""
        return Microphone(self._settings.input, clock)

    def canceller(self) -> EchoCanceller | None:
        """What takes the coach's own voice out of the microphone."""
        return EchoCanceller() if self._settings.canceller else None
