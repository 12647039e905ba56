"""A speaker that outlives its device: what was broken off is said again, what was heard is not."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio import steady_speaker
from voice_coach.audio.condition import State
from voice_coach.audio.steady_speaker import LONGEST_WAIT, SteadySpeaker
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.errors import MissingDevice
from voice_coach.speech.port import PromptAudio


class Card(VirtualPlayback):
    """A device on virtual time that can be lost."""

    there = True
    now = 0.0

    def __init__(self, device: object, clock: object) -> None:
        if not Card.there:
            raise MissingDevice("no speaker found")
        super().__init__(lambda: Card.now)
        self.ended = False
        self.still = 0.0
        self.took = True
        self.resting = False

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        super().play(line, audio, gain_db)
        if self.resting:
            raise MissingDevice("the speaker is gone")

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> SteadySpeaker:
    monkeypatch.setattr(steady_speaker, "SpeakerPlayback", Card)
    Card.there, Card.now = True, 0.0
    opened = SteadySpeaker(None, lambda: Card.now)
    opened.open()
    return opened


def card(speaker: SteadySpeaker) -> Card:
    assert isinstance(speaker._open, Card)
    return speaker._open


def line(seconds: float) -> PromptAudio:
    return PromptAudio(np.full(round(seconds * 16_000), 100, np.int16))


def test_a_line_that_was_broken_off_is_said_again_from_its_beginning(speaker: SteadySpeaker) -> None:
    speaker.play("heard", line(1.0))
    speaker.play("broken", line(2.0))
    speaker.play("waiting", line(1.0))
    Card.now = 2.5  # the second has been heard for more than a second
    speaker.drop()
    assert speaker.state is State.LOST
    assert speaker.speaking is None
    assert speaker.finished() == [("heard", False)]
    speaker.open()
    Card.now = 4.0
    assert speaker.speaking == "broken"
    Card.now = 4.6
    assert speaker.finished() == [("broken", False)]
    Card.now = 6.0
    assert speaker.finished() == [("waiting", False)]


def test_what_is_said_while_it_is_lost_waits_and_a_cut_drops_it(speaker: SteadySpeaker) -> None:
    speaker.drop()
    speaker.play("later", line(1.0))
    Card.now = 30.0
    assert speaker.finished() == []
    speaker.cut()
    assert speaker.finished() == [("later", True)]
    speaker.open()
    assert speaker.resting
    assert speaker.speaking is None


def test_what_has_waited_for_too_long_is_not_said_any_more(speaker: SteadySpeaker) -> None:
    speaker.play("old", line(100.0))
    Card.now = 50.0
    speaker.drop()
    Card.now = 80.0
    speaker.play("new", line(1.0))
    Card.now = 50.0 + LONGEST_WAIT + 1
    assert speaker.finished() == [("old", True)]
    speaker.open()
    Card.now += 0.5
    assert speaker.speaking == "new"


def test_a_cut_on_a_working_device_reports_every_line_once(speaker: SteadySpeaker) -> None:
    speaker.play("first", line(1.0))
    speaker.play("second", line(1.0))
    Card.now = 0.5
    speaker.cut()
    assert speaker.finished() == [("first", True), ("second", True)]
    assert speaker.finished() == []
    assert speaker.resting


def test_a_device_that_was_lost_while_it_rested_is_noticed_when_it_is_to_speak(speaker: SteadySpeaker) -> None:
    card(speaker).resting = True
    assert speaker.check()
    speaker.play("line", line(1.0))
    assert not speaker.check()
    assert speaker.state is State.LOST
    speaker.drop()
    speaker.open()
    Card.now = 0.5
    assert speaker.speaking == "line"


@pytest.mark.parametrize(("name", "value"), [("ended", True), ("still", 3.1)])
def test_an_end_and_a_long_stall_are_losses(speaker: SteadySpeaker, name: str, value: object) -> None:
    assert speaker.check()
    assert speaker.state is State.OPEN
    setattr(card(speaker), name, value)
    assert not speaker.check()
    assert speaker.state is State.LOST


def test_what_was_played_is_known_only_while_it_is_open(speaker: SteadySpeaker) -> None:
    speaker.play("line", line(1.0))
    assert speaker.reference(0.2, 320).any()
    speaker.drop()
    assert not speaker.reference(0.2, 320).any()


def test_a_device_that_does_not_open_leaves_it_lost(speaker: SteadySpeaker) -> None:
    speaker.drop()
    Card.there = False
    with pytest.raises(MissingDevice):
        speaker.open()
    assert not speaker.is_open


def test_switched_off_it_stays_closed_until_it_is_switched_on(speaker: SteadySpeaker) -> None:
    speaker.off()
    assert speaker.state is State.OFF
    assert not speaker.wanted
    speaker.open()
    assert not speaker.is_open
    speaker.on()
    speaker.open()
    assert speaker.is_open
