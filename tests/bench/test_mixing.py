"""Noise mixed by the barista set's rule."""

import numpy as np
import pytest

from voice_coach.bench.mixing import frame_energy, mix, noise_piece
from voice_coach.errors import BadInput


def test_the_energy_is_that_of_the_loudest_whole_frame():
    samples = np.zeros(2048 * 2 + 100, np.int16)
    samples[2048:2052] = [3, -4, 12, 0]
    samples[-50:] = 1000  # after the last whole frame: not counted
    assert frame_energy(samples) == 169.0


def test_a_clip_shorter_than_a_frame_is_one_frame():
    assert frame_energy(np.array([3, 4], np.int16)) == 25.0
    assert frame_energy(np.zeros(0, np.int16)) == 0.0


def test_a_mix_agrees_with_the_rule_worked_out_by_hand():
    speech, noise = np.zeros(2048, np.int16), np.zeros(2048, np.int16)
    speech[:2] = [3000, 4000]  # E = 25 000 000
    noise[1:3] = [100, -100]  # E = 20 000
    # At 10 dB: scale = sqrt(25e6 / (20e3 * 10)) = 11.1803; mixed = [3000, 5118.03, -1118.03]; peak 5118.03 -> 16384
    mixed = mix(speech, noise, 10.0)
    assert mixed[:4].tolist() == [9604, 16384, -3579, 0]
    assert mixed.dtype == np.int16


def test_six_decibels_more_noise_doubles_its_share():
    random = np.random.default_rng(0)
    speech = (3000 * np.sin(np.arange(16000) / 20)).astype(np.int16)
    noise = random.normal(0, 500, 16000).astype(np.int16)

    def share(snr):
        basis = np.stack([speech, noise], axis=1).astype(float)
        weights = np.linalg.lstsq(basis, mix(speech, noise, snr).astype(float), rcond=None)[0]
        return weights[1] / weights[0]

    assert share(6.0) / share(12.0206) == pytest.approx(2.0, rel=1e-3)


def test_silence_mixed_with_silence_stays_silence():
    silence = np.zeros(3000, np.int16)
    assert not mix(silence, silence, 6.0).any()


def test_the_same_seed_and_clip_get_the_same_noise_and_others_do_not():
    noise = np.arange(30000, dtype=np.int16)
    first = noise_piece(noise, 1000, 1, "a.flac")
    assert np.array_equal(first, noise_piece(noise, 1000, 1, "a.flac"))
    assert not np.array_equal(first, noise_piece(noise, 1000, 2, "a.flac"))
    assert not np.array_equal(first, noise_piece(noise, 1000, 1, "b.flac"))


def test_noise_shorter_than_the_clip_is_repeated():
    piece = noise_piece(np.array([1, 2, 3], np.int16), 10, 1, "a.flac")
    assert piece.size == 10
    assert set(np.diff(piece.astype(int))) <= {1, -2}


def test_an_empty_noise_file_is_named_as_the_cause():
    with pytest.raises(BadInput, match="noise"):
        noise_piece(np.zeros(0, np.int16), 10, 1, "a.flac")
