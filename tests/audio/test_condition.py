"""What is said about a device: one sentence, the cause and what to do."""

from __future__ import annotations

from voice_coach.audio.condition import Condition, State, trouble


def test_a_device_that_works_or_was_switched_off_is_no_trouble() -> None:
    assert Condition("input", State.OPEN).trouble is None
    assert Condition("input", State.OFF).trouble is None


def test_a_lost_device_is_named() -> None:
    assert "the microphone is gone: plug it in" in str(Condition("input", State.LOST).trouble)
    assert "the speaker is gone: plug it in" in str(Condition("output", State.LOST).trouble)


def test_a_device_in_the_place_of_another_is_named_while_it_works() -> None:
    instead = Condition("output", State.OPEN, instead=("usb", "hdmi"))
    assert instead.trouble == "the speaker usb is gone: hdmi is used until it is plugged in again"


def test_lost_sound_is_told_as_long_as_it_is_news() -> None:
    assert "too busy" in str(Condition("input", State.OPEN, 3, busy=True).trouble)
    assert Condition("input", State.OPEN, 3).trouble is None


def test_both_lost_are_one_sentence() -> None:
    both = trouble(Condition("input", State.LOST), Condition("output", State.LOST))
    assert both is not None
    assert "microphone and speaker" in both
    assert "sound server" in both
    assert trouble(Condition("input", State.OPEN), Condition("output", State.LOST)) == (
        Condition("output", State.LOST).trouble
    )
