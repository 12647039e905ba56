"""Earcons are short, within 1 to 3 kHz, and differ from each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.signals import RATE, loudest_hertz
from voice_coach.audio.earcon import NOTES, earcon


def test_there_is_one_for_each_thing_that_happens() -> None:
    assert set(NOTES) == {"heard", "listening", "hold_over", "emergency"}


@pytest.mark.parametrize("name", sorted(NOTES))
def test_an_earcon_is_short_audible_and_does_not_click(name: str) -> None:
    samples = earcon(name)
    assert 0.05 <= len(samples) / RATE <= 0.3
    assert 1000 <= loudest_hertz(samples) <= 3000
    assert 0.2 <= np.abs(samples.astype(int)).max() / 32768 <= 0.5
    assert abs(int(samples[0])) < 50
    assert abs(int(samples[-1])) < 50


def test_no_two_are_alike() -> None:
    assert len({earcon(name).tobytes() for name in NOTES}) == len(NOTES)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        earcon("applause")
