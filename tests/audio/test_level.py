"""Louder never clips, trimming never eats sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.audio.signals import RATE, to_int16, tone
from voice_coach.audio.level import CEILING, active_level, amplify, trim


@given(samples=arrays(np.int16, st.integers(0, 2000)), gain=st.floats(0.1, 40.0))
def test_no_gain_lets_a_peak_through_the_ceiling(samples: np.ndarray, gain: float) -> None:
    louder = amplify(samples, gain)
    assert louder.shape == samples.shape
    assert louder.dtype == np.int16
    assert np.abs(louder.astype(int)).max(initial=0) <= CEILING * 32767 + 1


def test_no_gain_changes_nothing() -> None:
    samples = to_int16(tone(0.1, peak=1.0))
    assert amplify(samples, 0.0) is samples


@pytest.mark.parametrize("gain", [-20.0, -6.0, 6.0])
def test_below_the_ceiling_gain_is_exact(gain: float) -> None:
    samples = to_int16(tone(0.5, peak=0.2))
    assert active_level(amplify(samples, gain)) == pytest.approx(active_level(samples) + gain, abs=0.05)


def test_a_limited_sine_is_still_a_sine() -> None:
    louder = amplify(to_int16(tone(1.0, hertz=500.0, peak=0.5)), 12.0)
    spectrum = np.abs(np.fft.rfft(louder * np.hanning(len(louder)))) ** 2
    near = spectrum[490:511].sum()
    assert (spectrum.sum() - near) / near < 1e-3  # distortion below 0.1 % of the power; clipping would be 3 %


def test_the_active_level_does_not_depend_on_the_silence_around() -> None:
    sound = to_int16(tone(1.0, peak=0.1))
    padded = np.concatenate([np.zeros(5 * RATE, np.int16), sound])
    assert active_level(sound) == pytest.approx(-23.0, abs=0.1)
    assert active_level(padded) == pytest.approx(active_level(sound), abs=0.1)


def test_silence_has_a_level_too() -> None:
    assert active_level(np.zeros(RATE, np.int16)) == pytest.approx(-120.0)
    assert active_level(np.zeros(0, np.int16)) == pytest.approx(-120.0)


def test_trimming_keeps_the_sound_and_a_little_around() -> None:
    sound = to_int16(tone(0.5, peak=0.3))
    padded = np.concatenate([np.zeros(RATE, np.int16), sound, np.zeros(RATE, np.int16)])
    trimmed = trim(padded, lead=0.02, tail=0.05)
    assert len(trimmed) == pytest.approx(0.57 * RATE, abs=20)
    assert np.abs(trimmed.astype(int)).max() == np.abs(sound.astype(int)).max()


def test_trimming_silence_leaves_nothing() -> None:
    assert len(trim(np.zeros(RATE, np.int16))) == 0
    assert len(trim(np.zeros(0, np.int16))) == 0
