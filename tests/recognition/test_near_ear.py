"""Near ear: who is louder than the others is heard, when it is more than a few words; other talk and noise are not."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recognition.beside import beside
from voice_coach.audio.file import read_whole
from voice_coach.bench.front import Front, hear
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.paths import intents_folder
from voice_coach.recognition.conditioning import ConditioningSettings
from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.near_ear import NearEar
from voice_coach.recognition.phrase_book import read_phrase_book
from voice_coach.recognition.second_ear.network import open_network
from voice_coach.recognition.second_ear.second_ear import SecondEar
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.tokens import UNKNOWN


@pytest.fixture(scope="module")
def ear(model):
    every = SecondEar(open_network(), read_phrase_book(model))
    return NearEar(every, EndingReader(load_library(intents_folder())), ConditioningSettings())


@pytest.mark.parametrize("kind", ["babble", "instructor"])
@pytest.mark.parametrize("voice", ["flite_rms", "festival_slt"])
def test_who_is_louder_than_the_others_is_heard(ear, root, kind, voice):
    clip = root / "audio_fixtures" / voice / "my_calf_is_cramping.flac"
    heard = beside(kind, read_whole(clip), f"{voice}/my_calf_is_cramping")
    text, margin = ear.hear(heard, heard.size)
    assert text == "my calf is cramping"
    assert margin >= 0.0


def test_a_word_or_two_are_too_few(ear, root):
    clip = root / "audio_fixtures" / "festival_slt" / "stop.flac"
    heard = beside("instructor", read_whole(clip), "festival_slt/stop")
    assert ear.hear(heard, heard.size) is None


def test_other_talk_and_noise_are_no_phrase(ear, root):
    paths = sorted((root / "audio_fixtures" / "out_of_domain" / "flite_rms").glob("*.flac"))
    assert len(paths) >= 5
    for path in paths:
        heard = beside("babble", read_whole(path), path.stem)
        assert ear.hear(heard, heard.size) is None, path
    for kind in (NoiseKind.BABBLE, NoiseKind.INSTRUCTOR):
        assert ear.hear(load_noise(kind, 3, 4.0), 64_000) is None


def test_an_emergency_is_left_to_the_alarm_ear(ear, root):
    heard = beside("babble", read_whole(root / "audio_fixtures" / "flite_rms" / "i_have_chest_pain.flac"), "chest")
    found = ear.hear(heard, heard.size)
    assert found is None or "chest" not in found[0]


def test_where_nobody_else_is_heard_it_is_not_listened_again(ear, root):
    alone = read_whole(root / "audio_fixtures" / "flite_rms" / "stop.flac")
    assert ear.hear(alone, alone.size // 2) is None
    assert ear.hear(np.zeros(0, np.int16), 0) is None
    assert ear.hear(np.zeros(16_000, np.int16), 32_000) is None


def test_words_that_stand_out_for_too_short_a_time_were_put_together_of_several_people(ear, root, monkeypatch):
    heard = beside(
        "babble", read_whole(root / "audio_fixtures" / "flite_rms" / "my_calf_is_cramping.flac"), "flite_rms"
    )
    assert ear.hear(heard, heard.size) is not None
    monkeypatch.setattr("voice_coach.recognition.near_ear.SHORTEST_WORD", 1.0)
    assert ear.hear(heard, heard.size) is None


def test_a_word_in_babble_makes_no_phrase_of_several(shared, model):
    """It was "what do i say" in the 0.65 s of "right"."""
    said = read_whole(shared / "audio" / "words" / "right_97f4c236_nohash_2.flac")
    name = "people/single words/negative/right_97f4c236_nohash_2.flac"
    recogniser = load_recogniser(model, load_library(intents_folder()))
    stream = beside("babble", said, name, 6.0)
    heard = hear(stream, Front.SEGMENTER, Situation.IDLE, EndpointSettings(), recogniser)
    assert [utterance.hypothesis.text for utterance in heard] == [UNKNOWN]
