"""Which microphone is heard: what an old one still tells is of no account."""

from __future__ import annotations

import queue

import numpy as np

from tests.interfaces.kiosk.conftest import PATIENCE, Scripted
from voice_coach.audio.frame import FRAME_SAMPLES
from voice_coach.errors import MissingDevice
from voice_coach.interfaces.kiosk.browser_audio import BrowserPlayback
from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
from voice_coach.interfaces.kiosk.outlet import Outlet
from voice_coach.interfaces.kiosk.senses import Senses
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.wire import Source
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation


class Reports:
    def __init__(self) -> None:
        self.told: queue.Queue[tuple[object, str | None]] = queue.Queue()

    def expects(self) -> tuple[Situation, bool]:
        return Situation.IDLE, False

    def caught(self, mark: object, catch: Catch) -> None:
        raise AssertionError("nobody spoke")

    def lost(self, mark: object, why: str | None) -> None:
        self.told.put((mark, why))


class Unplugged(KioskAudio):
    def __init__(self) -> None:
        super().__init__(KioskSettings())
        self.attended = True
        self.tried = 0

    def speaker(self, clock):
        self.tried += 1
        raise MissingDevice("no speaker found")

    def microphone(self, clock):
        raise MissingDevice("no microphone found")

    def give_up_devices(self) -> None:
        raise AssertionError("nobody else wants them")


class Body:
    def __init__(self, devices: KioskAudio | None = None) -> None:
        self.now = 0.0
        self.reports = Reports()
        outlet = Outlet(BrowserPlayback(self.clock, lambda message, sound: None, lambda: None))
        self.senses = Senses(
            "test",
            self.clock,
            lambda: Ear(Scripted(), EndpointSettings()),
            outlet,
            reports=self.reports,
            devices=devices,
        )

    def clock(self) -> float:
        return self.now


def test_off_is_off_and_frames_go_nowhere() -> None:
    senses = Body().senses
    senses.hear(np.zeros(FRAME_SAMPLES, np.int16))
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


def test_a_speaker_that_is_not_there_is_tried_again_but_not_all_the_time() -> None:
    devices = Unplugged()
    body = Body(devices)
    body.senses.claim(devices)
    mark, why = body.reports.told.get(timeout=PATIENCE)
    assert body.senses.is_open(mark)
    body.senses.trouble = why
    assert body.senses.microphone == "lost"
    for body.now in (0.1, 0.2, 1.9, 2.1, 2.2):
        body.senses.speak_up()
    assert devices.tried == 2
    body.senses.release(devices)
    assert (body.senses.owns, body.senses.microphone) == (False, "off")
    body.now = 99.0
    body.senses.speak_up()
    assert devices.tried == 2
