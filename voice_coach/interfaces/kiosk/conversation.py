"""Conversation: one person at one screen: voice, keys and touch into one coach, the view and the voice out.

The coach lives in a thread of its own. What reaches it from the page, the ear and the kiosk's devices goes through an
inbox, in order; decoding has another thread (`Listening`), so that a touch never waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from voice_coach.audio.sound_cards import SoundCards
from voice_coach.dialogue.session import Phase
from voice_coach.interfaces.kiosk.attendance import Attendance
from voice_coach.interfaces.kiosk.browser_audio import BrowserPlayback
from voice_coach.interfaces.kiosk.captioned_voice import CaptionedVoice
from voice_coach.interfaces.kiosk.clock import PausableClock
from voice_coach.interfaces.kiosk.inbox import Caught, Client, Close, Event, GiveUp, Inbox, Joined, Left, Lost
from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
from voice_coach.interfaces.kiosk.memory import Memory
from voice_coach.interfaces.kiosk.outlet import Outlet
from voice_coach.interfaces.kiosk.senses import Senses
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.silence import Silence
from voice_coach.interfaces.kiosk.view import Scene, View
from voice_coach.interfaces.kiosk.wire import Microphone, Played, Sound, Source, Touch, write
from voice_coach.interfaces.parts import Parts
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.sound_report import SoundReport
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.understanding.interpretation import Situation

BREATH: Final = 0.05
"""Seconds between two looks at the kiosk's speaker while it plays: a line's end is noticed as late as this."""

REST: Final = 1.0
"""Seconds between two looks at the clock when nothing is due: the thread comes round at least as often."""

GLANCE: Final = 0.25
"""The same while the kiosk's devices are held: a loss of half a second is to be noticed."""

GIVING_UP: Final = 2.0
"""Seconds that another conversation waits for the devices at most."""

NONE: Final = "this kiosk has no microphone of its own: use the browser's"
TAKEN: Final = "the microphone of this kiosk belongs to another screen: use the buttons"
OVER: Final = (1001, "the conversation is over")
FAILED: Final = (1011, "the coach failed: reload the page")
"""Close codes and reasons."""

START: Final = "start"
HELP: Final = "help"
STOP: Final = "stop"
MORE_TIME: Final = "more_time"

log = logging.getLogger(__name__)


