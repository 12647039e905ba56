from __future__ import annotations

import numpy as np

from voice_coach.recognition.compensation.spectrum import cepstral, log_mel, spectral, with_deltas


def test_twice_as_loud_is_two_logarithms_of_two_more(hum):
    assert np.allclose(log_mel(hum * 2.0) - log_mel(hum * 1.0), 2 * np.log(2), atol=1e-3)


def test_a_tone_is_loudest_in_its_own_filter():
    tone = 8000 * np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)
    low, high = log_mel(tone).mean(axis=0)[:5].max(), log_mel(tone).mean(axis=0)[8:14].max()
    assert high > low + 5


def test_a_frame_comes_every_ten_milliseconds():
    assert log_mel(np.zeros(16_000)).shape == (98, 25)


def test_less_than_a_frame_is_one_frame_of_finite_numbers():
    spectra = log_mel(np.zeros(3))
    assert spectra.shape == (1, 25)
    assert np.isfinite(spectra).all()


def test_the_way_back_from_a_cepstrum_has_that_cepstrum():
    cepstra = np.random.default_rng(1).standard_normal((4, 13))
    assert np.allclose(cepstra @ spectral().T @ cepstral().T, cepstra)


def test_deltas_of_a_slope_are_its_rise_over_four_frames():
    slope = np.arange(20.0)[:, None] * np.ones(13)
    streams = with_deltas(slope)
    assert np.allclose(streams[5:15, 1], 4.0)
    assert np.allclose(streams[5:15, 2], 0.0)
