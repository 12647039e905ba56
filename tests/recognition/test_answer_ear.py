"""Answer ear: a yes, a no or a stop by who is louder than the others; other words and other talk are none."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recognition.beside import beside
from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.paths import intents_folder
from voice_coach.recognition.answer_ear import Answer, AnswerEar
from voice_coach.recognition.conditioning import ConditioningSettings
from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.phrase_book import read_phrase_book
from voice_coach.recognition.second_ear.network import open_network
from voice_coach.recognition.second_ear.second_ear import SecondEar
from voice_coach.understanding.library import load_library

LEAD_IN = 1.0
"""Seconds for which the others talk before."""


@pytest.fixture(scope="module")
def answers():
    return EndingReader(load_library(intents_folder())).answers


@pytest.fixture(scope="module")
def ear(model, answers):
    return AnswerEar(SecondEar(open_network(), read_phrase_book(model)), answers, ConditioningSettings())


def test_answers_are_yes_no_and_stop_and_nothing_else(answers):
    assert {"yes", "no", "stop", "oh yes", "no i don't"} <= set(answers)
    assert not {"maybe", "i don't know", "next", "my calf hurts", "help", "no chest pain"} & set(answers)
    assert len({answers["yes"], answers["no"], answers["stop"]}) == 3
    assert answers["yes"] == answers["yeah"]


@pytest.mark.parametrize(
    ("kind", "clip"),
    [
        ("instructor", "festival_slt/stop"),
        ("instructor", "festival_kal/no"),
        ("instructor", "festival_slt/not_really"),
        ("babble", "festival_slt/yes"),
        ("babble", "flite_slt/not_really"),
    ],
)
def test_who_is_louder_than_the_others_answers(ear, answers, root, kind, clip):
    word = clip.split("/")[1].replace("_", " ")
    alone = read_whole(root / "audio_fixtures" / f"{clip}.flac")
    found = ear.hear(beside(kind, alone, clip))
    assert found is not None
    assert answers[found.text] == answers[word]
    assert found.margin >= 0.0
    assert LEAD_IN - 0.3 < found.begin < LEAD_IN + alone.size / SAMPLE_RATE


def test_other_words_other_talk_and_noise_are_no_answer(ear, root):
    folder = root / "audio_fixtures"
    paths = sorted((folder / "out_of_domain" / "flite_rms").glob("*.flac"))
    paths += [folder / "flite_rms" / f"{word}.flac" for word in ("next", "my_calf_is_cramping", "i_have_chest_pain")]
    for path in paths:
        assert ear.hear(beside("babble", read_whole(path), path.stem)) is None, path
    for kind in (NoiseKind.BABBLE, NoiseKind.INSTRUCTOR):
        assert ear.hear(load_noise(kind, 3, 4.0)) is None


def test_silence_and_nothing_are_no_answer(ear):
    assert ear.hear(np.zeros(0, np.int16)) is None
    assert ear.hear(np.zeros(16_000, np.int16)) is None


def test_two_stretches_that_differ_are_no_answer(ear, monkeypatch):
    texts = iter([("yes", 1.0), ("no", 2.0), ("yes", 1.0), ("yeah", 2.0)])

    def heard(utterance, share):
        return Answer(*next(texts), 0.5)

    monkeypatch.setattr(ear, "_heard", heard)
    assert ear.hear(np.zeros(100, np.int16)) is None
    assert ear.hear(np.zeros(100, np.int16)).text == "yeah"
