"""The truth of a clip: speech stands out of its own clip, and a click is none."""

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench.voice_activity.truth import Speech, speech_of

RATE = 16_000


def between_silence(sound, before=0.5, after=0.7):
    quiet = np.random.default_rng(4).integers(-3, 4, round((before + after) * RATE)).astype(np.int16)
    return np.concatenate([quiet[: round(before * RATE)], sound, quiet[round(before * RATE) :]])


def tone(seconds):
    return (8000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)).astype(np.int16)


def test_a_sound_between_silence_is_found_to_a_step():
    found = speech_of(between_silence(tone(0.4)))
    assert found.start == pytest.approx(0.5, abs=0.03)
    assert found.end == pytest.approx(0.9, abs=0.03)


def test_a_click_before_it_is_no_speech():
    clip = between_silence(tone(0.4))
    clip[2000:2040] = 20_000
    assert speech_of(clip).start == pytest.approx(0.5, abs=0.03)


def test_where_nothing_stands_out_it_is_the_whole_clip():
    assert speech_of(np.zeros(RATE, np.int16)) == Speech(0.0, 1.0)


def test_speech_moves_with_the_silence_before_it(root):
    clip = read_whole(root / "audio_fixtures/flite_slt/stop.flac")
    first, second = speech_of(between_silence(clip, 0.5)), speech_of(between_silence(clip, 1.5))
    assert second.start - first.start == pytest.approx(1.0, abs=0.011)
    assert second.end - second.start == pytest.approx(first.end - first.start, abs=0.011)
    assert first.shifted(2.0) == Speech(first.start + 2.0, first.end + 2.0)
