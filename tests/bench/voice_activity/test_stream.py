"""Streams of clips in noise: the truth stands where the clips are, and the noise as loud as was asked for."""

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench.mixing import frame_energy
from voice_coach.bench.voice_activity.stream import GAP, as_samples, at_level, in_noise, levelled, music, pink, white

RATE = 16_000
KINDS = {"music": music, "pink": pink, "white": white}


@pytest.fixture(scope="module")
def clips(root):
    return [read_whole(root / f"audio_fixtures/flite_{voice}/stop.flac") for voice in ("slt", "rms")]


def level(samples):
    return 10 * np.log10(np.mean(samples.astype(float) ** 2))


def test_each_clip_stands_where_the_truth_says(clips):
    stream = in_noise(clips, white(2.0), 24.0)
    assert len(stream.speech) == 2
    spoken = [stream.samples[round(one.start * RATE) : round(one.end * RATE)] for one in stream.speech]
    gaps = (stream.samples[: round(3 * RATE)], stream.samples[-round(3 * RATE) :])
    assert min(map(level, spoken)) > max(map(level, gaps)) + 10
    assert stream.speech[0].start >= GAP
    assert stream.speech[1].start >= stream.speech[0].end + GAP
    assert stream.samples.size == sum(clip.size for clip in clips) + 3 * round(GAP * RATE)


def test_a_quiet_clip_comes_out_as_loud_as_a_loud_one(clips):
    loud, quiet = levelled(clips[0]), levelled((clips[0] // 16).astype(np.int16))
    assert level(loud) == pytest.approx(level(quiet), abs=0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_six_decibels_more_noise_are_six_decibels_more(kind):
    noise = KINDS[kind](2.0)
    soft, loud = at_level(noise, 5 * RATE, 12.0), at_level(noise, 5 * RATE, 6.0)
    assert loud.size == 5 * RATE  # repeated as needed
    assert level(loud) - level(soft) == pytest.approx(6.0, abs=0.01)


def test_steady_noise_is_as_far_below_speech_as_was_asked_for(clips):
    speech = np.sqrt(frame_energy(as_samples(levelled(clips[0]))) / 2048)
    noise = np.sqrt(np.mean(at_level(white(3.0), 3 * RATE, 12.0) ** 2))
    assert 20 * np.log10(speech / noise) == pytest.approx(12.0, abs=0.8)


@pytest.mark.parametrize("kind", KINDS)
def test_a_noise_is_finite_and_the_same_at_every_call(kind):
    first = KINDS[kind](1.5)
    assert first.shape == (round(1.5 * RATE),)
    assert np.isfinite(first).all()
    assert first.std() > 0
    assert np.array_equal(first, KINDS[kind](1.5))


def test_what_is_too_loud_is_clipped_not_wrapped():
    assert as_samples(np.array([40_000.0, -40_000.0, 1.6])).tolist() == [32_767, -32_768, 2]
