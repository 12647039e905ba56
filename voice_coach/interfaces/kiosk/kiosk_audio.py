"""Kiosk audio: the kiosk's own microphone and speaker, which one conversation at a time has."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol, Self

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.frame import Frame
from voice_coach.audio.sound_cards import SoundCards
from voice_coach.interfaces.sound_report import ended_with_silence
from voice_coach.settings import SoundSettings


class Owner(Protocol):
    """A conversation that may have the devices."""

    @property
    def attended(self) -> bool:
        """True while a page shows it."""

    def give_up_devices(self) -> None:
        """Let go of them; returns when they are closed, or after a moment."""


class KioskAudio:
    """Who has the devices, and how they are opened. Safe from several threads."""

    def __init__(self, sound: SoundSettings, *, canceller: bool = True) -> None:
        """`sound` names the devices; with `canceller` the coach's own voice is taken out of the microphone."""
        self._sound = sound
        self._canceller = canceller
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

    def cards(self, clock: Callable[[], float]) -> SoundCards:
        """Both devices, to be opened; what is not there is waited for. `clock` gives seconds, never decreasing."""
        return SoundCards(self._sound.input, self._sound.output, clock, wait=True)

    def canceller(self) -> EchoCanceller | None:
        """What takes the coach's own voice out of the microphone."""
        return EchoCanceller() if self._canceller else None


class KioskMicrophone:
    """The kiosk's microphone from now until it is closed; closed, the device is let go. Safe from several threads."""

    def __init__(self, cards: SoundCards) -> None:
        self._cards = cards
        self._lock = threading.Lock()
        self._closed = False
        cards.microphone.on()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the device, once: somebody may have had it opened again since."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._cards.microphone.off()

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Frames, and None where none came for `timeout` seconds, for as long as the devices are held."""
        return ended_with_silence(self._cards, self._cards.microphone.frames(timeout))
