"""Sound cards that come and go behave to the coach as PortAudio does."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from voice_coach.audio.condition import State
from voice_coach.audio.sound_cards import RETRY, SoundCards
from voice_coach.bench.soak import port_audio
from voice_coach.bench.soak.port_audio import SimulatedPortAudio
from voice_coach.speech.port import PromptAudio


class Room:
    """The cards on a time that the test moves."""

    def __init__(self, simulated: SimulatedPortAudio) -> None:
        self.now = 0.0
        self.heard: list[float] = []
        self.played = 0
        self.simulated = simulated
        self.cards = SoundCards(None, None, lambda: self.now, wait=True, alone=True)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.02)):
            self.now += 0.02
            for device in (self.simulated.microphone, self.simulated.speaker):
                stream = device.stream
                if stream is not None and stream.active:
                    stream.block(np.full(stream.size, 900, np.int16), self.now)
            self.cards.tend()
            frame = next(self.frames)
            while frame is not None:
                self.heard.append(frame.start)
                frame = next(self.frames)

    def open(self) -> None:
        self.frames = self.cards.microphone.frames(timeout=0)


def test_the_real_module_is_back_afterwards() -> None:
    before = sys.modules.get("sounddevice")
    with port_audio.running() as simulated:
        assert sys.modules["sounddevice"] is simulated
    assert sys.modules.get("sounddevice") is before


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_devices_that_come_back_at_another_rate_are_opened_at_it(rate: int) -> None:
    with port_audio.running() as simulated:
        room = Room(simulated)
        with room.cards:
            room.open()
            room.pass_time(0.5)
            assert room.cards.trouble is None
            room.cards.speaker.play("line", PromptAudio(np.ones(16_000, np.int16)))
            room.pass_time(0.5)
            simulated.microphone.unplug()
            simulated.speaker.unplug()
            room.pass_time(1.0)
            assert {condition.state for condition in room.cards.conditions} == {State.LOST}
            simulated.microphone.plug(rate)
            simulated.speaker.plug(rate)
            room.pass_time(RETRY + 0.3)
            assert room.cards.trouble is None
            assert room.cards.speaker.speaking == "line"
            room.pass_time(1.0)
            assert room.cards.speaker.finished() == [("line", False)]
            steps = np.diff(room.heard)
            assert steps.min() > 0
            assert room.heard[-1] == pytest.approx(room.now, abs=0.1)


def test_a_device_that_stands_still_is_opened_anew_and_times_catch_up() -> None:
    with port_audio.running() as simulated:
        room = Room(simulated)
        with room.cards:
            room.open()
            room.pass_time(0.5)
            room.now += 900.0  # the machine was asleep
            room.pass_time(0.5)
            assert room.heard[-1] == pytest.approx(room.now, abs=0.1)


def test_a_device_that_was_not_there_at_the_start_is_found() -> None:
    with port_audio.running() as simulated:
        simulated.microphone.unplug()
        simulated._initialize()
        room = Room(simulated)
        with room.cards:
            room.open()
            room.pass_time(1.0)
            assert room.cards.microphone.state is State.LOST
            simulated.microphone.plug(16_000)
            room.pass_time(11.0)
            assert room.cards.microphone.state is State.OPEN
