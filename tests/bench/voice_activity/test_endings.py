"""The end of speech, heard by our model: right when it came out whole, cut off when it closed within a pause."""

import math

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench.voice_activity.endings import (
    BY_SILENCE,
    BY_WORDS,
    Listener,
    Said,
    ends,
    hesitations,
    with_places,
)
from voice_coach.bench.voice_activity.stream import pink
from voice_coach.bench.voice_activity.truth import speech_of
from voice_coach.paths import intents_folder
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.understanding.interpretation import Situation
from voice_coach.understanding.library import load_library

NOISE = pink(4.0)


def said(root, text, group="commands"):
    clip = read_whole(root / f"audio_fixtures/flite_slt/{text.replace(' ', '_')}.flac")
    return Said(clip, text, group, Situation.QUESTION if text == "stop" else Situation.IDLE)


@pytest.fixture(scope="module")
def recogniser(model):
    return load_recogniser(model, load_library(intents_folder()))


def test_a_word_heard_in_a_quiet_room_is_closed_soon_and_sooner_by_words_than_by_silence(root, recogniser):
    closed = {}
    for way in (BY_WORDS, BY_SILENCE):
        found = ends(Listener(recogniser, way), [said(root, "stop", "stop")], NOISE, 30.0)
        assert (found.right, found.clips) == (1, 1)
        closed[way] = found.closed[0]
    assert 0.0 < closed[BY_WORDS] < closed[BY_SILENCE] < 2.0


def test_what_is_not_said_is_not_right_and_has_no_time(root, recogniser):
    other = said(root, "stop", "stop")
    wrong = Said(other.clip, "my calf is cramping", other.group, other.situation)
    found = ends(Listener(recogniser, BY_SILENCE), [wrong], NOISE, 30.0)
    assert (found.right, found.clips) == (0, 1)
    assert all(map(math.isnan, found.closed))


def test_a_pause_is_put_between_two_words_where_it_is_quiet(root, model):
    sayings = [said(root, "my calf is cramping"), said(root, "stop", "stop")]
    [(one, place)] = with_places(sayings, model)
    assert one.text == "my calf is cramping"
    speech = speech_of(one.clip)
    assert speech.start * 16_000 < place < speech.end * 16_000
    around = one.clip[place - 80 : place + 80].astype(float)
    assert np.std(around) < 0.5 * np.std(one.clip.astype(float))


def test_a_long_pause_cuts_in_two_and_a_breath_does_not(root, recogniser):
    one = said(root, "my calf is cramping")
    place = round((speech_of(one.clip).start + speech_of(one.clip).end) / 2 * 16_000)
    listener = Listener(recogniser, BY_SILENCE)
    breath, silence = (hesitations(listener, [(one, place)], pause, NOISE) for pause in (0.05, 2.5))
    assert (breath.cut, breath.clips) == (0, 1)
    assert (silence.cut, silence.right) == (1, 0)
