"""Touches that only a screen has: topics, a muscle by its name, and more time."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Talk
from voice_coach.dialogue.actions import Level
from voice_coach.dialogue.events import Tapped, Tick
from voice_coach.dialogue.reprompts import MORE_TIME
from voice_coach.dialogue.session import Phase


@pytest.mark.parametrize(
    "button", ["cramp.", "cramp.eyelid", "cramp.medication", "cramp.CALF", "next.calf", "yes.calf", "calf", ""]
)
def test_what_is_no_button_changes_nothing(button: str) -> None:
    talk = Talk()
    before = talk.session
    assert talk.send(Tapped(button)) == []
    assert talk.session == before


@pytest.mark.parametrize(
    ("button", "protocol", "muscle"),
    [
        ("cramp", "cramp_relief", "other"),
        ("cramp.calf", "cramp_relief", "calf"),
        ("serious", "is_it_serious", "other"),
        ("night", "night_cramps", "other"),
    ],
)
def test_a_topic_is_started_by_touch(button: str, protocol: str, muscle: str) -> None:
    talk = Talk()
    talk.send(Tapped(button))
    assert (talk.session.protocol, talk.session.muscle) == (protocol, muscle)
    assert talk.session.phase is Phase.QUESTION


def test_more_time_puts_the_silence_off_and_begins_the_ladder_anew() -> None:
    talk = Talk()
    talk.send(Tapped("cramp.calf"))
    talk.now = talk.session.timer
    talk.send(Tick())
    assert talk.session.silences == 1
    before = talk.session.timer
    talk.send(Tapped("more_time"))
    assert talk.session.timer == before + MORE_TIME
    assert talk.session.silences == 0
    assert MORE_TIME >= 20.0, "WCAG 2.2.1"


def test_who_always_asks_for_more_time_is_never_taken_for_silent() -> None:
    talk = Talk()
    talk.send(Tapped("cramp.calf"))
    for _ in range(20):
        talk.now = talk.session.timer - 1.0
        talk.send(Tapped("more_time"))
    assert not [action for action in talk.actions if isinstance(action, Level)]
    assert talk.session.phase is Phase.QUESTION


def test_an_emergency_waits_for_nobody() -> None:
    talk = Talk()
    talk.send(Tapped("emergency"))
    before = talk.session
    talk.send(Tapped("more_time"))
    assert talk.session == before


def test_more_time_is_no_answer() -> None:
    talk = Talk(mute=True)
    talk.send(Tapped("cramp.calf"))
    before = talk.session
    assert talk.send(Tapped("more_time")) == []
    assert talk.session.answers == before.answers
    assert talk.session.current == before.current


def test_a_stretch_may_be_held_longer() -> None:
    talk = Talk()
    talk.send(Tapped("cramp.calf"))
    for _ in range(8):
        if talk.session.hold_since is not None:
            break
        talk.send(Tapped("no"))
    assert talk.session.hold_since is not None
    for _ in range(30):
        talk.now = talk.session.timer
        talk.send(Tick())
        talk.send(Tapped("more_time"))
    assert talk.session.hold_since is not None
    assert talk.session.phase is Phase.STEP
