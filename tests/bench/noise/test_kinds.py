"""The synthesised noises: as long as asked, the same for the same seed, and what their names promise."""

import numpy as np
import pytest

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.noise.babble import spoken
from voice_coach.bench.noise.kind import NoiseKind, check_noise, load_noise
from voice_coach.bench.noise.music import FASTEST, SLOWEST, music
from voice_coach.errors import BadInput
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding


@pytest.mark.parametrize("kind", list(NoiseKind))
def test_a_noise_depends_on_its_seed_only(kind):
    noise = load_noise(kind, 1, 6.0)
    assert noise.dtype == np.int16
    assert noise.size == 6 * SAMPLE_RATE
    assert np.array_equal(noise, load_noise(kind, 1, 6.0))
    assert not np.array_equal(noise, load_noise(kind, 2, 6.0))


@pytest.mark.parametrize("kind", list(NoiseKind))
def test_a_noise_is_loud_and_is_not_clipped(kind):
    noise = load_noise(kind, 1, 12.0).astype(float)
    assert -26 < 20 * np.log10(np.sqrt(np.mean(noise**2)) / 32768) < -18
    assert np.mean(np.abs(noise) >= 32767) < 1e-3


def energies(noise, frame=160):
    return np.sum(noise[: noise.size // frame * frame].astype(float).reshape(-1, frame) ** 2, axis=1)


def test_the_beat_of_the_music_is_that_of_a_training_class():
    """The autocorrelation of the bass strokes peaks at a beat of 120 to 150 a minute (or a whole number of them)."""
    for seed in (1, 2, 3):
        spectrum = np.fft.rfft(music(16.0, seed).astype(float))
        spectrum[np.fft.rfftfreq(16 * SAMPLE_RATE, 1 / SAMPLE_RATE) > 120] = 0
        strokes = energies(np.fft.irfft(spectrum))
        strokes = np.maximum(0, np.diff(strokes))
        strokes -= strokes.mean()
        # 10 ms frames; lags of one beat, from the fastest to the slowest tempo, with a frame of slack.
        correlation = np.correlate(strokes, strokes, "full")[strokes.size - 1 :]
        beat = correlation[round(6000 / FASTEST) - 1 : round(6000 / SLOWEST) + 2].max()
        between = correlation[round(6000 / SLOWEST) + 4 : round(6000 / SLOWEST) + 9].max()
        assert beat > 2 * between


def test_clanks_are_rare_and_stand_out_where_babble_does_not():
    clanks, babble = (energies(load_noise(kind, 1, 12.0), 2048) for kind in (NoiseKind.CLANKS, NoiseKind.BABBLE))
    assert np.max(clanks) > 10 * np.mean(clanks)
    assert np.max(babble) < 5 * np.mean(babble)


def test_nothing_that_the_instructor_calls_is_a_yes_a_no_or_a_stop(root):
    understanding = Understanding(load_library(root / "intents"))
    calls = [" ".join(path.stem.split("_")[1:]) for path in spoken("instructor")]
    meant = [understanding.interpret(Hypothesis(call), Expectation(Situation.QUESTION)) for call in calls]
    assert len(calls) == 14
    assert [meaning.intent for meaning in meant if meaning.accepted and meaning.intent in ("answer", "nav_stop")] == []


def test_an_unknown_noise_is_refused_in_one_sentence():
    with pytest.raises(BadInput, match='"traffic" is no file and no kind of noise: use a file or music, clanks'):
        check_noise("traffic")
