"""One conversation at a time has the kiosk's own devices."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
from voice_coach.interfaces.kiosk.settings import KioskSettings


class Talk:
    def __init__(self, *, attended: bool = True) -> None:
        self.attended = attended
        self.gave_up = 0

    def give_up_devices(self) -> None:
        self.gave_up += 1


def test_the_first_screen_has_them_and_the_second_has_touch() -> None:
    audio = KioskAudio(KioskSettings())
    first, second = Talk(), Talk()
    assert audio.claim(first)
    assert audio.claim(first)
    assert not audio.claim(second)
    assert first.gave_up == 0


def test_a_screen_that_somebody_sees_gets_them_from_one_that_is_gone() -> None:
    audio = KioskAudio(KioskSettings())
    gone, seen = Talk(attended=False), Talk()
    assert audio.claim(gone)
    assert audio.claim(seen)
    assert gone.gave_up == 1


def test_given_back_they_are_free_but_only_by_who_has_them() -> None:
    audio = KioskAudio(KioskSettings())
    first, second = Talk(), Talk()
    audio.claim(first)
    audio.release(second)
    assert not audio.claim(second)
    audio.release(first)
    assert audio.claim(second)


def test_headphones_need_no_canceller() -> None:
    assert KioskAudio(KioskSettings(canceller=False)).canceller() is None
    assert KioskAudio(KioskSettings()).canceller() is not None
