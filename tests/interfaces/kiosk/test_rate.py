"""How much a client may send."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.rate import Rate


def test_beyond_the_burst_nothing_passes_until_time_has() -> None:
    now = [0.0]
    rate = Rate(2.0, 3, lambda: now[0])
    assert [rate.allows() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.4
    assert not rate.allows()
    now[0] = 0.5
    assert rate.allows()
    assert not rate.allows()


def test_a_long_rest_saves_no_more_than_a_burst() -> None:
    now = [0.0]
    rate = Rate(2.0, 3, lambda: now[0])
    now[0] = 3600.0
    assert [rate.allows() for _ in range(5)].count(True) == 3


def test_the_steady_rate_always_passes() -> None:
    now = [0.0]
    rate = Rate(50.0, 5, lambda: now[0])
    for frame in range(500):
        now[0] = frame * 0.02
        assert rate.allows()
