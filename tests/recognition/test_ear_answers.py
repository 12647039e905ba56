"""Ear in a crowd: when it looks for an answer by the nearest of several people, and when it must not."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recognition.beside import beside
from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.paths import intents_folder
from voice_coach.recognition.ear import AFTER_PROMPT, Ear
from voice_coach.recognition.hypothesis import Ending, Hypothesis
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation
from voice_coach.understanding.library import load_library

BEFORE = 0.5
"""Seconds of silence before somebody speaks."""


class Crowd:
    """Hears other people's talk in everything, and an answer `late` seconds into it."""

    def __init__(self, heard: str = "[unk]", *, crowded: bool = True, late: float = 0.3, found: bool = True) -> None:
        self.heard = Hypothesis(heard, margin=-1.0, ending=Ending.UNKNOWN, crowded=crowded)
        self.late, self.found = late, found
        self.asked = 0

    def decode(self, utterance, start: float = 0.0) -> Hypothesis:
        return self.heard

    def answer(self, utterance, start: float = 0.0) -> Hypothesis | None:
        self.asked += 1
        end = start + utterance.size / SAMPLE_RATE
        return Hypothesis("no", margin=1.0, start=start + self.late, end=end) if self.found else None


@pytest.fixture
def stop(root):
    return read_whole(root / "audio_fixtures" / "flite_slt" / "stop.flac")


def caught(crowd, stop, situation=Situation.QUESTION, prompt_until=0.0):
    """What is caught of one utterance while the coach speaks until then."""
    ear = Ear(crowd, EndpointSettings())
    sound = np.concatenate([np.zeros(round(BEFORE * SAMPLE_RATE), np.int16), stop, np.zeros(32_000, np.int16)])
    catches = []
    for frame in frames_of([sound]):
        ear.expect(situation, speaking=frame.start < prompt_until)
        catches.append(ear.accept(frame))
    (catch,) = [catch for catch in catches if catch is not None]
    return catch


def test_an_answer_is_found_and_begins_where_it_was_said(stop):
    catch = caught(Crowd(late=0.3), stop)
    assert (catch.hypothesis.text, catch.hypothesis.margin) == ("no", 1.0)
    assert catch.utterance.voice_start == catch.hypothesis.start == pytest.approx(catch.utterance.start + 0.3)
    assert catch.hypothesis.end == catch.utterance.voice_end


@pytest.mark.parametrize("late", [0.0, 60.0])
def test_it_never_begins_outside_the_voice(stop, late):
    catch = caught(Crowd(late=late), stop)
    assert catch.hypothesis.text == "no"
    assert catch.utterance.voice_start <= catch.hypothesis.start <= catch.utterance.voice_end


@pytest.mark.parametrize("situation", [Situation.IDLE, Situation.STEP, Situation.EMERGENCY])
def test_without_a_question_nothing_is_looked_for(stop, situation):
    crowd = Crowd()
    assert caught(crowd, stop, situation).hypothesis.text == "[unk]"
    assert crowd.asked == 0


@pytest.mark.parametrize(("heard", "crowded"), [("stop", True), ("[unk]", False), ("", False)])
def test_what_is_a_phrase_or_nobody_else_s_stays(stop, heard, crowded):
    crowd = Crowd(heard, crowded=crowded)
    assert caught(crowd, stop).hypothesis.text == heard
    assert crowd.asked == 0


def test_where_no_answer_stands_out_there_is_none(stop):
    crowd = Crowd(found=False)
    assert caught(crowd, stop).hypothesis.text == "[unk]"
    assert crowd.asked == 1


def test_the_coach_s_own_last_word_is_no_answer(stop):
    alone = caught(Crowd(), stop)
    said = alone.hypothesis.start
    assert caught(Crowd(), stop, prompt_until=said - AFTER_PROMPT + 0.1).hypothesis.text == "[unk]"
    late = caught(Crowd(), stop, prompt_until=said - AFTER_PROMPT - 0.05)
    assert late.hypothesis.text == "no"


def test_an_ear_on_a_recogniser_that_finds_no_answers_works_on(stop):
    class Plain:
        def decode(self, utterance, start: float = 0.0) -> Hypothesis:
            return Hypothesis("[unk]", ending=Ending.UNKNOWN, crowded=True)

    assert caught(Plain(), stop).hypothesis.text == "[unk]"


@pytest.mark.parametrize(("situation", "text"), [(Situation.QUESTION, "stop"), (Situation.IDLE, "[unk]")])
def test_the_product_hears_an_answer_beside_an_instructor_only_when_it_has_asked(model, root, situation, text):
    recogniser = load_recogniser(model, load_library(intents_folder()))
    clip = "festival_slt/stop"
    sound = beside("instructor", read_whole(root / "audio_fixtures" / f"{clip}.flac"), clip)
    ear = Ear(recogniser, EndpointSettings())
    ear.expect(situation)
    assert [catch for frame in frames_of([sound]) if (catch := ear.accept(frame))] == []
    last = ear.flush()
    assert last is not None
    assert last.hypothesis.text == text
