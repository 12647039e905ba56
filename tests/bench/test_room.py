"""The gym's room: how much rings, and for how long."""

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.room import HALL, MICROPHONES, Hall, check_microphone, impulse_response, reverberate
from voice_coach.errors import BadInput


def reverberant_db(distance):
    response = impulse_response(distance, np.random.default_rng(1))
    return 10 * np.log10(np.sum(response[1:] ** 2) / response[0] ** 2)


def test_at_the_critical_distance_both_are_equally_loud_and_each_doubling_costs_six_decibels():
    assert reverberant_db(HALL.critical_distance) == pytest.approx(0, abs=0.2)
    assert reverberant_db(HALL.critical_distance / 2) == pytest.approx(-6, abs=0.3)
    assert reverberant_db(MICROPHONES["close"]) < -10 < reverberant_db(MICROPHONES["2m"])


def test_the_tail_falls_by_sixty_decibels_in_its_time():
    hall = Hall(rt60=1.0)
    response = impulse_response(2.0, np.random.default_rng(2), hall)
    left = np.cumsum(response[::-1] ** 2)[::-1]  # Schroeder's backward integral
    early, late = (10 * np.log10(left[round(at * SAMPLE_RATE)]) for at in (0.2, 0.6))
    assert (early - late) / 0.4 == pytest.approx(60, rel=0.1)


def test_a_clip_rings_on_keeps_its_peak_and_is_the_same_for_the_same_name(root):
    speech = read_whole(root / "audio_fixtures" / "flite_slt" / "stop.flac")
    wet = reverberate(speech, 2.0, 1, "stop")
    assert wet.size == speech.size + SAMPLE_RATE // 2
    assert abs(int(np.abs(wet).max()) - int(np.abs(speech).max())) <= 1
    assert np.abs(wet[speech.size :]).max() > 0.01 * np.abs(wet).max()
    assert np.array_equal(wet, reverberate(speech, 2.0, 1, "stop"))
    assert not np.array_equal(wet, reverberate(speech, 2.0, 1, "go"))
    assert np.corrcoef(speech, reverberate(speech, 0.4, 1, "stop")[: speech.size])[0, 1] > 0.8


def test_nothing_stays_nothing():
    assert reverberate(np.zeros(0, np.int16), 2.0, 1, "x").size == 0


def test_an_unknown_microphone_is_refused():
    with pytest.raises(BadInput, match='"9m" is not known: use close, 2m'):
        check_microphone("9m")
