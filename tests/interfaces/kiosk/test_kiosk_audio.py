"""One conversation at a time has the kiosk's own devices."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio, KioskMicrophone
from voice_coach.settings import SoundSettings


class Talk:
    def __init__(self, *, attended: bool = True) -> None:
        self.attended = attended
        self.gave_up = 0

    def give_up_devices(self) -> None:
        self.gave_up += 1


def test_the_first_screen_has_them_and_the_second_has_touch() -> None:
    audio = KioskAudio(SoundSettings())
    first, second = Talk(), Talk()
    assert audio.claim(first)
    assert audio.claim(first)
    assert not audio.claim(second)
    assert first.gave_up == 0


def test_a_screen_that_somebody_sees_gets_them_from_one_that_is_gone() -> None:
    audio = KioskAudio(SoundSettings())
    gone, seen = Talk(attended=False), Talk()
    assert audio.claim(gone)
    assert audio.claim(seen)
    assert gone.gave_up == 1


def test_given_back_they_are_free_but_only_by_who_has_them() -> None:
    audio = KioskAudio(SoundSettings())
    first, second = Talk(), Talk()
    audio.claim(first)
    audio.release(second)
    assert not audio.claim(second)
    audio.release(first)
    assert audio.claim(second)


def test_headphones_need_no_canceller() -> None:
    assert KioskAudio(SoundSettings(), canceller=False).canceller() is None
    assert KioskAudio(SoundSettings()).canceller() is not None


class Cards:
    """Counts how often its microphone is switched on and off."""

    def __init__(self) -> None:
        self.microphone = self
        self.told: list[str] = []

    def on(self) -> None:
        self.told.append("on")

    def off(self) -> None:
        self.told.append("off")


def test_one_that_is_closed_late_does_not_close_the_next() -> None:
    cards = Cards()
    first = KioskMicrophone(cards)
    first.close()
    second = KioskMicrophone(cards)
    with first:
        pass  # its thread comes to the end only now
    assert cards.told == ["on", "off", "on"]
    with second:
        pass
    assert cards.told[-1] == "off"
