"""Silence and level variants."""

import numpy as np

from voice_coach.bench.variants import CLEAN, ROBUSTNESS, Variant, across, noisy


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
    names = [variant.name for variant in (CLEAN, *ROBUSTNESS, *noisy(["kitchen.flac"], (24.0, 6.0)))]
    assert len(set(names)) == len(names)
    assert names[-2:] == ["24 dB", "6 dB"]


def test_a_lead_in_puts_the_same_noise_around_the_clip_and_changes_nothing_beside_it():
    speech = (3000 * np.sin(np.arange(16000) / 20)).astype(np.int16)
    noise = np.random.default_rng(0).normal(0, 500, 160_000).astype(np.int16)
    (variant,) = noisy(["music"], [6.0], lead_in=True)
    mixed = variant.render(speech, {"music": noise}, 1, "clip")
    assert mixed.size == 16000 + 16000 + 12800
    before, beside = mixed[:16000].astype(float), mixed[16000:32000].astype(float)
    share = np.sqrt(np.mean(before**2) / np.mean(beside**2))
    # At 6 dB by the loudest frame, white noise is a little over half as strong as the sine.
    assert 0.4 < share < 0.55
    assert np.array_equal(mixed, variant.render(speech, {"music": noise}, 1, "clip"))


def test_conditions_are_named_by_noise_level_and_microphone():
    variants = across((CLEAN, *noisy(["music", "a/kitchen.flac"], [12.0])), ["close", "2m"])
    assert [variant.name for variant in variants] == [
        "clean, close",
        "music 12 dB, close",
        "kitchen 12 dB, close",
        "clean, 2m",
        "music 12 dB, 2m",
        "kitchen 12 dB, 2m",
    ]


def test_across_the_room_the_clip_rings_and_the_ratio_is_kept_after_it():
    speech = np.zeros(16000, np.int16)
    speech[4000:8000] = (8000 * np.sin(np.arange(4000) / 10)).astype(np.int16)
    noise = np.random.default_rng(0).normal(0, 500, 64_000).astype(np.int16)
    (far,) = across(noisy(["music"], [40.0]), ["2m"])
    mixed = far.render(speech, {"music": noise}, 1, "clip")
    assert mixed.size == 16000 + 8000
    ringing = np.sqrt(np.mean(mixed[8800:12000].astype(float) ** 2))
    assert ringing > 10 * np.sqrt(np.mean(mixed[:3000].astype(float) ** 2))
