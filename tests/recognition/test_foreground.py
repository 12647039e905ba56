"""Foreground: the stretch in which somebody stands out is found, and nothing of it lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.recognition.foreground import AROUND, SHARES, foreground


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("kind", [NoiseKind.BABBLE, NoiseKind.MUSIC])
def test_who_is_ten_decibels_louder_is_found_within_a_fifth_of_a_second(root, kind, share):
    said = read_whole(root / "audio_fixtures" / "flite_rms" / "i_have_chest_pain.flac").astype(float)
    voiced = np.flatnonzero(np.abs(said) > 0.1 * np.abs(said).max())
    noise = load_noise(kind, 1, 4.0).astype(float)
    mixed = noise * (np.sqrt(np.mean(said[voiced[0] : voiced[-1]] ** 2)) / np.sqrt(np.mean(noise**2)) / 10**0.5)
    begin = round(1.5 * SAMPLE_RATE)
    mixed[begin : begin + said.size] += said
    mixed = np.clip(mixed, -32768, 32767).astype(np.int16)
    found = foreground(mixed, share)
    first = next(at for at in range(mixed.size) if np.array_equal(mixed[at : at + 400], found[:400]))
    slack = 0.2 * SAMPLE_RATE + AROUND * SAMPLE_RATE
    assert abs(first - (begin + voiced[0])) < slack
    assert abs(first + found.size - (begin + voiced[-1])) < slack


@given(st.integers(0, 40_000), st.sampled_from([0, 1, 300, 32767]), st.sampled_from(SHARES), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_it_is_a_part_of_whatever_is_heard(count, peak, share, seed):
    samples = np.random.default_rng(seed).integers(-peak, peak + 1, count).astype(np.int16)
    found = foreground(samples, share)
    assert found.size == 0 if count == 0 else 0 < found.size <= count
    assert samples.tobytes().find(found.tobytes()) >= 0
