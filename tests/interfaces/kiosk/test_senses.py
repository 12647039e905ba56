"""Which microphone is heard: what an old one still tells is of no account."""

from __future__ import annotations

import queue
import time

import numpy as np

from tests.conversation import Talk
from tests.interfaces.kiosk.conftest import PATIENCE, Scripted
from voice_coach.audio.condition import Condition, State
from voice_coach.audio.frame import FRAME_SAMPLES
from voice_coach.interfaces.kiosk.browser_audio import BrowserPlayback
from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
from voice_coach.interfaces.kiosk.outlet import Outlet
from voice_coach.interfaces.kiosk.senses import Senses
from voice_coach.interfaces.kiosk.wire import Sound, Source
from voice_coach.interfaces.sound_report import SoundReport
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.settings import EndpointSettings, SoundSettings
from voice_coach.understanding.interpretation import Situation


class Reports:
    def __init__(self) -> None:
        self.told: queue.Queue[tuple[object, str | None]] = queue.Queue()
        self.talk = Talk()
        self.clock = lambda: 0.0

    def expects(self) -> tuple[Situation, bool]:
        return Situation.IDLE, False

    def caught(self, mark: object, catch: Catch) -> None:
        raise AssertionError("nobody spoke")

    def lost(self, mark: object, why: str | None) -> None:
        self.told.put((mark, why))

    def report(self, cards) -> SoundReport:
        return SoundReport(cards, self.talk.coach, self.clock, self.talk.records.append)


class Playing:
    """A speaker that plays nothing, and a microphone that hears nothing."""

    speaking = None

    def __init__(self, told: list[str]) -> None:
        self._told = told

    def on(self) -> None:
        self._told.append("on")

    def off(self) -> None:
        self._told.append("off")

    def frames(self, timeout: float):
        while True:
            time.sleep(0.01)
            yield None

    def cut(self) -> None:
        pass

    def close(self) -> None:
        self._told.append("silent")

    def finished(self) -> list[tuple[str, bool]]:
        return []


class Cards:
    """Devices whose state the test sets."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.microphone = self.speaker = Playing(self.told)
        self.microphone_is(State.OPEN)

    def microphone_is(self, state: State) -> None:
        self.conditions = (Condition("input", state), Condition("output", State.OPEN))

    def speaker_is(self, state: State) -> None:
        self.conditions = (Condition("input", State.OPEN), Condition("output", state))

    def __enter__(self):
        self.told.append("held")
        return self

    def __exit__(self, *_) -> None:
        self.told.append("let go")


class Devices(KioskAudio):
    def __init__(self) -> None:
        super().__init__(SoundSettings())
        self.attended = True
        self.held = Cards()

    def cards(self, clock):
        return self.held

    def give_up_devices(self) -> None:
        raise AssertionError("nobody else wants them")


class Body:
    def __init__(self, devices: KioskAudio | None = None) -> None:
        self.now = 0.0
        self.reports = Reports()
        self.reports.clock = self.clock
        self.outlet = Outlet(BrowserPlayback(self.clock, lambda message, sound: None, lambda: None))
        self.senses = Senses(
            "test",
            self.clock,
            lambda: Ear(Scripted(), EndpointSettings()),
            self.outlet,
            reports=self.reports,
            devices=devices,
        )

    def clock(self) -> float:
        return self.now


def test_off_is_off_and_frames_go_nowhere() -> None:
    senses = Body().senses
    senses.hear(Sound(np.zeros(FRAME_SAMPLES, np.int16), None))
    assert (senses.microphone, senses.busy, senses.is_open(None)) == ("off", False, False)


def test_only_the_microphone_that_is_open_now_counts() -> None:
    body = Body()
    body.senses.listen_to(Source.BROWSER)
    first, why = body.reports.told.get(timeout=PATIENCE)
    assert why is None
    assert body.senses.is_open(first)
    body.senses.listen_to(Source.OFF)
    assert not body.senses.is_open(first)
    body.senses.listen_to(Source.BROWSER)
    second, _ = body.reports.told.get(timeout=PATIENCE)
    assert body.senses.is_open(second)
    assert not body.senses.is_open(first)
    body.senses.listen_to(Source.OFF)


def test_a_microphone_that_is_gone_is_shown_and_comes_back_and_off_is_not_gone() -> None:
    devices = Devices()
    body = Body(devices)
    senses, cards = body.senses, devices.held
    senses.claim(devices)
    senses.claim(devices)
    assert cards.told.count("held") == 1
    mark, _ = body.reports.told.get(timeout=PATIENCE)
    assert senses.is_open(mark)
    senses.look(attended=True)
    assert (senses.microphone, senses.fault) == ("kiosk", None)
    cards.microphone_is(State.LOST)
    for body.now in (1.0, 2.0):
        senses.look(attended=True)
    assert senses.microphone == "lost"
    assert "the microphone is gone" in str(senses.fault)
    assert body.reports.talk.of("device")[-1]["state"] == "lost"
    cards.microphone_is(State.OPEN)
    senses.look(attended=True)
    assert (senses.microphone, senses.fault) == ("kiosk", None)
    senses.listen_to(Source.OFF)
    assert cards.told[-1] == "off"
    cards.microphone_is(State.OFF)
    for body.now in (10.0, 20.0):
        senses.look(attended=True)
    assert (senses.microphone, senses.fault) == ("off", None)
    assert [record["state"] for record in body.reports.talk.of("device")] == ["lost", "open", "off"]


def test_the_page_speaks_while_the_speaker_is_gone_if_there_is_one() -> None:
    devices = Devices()
    body = Body(devices)
    body.senses.claim(devices)
    body.senses.look(attended=True)
    devices.held.speaker_is(State.LOST)
    for body.now in (1.0, 2.0):
        body.senses.look(attended=False)
    assert body.outlet.kiosk, "nobody would hear the page"
    body.senses.look(attended=True)
    assert not body.outlet.kiosk
    assert "the speaker is gone" in str(body.senses.fault)
    devices.held.speaker_is(State.OPEN)
    body.senses.look(attended=True)
    assert body.outlet.kiosk
    assert body.senses.microphone == "kiosk"
    body.senses.release(devices)


def test_given_back_they_are_closed_and_of_no_account() -> None:
    devices = Devices()
    body = Body(devices)
    body.senses.claim(devices)
    body.senses.release(devices)
    assert (body.senses.owns, body.senses.microphone) == (False, "off")
    assert devices.held.told[-1] == "let go"
    devices.held.microphone_is(State.LOST)
    body.now = 99.0
    body.senses.look(attended=True)
    assert body.reports.talk.of("device") == []
