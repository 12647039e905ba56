"""A conversation's own time."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.clock import PausableClock


def test_time_stands_still_while_paused_and_goes_on_from_there() -> None:
    wall = [100.0]
    clock = PausableClock(lambda: wall[0])
    wall[0] = 105.0
    assert clock() == 5.0
    clock.pause()
    wall[0] = 905.0
    clock.pause()
    assert clock() == 5.0
    clock.resume()
    wall[0] = 906.0
    clock.resume()
    assert clock() == 6.0


def test_it_goes_on_from_where_another_stood() -> None:
    times = [100.0, 103.0]
    clock = PausableClock(lambda: times.pop(0), now=7.0)
    assert clock() == 10.0
