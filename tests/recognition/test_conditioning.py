"""Conditioning: gain and digital silence change nothing, and no sound at all is too strange for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.recognition.conditioning import Conditioned, ConditioningSettings, condition

SETTINGS = ConditioningSettings()
HOP = 160
CLIPS = ("flite_slt/stop.flac", "flite_rms/my_hamstring_is_cramping.flac", "espeak_us/no.flac")


@pytest.fixture(params=CLIPS)
def clip(request, root):
    return read_whole(root / "audio_fixtures" / request.param)


def conditioned(samples) -> Conditioned:
    result = condition(np.asarray(samples, np.int16), SETTINGS)
    assert result is not None
    return result


def level(samples) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.asarray(samples, np.float64) ** 2)))


def assert_alike(first: Conditioned, second: Conditioned, least: float) -> None:
    """Nearly the same length, the same level and the same form; the cut may lie a hop or two off."""
    assert abs(len(first.samples) - len(second.samples)) <= 2 * HOP
    ours, theirs = speech_of(first), speech_of(second)
    assert level(ours) == pytest.approx(level(theirs), rel=0.1)
    fits = [fit(ours[shift:], theirs) for shift in (0, HOP, 2 * HOP)]
    fits += [fit(ours, theirs[shift:]) for shift in (HOP, 2 * HOP)]
    assert max(fits) > least


def fit(first, second) -> float:
    """Correlation of two signals from their beginnings on."""
    length = min(len(first), len(second))
    return float(np.corrcoef(first[:length], second[:length])[0, 1])


def speech_of(result: Conditioned):
    """The part between the made-up room at both ends."""
    roll = round(SETTINGS.roll * SAMPLE_RATE)
    return result.samples[roll : len(result.samples) - roll].astype(np.float64)


@pytest.mark.parametrize("decibels", [-10, 10])
def test_a_microphone_s_gain_changes_nothing(clip, decibels):
    quiet = clip / 4  # so that the loud copy stays below full scale
    first, second = conditioned(quiet), conditioned(quiet * 10 ** (decibels / 20))
    assert_alike(first, second, 0.99)
    assert abs(first.speech[0] - second.speech[0]) <= 0.02
    assert abs(first.speech[1] - second.speech[1]) <= 0.02


@pytest.mark.parametrize(("before", "after"), [(0.1, 0.0), (0.0, 0.1), (0.1, 0.1), (3.0, 3.0)])
def test_digital_silence_around_it_changes_nothing(clip, before, after):
    padded = np.concatenate(
        [np.zeros(round(before * SAMPLE_RATE), np.int16), clip, np.zeros(round(after * SAMPLE_RATE), np.int16)]
    )
    first, second = conditioned(clip), conditioned(padded)
    assert_alike(first, second, 0.97)
    # the times move with the padding
    assert second.speech[0] == pytest.approx(first.speech[0] + before, abs=0.03)
    assert second.speech[1] == pytest.approx(first.speech[1] + before, abs=0.03)
    assert second.offset == pytest.approx(first.offset + before, abs=0.03)


def test_where_the_room_is_cut_off_by_digital_silence_it_goes_on(clip):
    whole = np.concatenate([np.zeros(SAMPLE_RATE, np.int16), clip, np.zeros(SAMPLE_RATE, np.int16)])
    noise = np.random.default_rng(7).normal(0, 0.05 * level(clip), len(whole))
    noisy = (whole / 2 + noise).astype(np.int16)
    begin, end = (round(edge * SAMPLE_RATE) for edge in conditioned(noisy).speech)
    cut = noisy.copy()
    cut[: begin - 1600] = cut[end + 1600 :] = 0
    roll = round(SETTINGS.roll * SAMPLE_RATE)
    for part, name in ((slice(0, roll // 2), "before"), (slice(-roll // 2, None), "after")):
        room, made_up = conditioned(noisy).samples[part], conditioned(cut).samples[part]
        assert 0.5 < level(made_up) / level(room) < 2, name


def test_speech_comes_out_at_one_level(clip):
    assert level(speech_of(conditioned(clip))) == pytest.approx(SETTINGS.level, rel=0.5)


def test_nothing_said_is_nothing(tmp_path):
    assert condition(np.zeros(0, np.int16), SETTINGS) is None
    assert condition(np.zeros(SAMPLE_RATE, np.int16), SETTINGS) is None


@pytest.mark.parametrize("constant", [-32768, -1, 1, 32767])
def test_a_constant_is_no_sound(constant):
    assert condition(np.full(SAMPLE_RATE, constant, np.int16), SETTINGS) is None


def test_the_same_sound_gives_the_same_samples(clip):
    np.testing.assert_array_equal(conditioned(clip).samples, conditioned(clip.copy()).samples)


def test_the_recording_itself_is_left_alone(clip):
    before = clip.copy()
    condition(clip, SETTINGS)
    np.testing.assert_array_equal(clip, before)


def assert_sound(samples: np.ndarray) -> None:
    result = condition(samples, SETTINGS)
    if result is None:
        return
    assert result.samples.dtype == np.int16
    assert result.samples.ndim == 1
    roll = round(SETTINGS.roll * SAMPLE_RATE)
    assert 2 * roll <= len(result.samples) <= 2 * roll + max(len(samples), 400)
    begin, end = result.speech
    assert 0 <= begin <= end <= max(len(samples), 400) / SAMPLE_RATE
    assert result.offset == pytest.approx(begin - SETTINGS.roll)


square = np.where(np.arange(SAMPLE_RATE) % 100 < 50, 32767, -32768).astype(np.int16)


@pytest.mark.parametrize(
    "samples",
    [
        np.array([1], np.int16),
        np.array([-32768], np.int16),
        square,
        square[:399],
        square[:400],
        square[:401],
        np.eye(1, SAMPLE_RATE, 8000, dtype=np.int16)[0] * 32767,
        np.concatenate([np.zeros(SAMPLE_RATE, np.int16), square[:1]]),
    ],
    ids=["one", "lowest", "square", "short square", "frame", "frame and one", "click", "click at the end"],
)
def test_no_sound_is_too_strange(samples):
    assert_sound(samples)


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.int16, st.integers(0, 3000), elements=st.integers(-32768, 32767)))
def test_no_array_of_samples_is_too_strange(samples):
    assert_sound(samples)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 12_000), st.floats(0, 32767), st.floats(0, 1))
def test_no_noise_with_gaps_is_too_strange(seed, count, peak, gaps):
    chance = np.random.default_rng(seed)
    noise = chance.normal(0, peak, count).clip(-32768, 32767)
    noise[chance.random(count) < gaps] = 0
    assert_sound(noise.astype(np.int16))
