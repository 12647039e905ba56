"""A silence that is over by the clock waits for the ear, and what was begun before its end counts as said in time."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from voice_coach.audio.segmenter import Utterance
from voice_coach.interfaces.kiosk.silence import HEAR_OUT, Silence
from voice_coach.recognition.ear import Catch
from voice_coach.recognition.hypothesis import Hypothesis

DUE = 10.0


@dataclass
class Told:
    """A coach that waits for an answer until `deadline`, and an ear that is busy or not."""

    deadline: float | None = DUE
    silent: bool = True
    busy: bool = True
    times: list[float] = field(default_factory=list)
    heard: list[tuple[str, float, float]] = field(default_factory=list)

    def poll(self, now):
        self.times.append(now)

    def hear(self, hypothesis, now, *, voice_start):
        self.heard.append((hypothesis.text, now, voice_start))


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def silence(told):
    return Silence(told, told, 8.0)


def caught(voice_start, text="no"):
    samples = np.zeros(16_000, np.int16)
    utterance = Utterance(samples, voice_start - 0.2, voice_start + 0.8, voice_start, voice_start + 0.5, 10.5)
    return Catch(Hypothesis(text), utterance)


def test_a_busy_ear_holds_the_end_of_a_silence_for_a_while(told, silence):
    for now in (9.0, DUE, DUE + 1.0, DUE + HEAR_OUT):
        silence.poll(now)
    assert told.times == [9.0, DUE + HEAR_OUT]


@pytest.mark.parametrize("change", [{"busy": False}, {"silent": False}, {"deadline": None}])
def test_without_a_busy_ear_or_a_silence_nothing_is_held(change, told, silence):
    vars(told).update(change)
    silence.poll(DUE + 0.5)
    assert told.times == [DUE + 0.5]
    assert not silence.hearing_out(DUE + 0.5)


def test_an_answer_begun_in_time_is_told_as_before_the_silence_was_over(told, silence):
    silence.heard(caught(9.8), 10.6)
    [(text, now, voice_start)] = told.heard
    assert text == "no"
    assert 8.0 < now < DUE
    assert voice_start <= now
    silence.poll(11.0)
    assert told.times == []  # still heard out: the coach alone says when its silence is over


def test_an_answer_begun_too_late_is_told_as_it_came(told, silence):
    silence.heard(caught(10.2), 10.9)
    assert told.heard == [("no", 10.9, 10.2)]


def test_once_the_coach_was_told_of_its_end_a_silence_is_over(told, silence):
    told.busy = False
    silence.poll(10.4)
    silence.heard(caught(9.8), 10.6)
    assert told.heard == [("no", 10.6, 9.8)]
    silence.touched(11.0)
    assert told.times == [10.4]