class Conversation:
    """One conversation, from its first page to its end; pages may come and go."""

    def __init__(
        self,
        name: str,
        parts: Parts,
        open_ear: Callable[[], Ear],
        settings: KioskSettings,
        *,
        keeps: str,
        devices: KioskAudio | None = None,
        tell: Callable[[Record], None] = lambda record: None,
        memory: Memory | None = None,
    ) -> None:
        """`devices` is None where only browsers have microphones; `tell` takes every event of the conversation.

        `memory` keeps where it is, and may have where it was when the server was killed: it goes on there.
        """
        self.name = name
        self._memory = memory or Memory()
        kept = self._memory.kept
        self.clock = PausableClock(now=kept.now if kept is not None else 0.0)
        self._parts = parts
        self._settings = settings
        self._keeps = keeps
        self._has_devices = devices is not None
        self._tell = tell
        self._inbox = Inbox()
        self._client: Client | None = None
        self._attended = threading.Event()
        self._ended = threading.Event()
        self._scene = Scene()
        self._view: View | None = None
        self._attendance = Attendance(settings)
        self._voice = CaptionedVoice(parts.voice)
        self._outlet = Outlet(BrowserPlayback(self.clock, self._send_speech, self._send_hush))
        self._senses = Senses(name[:6], self.clock, open_ear, self._outlet, reports=self, devices=devices)
        cancelled = settings.canceller or devices is None  # without ours browsers cancel
        now = self.clock()
        self._coach = parts.coach(
            self._outlet, self._note, cancelled=cancelled, voice=self._voice, keep=self._memory.keep, now=now
        )
        self._silence = Silence(self._coach, self._senses, now)
        self._turned = time.monotonic()
        self._expected: tuple[Situation, bool] = (Situation.IDLE, False)
        self._thread = threading.Thread(target=self._run, name=f"coach-{name[:6]}", daemon=True)
        self._thread.start()

    # From any thread.

    def join(self, client: Client) -> None:
        """A page shows it from now on, in the place of the one before."""
        self._attended.set()
        self._inbox.put(Joined(client))

    def leave(self, client: Client) -> None:
        """A page is gone."""
        self._inbox.put(Left(client))

    def take(self, message: Touch | Microphone | Played) -> None:
        """A message of the page."""
        self._inbox.put(message)

    def hear(self, sound: Sound) -> None:
        """A frame of the page's microphone; dropped unless that is the one that is wanted."""
        self._senses.hear(sound)

    def expects(self) -> tuple[Situation, bool]:
        """What the ear wants to know: the situation, and whether the coach speaks."""
        return self._expected

    def caught(self, mark: object, catch: Catch) -> None:
        """The ear has heard something."""
        self._inbox.put(Caught(mark, catch))

    def lost(self, mark: object, why: str | None) -> None:
        """The ear has no microphone, or has one again."""
        self._inbox.put(Lost(mark, why))

    def report(self, cards: SoundCards) -> SoundReport:
        """Who tells the coach when one of the kiosk's devices is lost; asked in the conversation's own thread."""
        return SoundReport(cards, self._coach, self.clock, self._note)

    def close(self, *, forget: bool = True) -> None:
        """End it: devices are let go and the person is forgotten, on the disk only with `forget`."""
        self._inbox.put(Close(forget))

    def give_up_devices(self) -> None:
        """Let go of the kiosk's devices: a page that somebody sees needs them."""
        done = threading.Event()
        self._inbox.put(GiveUp(done))
        done.wait(GIVING_UP)

    @property
    def attended(self) -> bool:
        """True while a page shows it."""
        return self._attended.is_set()

    @property
    def ended(self) -> bool:
        """True once it is closed."""
        return self._ended.is_set()

    @property
    def used(self) -> bool:
        """True while it holds anything of a person."""
        return self._scene.welcoming

    @property
    def alarming(self) -> bool:
        """True while the emergency screen is up."""
        return self._scene.alarming

    @property
    def turned(self) -> float:
        """When its thread last came round, in seconds on the machine's monotonic clock."""
        return self._turned

    def wait(self, seconds: float) -> bool:
        """Wait for its end; True when it has come."""
        return self._ended.wait(seconds)

    # In its own thread.

    def _run(self) -> None:
        end = OVER
        try:
            if self._memory.kept is not None:
                self._coach.restore(self._memory.kept.session, self.clock(), self._memory.kept.away)
            while self._step():
                pass
        except Exception:
            log.exception("a conversation failed")
            end = FAILED
        finally:
            self._senses.release(self)
            if self._client is not None:
                self._client.close(*end)
            self._ended.set()

    def _step(self) -> bool:
        event = self._inbox.take(self._patience())
        self._turned = time.monotonic()
        if isinstance(event, Close):
            if event.forget:
                self._memory.erase()
            return False
        now = self.clock()
        if event is not None:
            self._take(event, now)
        self._senses.look(attended=self._client is not None)
        self._silence.poll(now)
        self._rest(now)
        self._expected = (self._coach.expectation.situation, not self._coach.silent)
        self._show(now)
        return True

    def _patience(self) -> float:
        if (self._outlet.kiosk and not self._coach.silent) or self._silence.hearing_out(self.clock()):
            return BREATH
        times = [self._coach.deadline, self._attendance.until]
        if not self._outlet.kiosk:
            times.append(self._outlet.browser.deadline)
        due = min((time for time in times if time is not None), default=None)
        rest = GLANCE if self._senses.owns else REST
        return rest if due is None else min(rest, max(0.01, due - self.clock()))

    def _take(self, event: Event, now: float) -> None:
        match event:
            case Joined(client):
                self._welcome(client)
            case Left(client):
                self._farewell(client)
            case Touch(button):
                self._touch(button, now)
            case Microphone(source):
                self._choose(source)
            case Played(speech):
                self._outlet.browser.played(speech)
            case Caught(mark, catch) if self._senses.is_open(mark):
                self._attendance.seen(now)
                self._silence.heard(catch, now)
            case Lost(mark, why) if self._senses.is_open(mark):
                self._senses.trouble = why
            case GiveUp(done):
                self._senses.release(self)
                self._coach.sense(now, hears=True, speaks=True)  # by the page's, from now on
                done.set()
                if self._client is None:
                    self.clock.pause()

    # People.

    def _touch(self, button: str, now: float) -> None:
        self._attendance.seen(now)
        idle = self._coach.session.phase is Phase.IDLE
        if button == START and idle:
            self._forget(now)
            self._scene.welcoming = True
            self._coach.tap(HELP, now)
        elif button == STOP and idle and not self._scene.alarming and self._coach.silent:
            self._forget(now)
        elif button == MORE_TIME and idle:
            self._attendance.more_time(now)
        elif button != START:
            self._coach.tap(button, now)
        self._silence.touched(now)

    def _rest(self, now: float) -> None:
        """Forget the last person once nobody has been there for long; never while the emergency screen is up."""
        busy = self._coach.session.phase is not Phase.IDLE or not self._coach.silent
        if self._attendance.over(now, busy=busy or self._scene.alarming or not self._scene.welcoming):
            self._forget(now)

    def _forget(self, now: float) -> None:
        self._coach.forget(now)
        self._memory.erase()
        self._scene = Scene()
        self._attendance.forgotten()

    def _note(self, record: Record) -> None:
        self._scene.note(record)
        self._tell(record)

    # The page.

    def _welcome(self, client: Client) -> None:
        self._client = client
        self._attended.set()
        self.clock.resume()
        self._senses.claim(self)
        script, settings = self._parts.script, self._parts.settings
        values = {
            "conversation": self.name,
            "keeps": self._keeps,
            "audio": "kiosk" if self._senses.owns else "browser",
            "canceller": "coach" if self._settings.canceller else "browser",
            "number": script.numbers.of(settings.dialogue).shown,
            "idle_reset": self._settings.idle_reset,
        }
        client.tell(write("welcome", values))
        self._view = None
        if not self._outlet.kiosk:
            self._outlet.browser.again()

    def _farewell(self, client: Client) -> None:
        if client is not self._client:
            return
        self._client = None
        self._attended.clear()
        if self._senses.source is Source.BROWSER:
            self._senses.listen_to(Source.OFF)
        if not self._senses.owns:
            self.clock.pause()  # nobody hears a question, and nobody's silence is an answer

    def _send_speech(self, message: str, sound: bytes) -> None:
        if self._client is not None:
            self._client.tell(message, sound)

    def _send_hush(self) -> None:
        if self._client is not None:
            self._client.tell(write("hush"))

    def _show(self, now: float) -> None:
        view = self._scene.view(self._coach.session, self._coach.speaking, lead=self._outlet.lead)
        view = replace(
            view,
            microphone=self._senses.microphone,
            audio="kiosk" if self._outlet.kiosk else "browser",
            until=view.until if view.until is not None else self._attendance.until,
            trouble=self._senses.fault or self._voice.trouble,
        )
        if self._client is not None and view != self._view:
            self._view = view
            self._client.show(write("view", view.values(now)))

    def _choose(self, source: Source) -> None:
        if source is Source.KIOSK and not self._senses.owns:
            if self._client is not None:
                self._client.tell(write("error", {"text": TAKEN if self._has_devices else NONE}))
            return
        if source is not self._senses.source:
            self._senses.listen_to(source)
        self._view = None  # whoever asked gets an answer, also where nothing has changed
