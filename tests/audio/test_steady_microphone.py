"""A microphone that outlives its device."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from voice_coach.audio import steady_microphone
from voice_coach.audio.condition import State
from voice_coach.audio.frame import FRAME_SAMPLES, Frame
from voice_coach.audio.steady_microphone import BUSY, SteadyMicrophone
from voice_coach.errors import MissingDevice


class Card:
    """A device that gives frames until it is lost."""

    there = True
    now = 0.0

    def __init__(self, device: object, clock: object) -> None:
        if not Card.there:
            raise MissingDevice("no microphone found")
        self.overflows = 0
        self.ended = False
        self.still = 0.0
        self.heard = True
        self.closed = False

    def frames(self, timeout: float) -> Iterator[Frame | None]:
        while not self.closed:
            if self.ended:
                raise MissingDevice("the microphone is gone")
            Card.now += 0.02
            yield Frame(np.ones(FRAME_SAMPLES, np.int16), Card.now)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch) -> SteadyMicrophone:
    monkeypatch.setattr(steady_microphone, "Microphone", Card)
    Card.there, Card.now = True, 0.0
    opened = SteadyMicrophone(None, lambda: Card.now)
    opened.open()
    opened.check()
    return opened


def card(microphone: SteadyMicrophone) -> Card:
    assert isinstance(microphone._open, Card)
    return microphone._open


def test_frames_go_on_through_a_loss_with_moments_without_any(microphone: SteadyMicrophone) -> None:
    frames = microphone.frames(timeout=0.001)
    assert isinstance(next(frames), Frame)
    card(microphone).ended = True
    assert next(frames) is None
    assert not microphone.check()
    assert microphone.state is State.LOST
    microphone.drop()
    assert [next(frames), next(frames)] == [None, None]
    microphone.open()
    found = next(frame for frame in frames if frame is not None)
    assert microphone.check()
    assert microphone.state is State.OPEN
    assert found.start == pytest.approx(Card.now)
    microphone.close()
    assert list(frames) == []


def test_a_device_that_is_opened_anew_within_a_frame_is_read_on(microphone: SteadyMicrophone) -> None:
    frames = microphone.frames(timeout=0.001)
    next(frames)
    microphone.drop()
    microphone.open()
    assert isinstance(next(frame for frame in frames if frame is not None), Frame)


def test_it_is_open_only_when_it_hears_something(microphone: SteadyMicrophone) -> None:
    microphone.drop()
    microphone.open()
    card(microphone).heard = False
    assert microphone.check()
    assert microphone.state is State.LOST
    card(microphone).still = 3.1
    assert not microphone.check()


def test_switched_off_the_device_is_closed_and_nothing_is_heard(microphone: SteadyMicrophone) -> None:
    device = card(microphone)
    frames = microphone.frames(timeout=0.001)
    microphone.off()
    assert device.closed
    assert microphone.state is State.OFF
    assert next(frames) is None
    microphone.open()
    assert not microphone.is_open
    microphone.on()
    microphone.open()
    assert isinstance(next(frame for frame in frames if frame is not None), Frame)


def test_lost_sound_is_counted_over_devices_and_shown_for_a_while(microphone: SteadyMicrophone) -> None:
    card(microphone).overflows = 2
    microphone.check()
    assert microphone.condition.busy
    microphone.drop()
    microphone.open()
    card(microphone).overflows = 1
    assert microphone.overflows == 3
    microphone.check()
    Card.now += BUSY + 0.1
    microphone.check()
    assert microphone.condition.trouble is None
    assert microphone.condition.overflows == 3
