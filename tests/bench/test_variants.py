"""Silence and level variants."""

import numpy as np

from voice_coach.bench.variants import CLEAN, ROBUSTNESS, Variant, noisy


def test_the_clean_variant_changes_nothing():
    samples = np.array([1, -2, 32767], np.int16)
    assert np.array_equal(CLEAN.apply(samples), samples)


def test_silence_is_digital_and_as_long_as_it_says():
    altered = Variant("both", silence_before=0.1, silence_after=3.0).apply(np.array([5, 6], np.int16))
    assert altered.size == 1600 + 2 + 48000
    assert altered[1600:1602].tolist() == [5, 6]
    assert not altered[:1600].any()
    assert not altered[1602:].any()


def test_gain_is_in_decibels_and_clips_instead_of_wrapping():
    samples = np.array([1000, -20000, 20000], np.int16)
    assert Variant("down", gain=-20.0).apply(samples).tolist() == [100, -2000, 2000]
    assert Variant("up", gain=10.0).apply(samples).tolist() == [3162, -32768, 32767]


def test_names_are_unique_because_outcomes_are_filed_under_them():
    names = [variant.name for variant in (CLEAN, *ROBUSTNESS, *noisy((24.0, 6.0)))]
    assert len(set(names)) == len(names)
    assert names[-2:] == ["24 dB", "6 dB"]
