"""Sound cards: a microphone and a speaker that come back by themselves, whatever becomes of device or sound server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from voice_coach.audio.condition import Condition, trouble
from voice_coach.audio.device import port_audio, refresh
from voice_coach.audio.server_watch import Place, ServerWatch
from voice_coach.audio.steady_microphone import SteadyMicrophone
from voice_coach.audio.steady_speaker import SteadySpeaker
from voice_coach.errors import MissingDevice

TURN: Final = 0.1
"""Seconds between two looks at both streams."""

RETRY: Final = 0.5
"""Seconds between two tries to open what is lost."""

REFRESH: Final = 10.0
"""Seconds between two searches for devices that would close a stream that works, while it rests."""

SETTLED: Final = (0.1, 1.0)
"""Seconds after news from the sound server at which it is asked: it moves streams a moment after it tells."""

CARDS: Final = Path("/proc/asound/cards")
"""What Linux knows of sound cards; it changes when one is plugged in."""


class SoundCards:
    """Both devices, tended on a thread of its own; a context manager.

    Three things tell that a device is gone: PortAudio's stream has ended, no block came for too long, or the sound
    server has put the stream where nobody is. It is then opened anew until it is there again. PortAudio knows only the
    devices that were there when it started, so it is started anew where that is needed, which closes both.
    """

    def __init__(
        self,
        microphone: str | int | None,
        speaker: str | int | None,
        clock: Callable[[], float],
        *,
        wait: bool = False,
        alone: bool = False,
    ) -> None:
        """Devices by name or number, None: the system's default. `clock` gives seconds, never decreasing.

        With `wait`, a device that is not there at the start is waited for; else `__enter__` raises `MissingDevice`.
        With `alone` nothing is done on a thread, and no server asked: the caller calls `tend`, on a time of its own.
        """
        self.microphone = SteadyMicrophone(microphone, clock)
        self.speaker = SteadySpeaker(speaker, clock)
        self._clock = clock
        self._wait = wait
        self._alone = alone
        self._wards = (_Ward(self.speaker), _Ward(self.microphone))
        self._watch: ServerWatch | None = None
        self._looks: list[float] = []
        self._retry = 0.0
        self._refreshed = clock()
        self._cards = _cards()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound cards", daemon=True)

    def __enter__(self) -> Self:
        """Open both. Raises `MissingDevice` unless they are waited for, and where there is no PortAudio."""
        port_audio()
        try:
            for ward in self._wards:
                try:
                    ward.device.open()
                except MissingDevice:
                    if not self._wait:
                        raise
        except MissingDevice:
            self._close_devices()
            raise
        if not self._alone:
            self._watch = ServerWatch()
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close both."""
        self._closed.set()
        if self._watch is not None:
            self._watch.close()
        if not self._alone:
            self._thread.join(timeout=RETRY)
        self._close_devices()

    @property
    def conditions(self) -> tuple[Condition, Condition]:
        """How the microphone and the speaker are."""
        speaker, microphone = self._wards
        return (
            replace(microphone.device.condition, instead=microphone.instead),
            replace(speaker.device.condition, instead=speaker.instead),
        )

    @property
    def trouble(self) -> str | None:
        """One sentence that says what is wrong and what to do; None when nothing is."""
        return trouble(*self.conditions)

    def _close_devices(self) -> None:
        for ward in self._wards:
            ward.device.close()

    def tend(self) -> None:
        """Look at both, and try to open what is lost."""
        self._look()
        lost = [ward for ward in self._wards if ward.device.wanted and not ward.device.check()]
        if lost and self._clock() >= self._retry:
            self._mend(lost)
            self._retry = self._clock() + RETRY

    def _run(self) -> None:
        while not self._closed.wait(TURN):
            self.tend()

    def _look(self) -> None:
        """Ask the sound server, when it has news."""
        if self._watch is None:
            return
        now = self._clock()
        if self._watch.news():
            # The look that is due stays due: where short sounds come and go all the time, news never ends.
            soon, later = (now + after for after in SETTLED)
            self._looks = [self._looks[0] if self._looks else soon, later]
        if not self._looks or now < self._looks[0]:
            return
        self._looks.pop(0)
        view = self._watch.look()
        if view is None:
            return
        for ward, place in zip(self._wards, (view.speaker, view.microphone), strict=True):
            if ward.learn(place):
                ward.device.drop()
                self._retry = 0.0

    def _mend(self, lost: list[_Ward]) -> None:
        for ward in lost:
            ward.device.drop()
        missing = [ward for ward in lost if not ward.blocked and not ward.open()]
        if not missing:
            return
        working = [ward for ward in self._wards if ward not in lost and ward.device.is_open]
        cards, now = _cards(), self._clock()
        resting = all(ward.device.resting for ward in working)
        if not working or cards != self._cards or (resting and now - self._refreshed >= REFRESH):
            for ward in working:
                ward.device.drop()
            refresh()
            self._cards, self._refreshed = cards, now
            for ward in (*working, *missing):
                ward.open()


class _Ward:
    """A device that is tended, and where the sound server has it."""

    def __init__(self, device: SteadyMicrophone | SteadySpeaker) -> None:
        self.device = device
        self.blocked = False
        """True while the server has nothing but a stand-in."""

        self._home: str | None = None
        self._at: str | None = None
        self._default = ""

    @property
    def instead(self) -> tuple[str, str] | None:
        """The device that is gone, and the one that the server has put in its place; None when all is well."""
        if self._home is None or self._at is None or self._home == self._at:
            return None
        return self._home, self._at

    def open(self) -> bool:
        """Try to open the device."""
        self._at = None
        try:
            self.device.open()
        except MissingDevice:
            return False
        return True

    def learn(self, place: Place) -> bool:
        """Take note of where the stream is; True when it is to be opened anew."""
        before, self._at = self._at, place.device
        default, self._default = self._default, place.default
        if place.device is None:
            self.blocked = self.blocked and place.default_useless
            return False
        self.blocked = place.useless
        if self.blocked:
            self._at = None
            return True
        if self._home is None or self._home in place.there:
            self._home = place.device  # nobody has unplugged anything: somebody wants it so
        moved = before is not None and before != place.device
        stayed = bool(default) and place.default not in ("", default) and place.device == default
        # What was on its way to another speaker may not have been heard.
        return stayed or (moved and self.device.speaking is not None)


def _cards() -> str:
    try:
        return CARDS.read_text(errors="replace")
    except OSError:
        return ""
