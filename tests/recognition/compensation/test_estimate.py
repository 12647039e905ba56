from __future__ import annotations

import numpy as np
import pytest

from voice_coach.recognition.compensation.estimate import Estimator, Surroundings
from voice_coach.recognition.compensation.room import learn_room
from voice_coach.recognition.compensation.spectrum import MEL_BINS, log_mel, spectral

ANY = np.random.default_rng(9)


@pytest.fixture(scope="module")
def mixed(acoustics, hum):
    """Log-mel spectra drawn from the model's own Gaussians through a known channel, under known noise."""
    channel, noise = np.full(MEL_BINS, 14.0), np.full(MEL_BINS, 13.0)
    codebooks = [book for book in range(acoustics.means.shape[1]) if book not in acoustics.noises]
    chosen = ANY.choice(codebooks, 400)
    gaussians = ANY.integers(0, acoustics.means.shape[2], 400)
    cepstra = acoustics.means[0][chosen, gaussians]
    speech = cepstra @ spectral().T + channel
    speech[::2] = -50.0
    return np.logaddexp(speech, noise + 0.3 * ANY.standard_normal((400, MEL_BINS))), channel, noise


def test_the_noise_is_found_from_a_wrong_guess(acoustics, hum, mixed):
    spectra, channel, noise = mixed
    start = Surroundings(channel + 1.0, noise - 1.5)
    found = Estimator(acoustics).find(spectra, start, learn_room(hum))
    assert abs((found.noise - noise).mean()) < abs((start.noise - noise).mean()) / 2


def test_belief_keeps_the_channel(acoustics, hum, mixed):
    spectra, channel, noise = mixed
    start = Surroundings(channel + 1.0, noise)
    free = Estimator(acoustics).find(spectra, start, learn_room(hum))
    held = Estimator(acoustics).find(spectra, start, learn_room(hum), belief=1e6)
    assert np.abs(held.channel - start.channel).max() < 0.2
    assert np.abs(free.channel - start.channel).max() > 0.2


@pytest.mark.parametrize("count", [1, 2, 50])
def test_any_number_of_frames_gives_finite_numbers(acoustics, hum, count):
    spectra = log_mel(hum)[:count]
    found = Estimator(acoustics).find(spectra, Surroundings(np.full(25, 14.0), spectra.mean(axis=0)), learn_room(hum))
    assert np.isfinite(found.channel).all()
    assert np.isfinite(found.noise).all()
