"""Whoever leaves is forgotten after a while, and not before."""

import pytest

from voice_coach.interfaces.kiosk.attendance import Attendance
from voice_coach.interfaces.kiosk.settings import KioskSettings

SETTINGS = KioskSettings(idle_reset=60.0, more_time=90.0)


@pytest.fixture
def attendance():
    return Attendance(SETTINGS)


def test_the_wait_begins_when_there_is_nothing_more_to_wait_for(attendance):
    assert not attendance.over(1000.0, busy=True)
    assert attendance.until is None
    assert not attendance.over(1000.0, busy=False)
    assert attendance.until == 1060.0
    assert not attendance.over(1059.9, busy=False)
    assert attendance.over(1060.0, busy=False)


def test_a_sign_of_somebody_begins_it_anew_and_more_time_puts_it_off(attendance):
    attendance.over(0.0, busy=False)
    attendance.seen(50.0)
    assert not attendance.over(60.0, busy=False)
    attendance.more_time(100.0)
    assert attendance.until == 190.0


def test_who_is_busy_is_not_forgotten(attendance):
    attendance.over(0.0, busy=False)
    assert not attendance.over(60.0, busy=True)
    assert not attendance.over(61.0, busy=False)  # the wait has begun anew
    attendance.forgotten()
    assert attendance.until is None


def test_more_time_is_never_less_than_there_was():
    attendance = Attendance(KioskSettings(idle_reset=60.0, more_time=5.0))
    attendance.more_time(0.0)
    assert attendance.until == 60.0
