"""Senses: which microphone a conversation hears, and whether it has the kiosk's own devices."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final, Protocol

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.sound_cards import SoundCards
from voice_coach.interfaces.kiosk.browser_audio import BrowserMicrophone
from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio, KioskMicrophone, Owner
from voice_coach.interfaces.kiosk.listening import FrameSource, Listening
from voice_coach.interfaces.kiosk.outlet import Outlet
from voice_coach.interfaces.kiosk.wire import Sound, Source
from voice_coach.interfaces.listener import Listener
from voice_coach.interfaces.sound_report import SoundReport
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.understanding.interpretation import Situation

LOST: Final = "lost"


class Reports(Protocol):
    """What the ear asks and tells, in its own thread; `mark` is that of the microphone it listens to.

    `report` alone is asked in the conversation's thread.
    """

    def expects(self) -> tuple[Situation, bool]:
        """The situation, and whether the coach speaks."""

    def caught(self, mark: object, catch: Catch) -> None:
        """Something was heard."""

    def lost(self, mark: object, why: str | None) -> None:
        """Why there is no microphone; None once there is one."""

    def report(self, cards: SoundCards) -> SoundReport:
        """Who tells the coach when one of the kiosk's devices is lost."""


class Senses:
    """Belongs to the conversation's thread, but for `hear` and `busy`."""

    def __init__(
        self,
        name: str,
        clock: Callable[[], float],
        open_ear: Callable[[], Ear],
        outlet: Outlet,
        *,
        reports: Reports,
        devices: KioskAudio | None,
    ) -> None:
        """`devices` is None where only browsers have microphones; `clock` is the conversation's."""
        self.source = Source.OFF
        self.owns = False
        """True while the kiosk's own devices are this conversation's."""

        self.trouble: str | None = None
        """Why nothing is heard although the microphone is there, in one sentence."""

        self._name = name
        self._clock = clock
        self._open_ear = open_ear
        self._outlet = outlet
        self._reports = reports
        self._devices = devices
        self._mark: object = None
        self._listening: Listening | None = None
        self._browser: BrowserMicrophone | None = None
        self._cards: SoundCards | None = None
        self._report: SoundReport | None = None
        self._held = contextlib.ExitStack()

    @property
    def microphone(self) -> str:
        """What the screen says of the microphone."""
        if self.source is Source.OFF:
            return str(self.source)
        deaf = self.source is Source.KIOSK and self._report is not None and self._report.deaf
        return LOST if deaf or self.trouble is not None else str(self.source)

    @property
    def fault(self) -> str | None:
        """What is wrong with microphone or speaker, in one sentence; None when nothing is."""
        return self.trouble or (self._report.trouble if self._report is not None else None)

    @property
    def busy(self) -> bool:
        """True while somebody speaks, or what was said is still being made out."""
        listening = self._listening
        return listening is not None and listening.busy

    def is_open(self, mark: object) -> bool:
        """True for the mark of the microphone that is listened to now."""
        return self._listening is not None and mark is self._mark

    def hear(self, sound: Sound) -> None:
        """A frame of the page's microphone; dropped unless that is the one that is wanted."""
        browser = self._browser
        if browser is not None:
            browser.put(sound)

    def listen_to(self, source: Source) -> None:
        """Close the microphone that is open, and open another one unless `source` is off."""
        if self._listening is not None:
            self._listening.close()
        self._listening = self._browser = None
        self.trouble = None
        self.source = source
        if source is Source.OFF:
            return
        devices, cards = self._devices, self._cards
        if source is Source.BROWSER:
            browser = self._browser = BrowserMicrophone(self._clock)
            listener = Listener(self._open_ear(), EchoCanceller(), browser.played, ahead=0.0)
            self._begin(lambda: browser, listener)
        elif devices is not None and cards is not None:
            listener = Listener(self._open_ear(), devices.canceller(), self._outlet.reference)
            self._begin(lambda: KioskMicrophone(cards), listener)

    def claim(self, who: Owner) -> None:
        """Take the kiosk's devices if they can be had; who has not had them so far speaks and listens at once."""
        if self._devices is None or not self._devices.claim(who) or self.owns:
            return
        self.owns = True
        self._cards = self._held.enter_context(self._devices.cards(self._clock))
        self._report = self._reports.report(self._cards)
        self._outlet.turn_to(self._cards.speaker)
        self.listen_to(Source.KIOSK)

    def look(self, attended: bool) -> None:
        """Tell what has become of the kiosk's devices, if they are this conversation's.

        While its speaker is gone the page that shows the conversation speaks, if there is one. Time waits all the same:
        on a wall the page's sound may come out of the very speaker that is gone.
        """
        if self._report is not None:
            self._report.look()
            self._outlet.lend(attended and self._report.mute)

    def release(self, who: Owner) -> None:
        """Close the microphone, and give back the kiosk's devices."""
        self.listen_to(Source.OFF)
        self._outlet.turn_home()
        self._held.close()
        self._cards = self._report = None
        if self._devices is not None and self.owns:
            self._devices.release(who)
        self.owns = False

    def _begin(self, open_source: Callable[[], FrameSource], listener: Listener) -> None:
        mark = self._mark = object()
        self._listening = Listening(
            self._name,
            open_source,
            listener,
            self._clock,
            expects=self._reports.expects,
            caught=lambda catch: self._reports.caught(mark, catch),
            lost=lambda why: self._reports.lost(mark, why),
        )
