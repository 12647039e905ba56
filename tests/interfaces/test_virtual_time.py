"""A clock that only its driver moves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation import Talk
from voice_coach.interfaces.virtual_time import VirtualClock


@given(st.lists(st.floats(0, 1_000)))
def test_the_clock_never_goes_back(times: list[float]) -> None:
    clock = VirtualClock()
    seen = []
    for moment in times:
        clock.move(moment)
        seen.append(clock())
    assert seen == sorted(seen)


def test_realtime_takes_as_long_as_it_says() -> None:
    clock = VirtualClock(realtime=True)
    begun = time.monotonic()
    clock.move(0.2)
    assert time.monotonic() - begun >= 0.19


def test_a_wait_reaches_every_deadline_on_the_way() -> None:
    talk = Talk()
    talk.hear("my calf is cramping")
    asked = len(talk.of("ask"))
    talk.time.advance(talk.clock.now + 120)
    assert len(talk.of("ask")) > asked


def test_settling_an_idle_coach_takes_no_time() -> None:
    talk = Talk()
    talk.time.settle()
    talk.time.settle(before_end=2.0)
    assert talk.clock.now == pytest.approx(0.0)
