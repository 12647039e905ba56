"""Drift: the clocks of two sound cards are told apart, and an echo that drifts is taken out as one that does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from voice_coach.audio.drift import ROOM, ClockDrift
from voice_coach.audio.echo_path import EchoPath
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Samples

DELAY = 0.17
SECONDS = 24


@pytest.fixture(scope="module")
def prompt(root: Path) -> Samples:
    """Half a minute of a voice, as the coach's."""
    parts = [
        soundfile.read(path, dtype="int16")[0] for path in sorted((root / "audio_fixtures/flite_rms").glob("*.flac"))
    ]
    samples = np.concatenate(parts)[: SECONDS * SAMPLE_RATE]
    assert samples.size == SECONDS * SAMPLE_RATE
    return samples


def echo_of(prompt: Samples, drift: float) -> NDArray[np.float64]:
    """The prompt at a tenth and late, by a clock that goes wrong by `drift`, with a card's own noise."""
    late = np.concatenate([np.zeros(round(DELAY * SAMPLE_RATE)), 0.1 * prompt])
    drifted = soxr.resample(late, 1e6, 1e6 * (1 + drift), quality="VHQ") if drift else late
    return drifted[: prompt.size] + 2.0 * np.random.default_rng(1).standard_normal(min(prompt.size, drifted.size))


def left(prompt: Samples, echo: NDArray[np.float64], drift: ClockDrift | None) -> float:
    """Decibels of the echo's last quarter that the learned path takes out."""
    path, rest = EchoPath(), []
    heard = np.rint(echo).astype(np.int16)
    for first in range(0, heard.size - FRAME_SAMPLES, FRAME_SAMPLES):
        frame, played = heard[first : first + FRAME_SAMPLES], prompt[first : first + FRAME_SAMPLES]
        rest.append(frame - path.echo(frame, drift.align(frame, played) if drift else played))
    clean = np.concatenate(rest)
    last = slice(3 * clean.size // 4, clean.size)
    return float(10 * np.log10(np.mean(heard[last].astype(float) ** 2) / np.mean(clean[last] ** 2)))


@pytest.mark.parametrize("parts_in_a_million", [-100, 50, 200, 500])
def test_an_echo_that_drifts_is_taken_out_like_one_that_does_not(prompt: Samples, parts_in_a_million: int) -> None:
    echo, clocks = echo_of(prompt, parts_in_a_million * 1e-6), ClockDrift()
    assert left(prompt, echo, clocks) > max(25.0, left(prompt, echo, None) + 8.0)
    assert clocks.rate * 1e6 == pytest.approx(parts_in_a_million, abs=3.0)


def test_another_drift_is_noticed_and_followed(prompt: Samples) -> None:
    parts, half = [echo_of(prompt, 0.0), echo_of(prompt, 5e-4)], prompt.size // 2
    echo, clocks, steady = np.concatenate([parts[0][:half], parts[1][half + round(5e-4 * half) :]]), ClockDrift(), []
    for first in range(0, prompt.size - FRAME_SAMPLES, FRAME_SAMPLES):
        part = slice(first, first + FRAME_SAMPLES)
        clocks.align(np.rint(echo[part]).astype(np.int16), prompt[part])
        steady.append(clocks.steady)
    second, middle = SAMPLE_RATE // FRAME_SAMPLES, half // FRAME_SAMPLES
    assert all(steady[2 * second : middle])
    assert not any(steady[middle + 3 * second : middle + 4 * second])
    assert all(steady[-3 * second :])
    assert clocks.rate == pytest.approx(5e-4, rel=0.1)


def test_without_drift_nothing_is_lost(prompt: Samples) -> None:
    echo, clocks = echo_of(prompt, 0.0), ClockDrift()
    assert left(prompt, echo, clocks) > left(prompt, echo, None) - 2.0
    assert abs(clocks.rate) < 2e-6


def test_what_was_played_comes_back_late_and_unchanged(prompt: Samples) -> None:
    clocks, late = ClockDrift(), round(ROOM * SAMPLE_RATE)
    frames = [prompt[first : first + FRAME_SAMPLES] for first in range(0, SAMPLE_RATE, FRAME_SAMPLES)]
    silence = np.zeros(FRAME_SAMPLES, np.int16)
    aligned = np.concatenate([clocks.align(silence, frame) for frame in frames])
    assert np.array_equal(aligned[late:], np.concatenate(frames)[: aligned.size - late])


def test_where_nothing_leaks_no_drift_is_found(prompt: Samples) -> None:
    noise = np.random.default_rng(2).integers(-500, 500, prompt.size).astype(float)
    clocks = ClockDrift()
    left(prompt, noise, clocks)
    assert clocks.rate == 0.0


def test_lost_sound_is_a_jump_and_no_drift(prompt: Samples) -> None:
    echo, lost = echo_of(prompt, 0.0), round(0.01 * SAMPLE_RATE)
    echo = np.concatenate([echo[: echo.size // 2], echo[echo.size // 2 + lost :]])
    clocks = ClockDrift()
    left(prompt, echo, clocks)
    assert abs(clocks.rate) < 3e-6


@given(st.integers(0, 9), st.integers(0, 32767), st.integers(0, 32767))
@settings(max_examples=20, deadline=None)
def test_no_sound_is_an_error(seed: int, loud: int, heard: int) -> None:
    random, clocks = np.random.default_rng(seed), ClockDrift()
    for _ in range(150):
        frames = [random.integers(-peak, peak + 1, FRAME_SAMPLES).astype(np.int16) for peak in (heard, loud)]
        aligned = clocks.align(*frames)
        assert (aligned.shape, aligned.dtype) == ((FRAME_SAMPLES,), np.int16)
