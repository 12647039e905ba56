from __future__ import annotations

import numpy as np
import pytest

from voice_coach.recognition.compensation.room import learn_room
from voice_coach.recognition.compensation.spectrum import cepstral, spectral
from voice_coach.recognition.compensation.taylor import compensate, through_room

MEANS = np.random.default_rng(2).standard_normal((6, 13)) * 5
VARIANCES = np.full((6, 13), 4.0)
SILENT, LOUD = np.full(25, -60.0), np.full(25, 60.0)


def test_without_noise_only_the_channel_is_added():
    channel = np.linspace(0, 2, 25)
    noisy = through_room(MEANS, VARIANCES, channel, SILENT, np.eye(13))
    assert np.allclose(noisy.means, MEANS + cepstral() @ channel, atol=1e-6)
    assert np.allclose(noisy.variances, VARIANCES, atol=1e-6)
    assert np.allclose(noisy.slopes, np.eye(13), atol=1e-6)


def test_under_deafening_noise_all_gaussians_are_the_noise():
    noisy = through_room(MEANS, VARIANCES, np.zeros(25), LOUD, 9.0 * np.eye(13))
    assert np.allclose(noisy.means, cepstral() @ LOUD, atol=1e-6)
    assert np.allclose(noisy.variances, 9.0, atol=1e-6)


def test_speech_and_noise_of_one_level_are_twice_as_strong():
    clean = MEANS[:1] @ spectral().T
    noisy = through_room(MEANS[:1], VARIANCES[:1], np.zeros(25), clean[0], np.eye(13))
    assert np.allclose(noisy.means, (clean + np.log(2)) @ cepstral().T)


def test_the_slopes_are_the_derivative():
    noise, step = np.full(25, 1.0), 1e-5
    here = through_room(MEANS, VARIANCES, np.zeros(25), noise, np.eye(13))
    for cepstrum in (0, 3, 12):
        moved = MEANS.copy()
        moved[:, cepstrum] += step
        there = through_room(moved, VARIANCES, np.zeros(25), noise, np.eye(13))
        assert np.allclose((there.means - here.means) / step, here.slopes[:, :, cepstrum], atol=1e-3)


@pytest.mark.parametrize("noise", [SILENT, np.zeros(25), LOUD])
def test_all_streams_keep_their_shape_and_positive_variances(acoustics, hum, noise):
    means, variances = compensate(acoustics, np.full(25, 15.0), noise, learn_room(hum).states[0])
    assert len(means) == len(variances) == 3
    for stream in range(3):
        assert means[stream].shape == acoustics.means[stream].shape
        assert (variances[stream] > 0).all()


def test_deltas_stay_as_they_are_without_noise(acoustics, hum):
    means, variances = compensate(acoustics, np.full(25, 15.0), SILENT, learn_room(hum).states[0])
    assert np.allclose(means[1], acoustics.means[1], atol=1e-4)
    assert np.allclose(variances[2], acoustics.variances[2], rtol=1e-3, atol=1e-4)
