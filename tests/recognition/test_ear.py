"""Ear: frames in, one hypothesis for every utterance out, with the times of the voice."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Frame
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

SETTINGS = EndpointSettings()


class Listener:
    """Remembers what it was given and always hears the same."""

    def __init__(self) -> None:
        self.given: list[tuple[int, float]] = []

    def decode(self, utterance, start: float = 0.0) -> Hypothesis:
        self.given.append((len(utterance), start))
        return Hypothesis("stop", margin=3.0, start=-1.0, end=-1.0)


@pytest.fixture
def stop(root):
    return read_whole(root / "audio_fixtures" / "flite_slt" / "stop.flac")


def silence(seconds: float):
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)


def listened(ear: Ear, *sounds, start: float = 0.0) -> list[tuple[float, Catch]]:
    """Everything that was caught, each with the time of the frame that closed it."""
    frames = frames_of([np.concatenate(sounds)], start)
    caught = ((frame.start, ear.accept(frame)) for frame in frames)
    return [(time, catch) for time, catch in caught if catch is not None]


def test_every_utterance_is_decoded_once(stop):
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    caught = listened(ear, silence(0.5), stop, silence(1.5), stop, silence(1.5))
    assert [catch.hypothesis.text for _, catch in caught] == ["stop", "stop"]
    assert len(listener.given) == 2
    assert ear.flush() is None


def test_the_times_are_those_of_the_voice_and_the_rest_is_the_recogniser_s(stop):
    ((_, catch),) = listened(Ear(Listener(), SETTINGS), silence(0.5), stop, silence(1.5), start=20.0)
    assert catch.hypothesis.start == catch.utterance.voice_start
    assert catch.hypothesis.end == catch.utterance.voice_end
    assert 20.5 < catch.hypothesis.start < catch.hypothesis.end < 20.5 + len(stop) / SAMPLE_RATE
    assert catch.hypothesis.margin == 3.0


def test_the_recogniser_gets_the_whole_utterance_and_its_place(stop):
    listener = Listener()
    ((_, catch),) = listened(Ear(listener, SETTINGS), silence(0.5), stop, silence(1.5), start=20.0)
    assert listener.given == [(len(catch.utterance.samples), catch.utterance.start)]


def test_silence_is_never_decoded():
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    assert listened(ear, silence(5)) == []
    assert ear.flush() is None
    assert listener.given == []


@pytest.mark.parametrize(
    ("situation", "wait"),
    [
        (Situation.IDLE, SETTINGS.speech_silence),
        (Situation.QUESTION, SETTINGS.answer_silence),
        (Situation.STEP, SETTINGS.answer_silence),
        (Situation.EMERGENCY, SETTINGS.answer_silence),
    ],
)
def test_an_answer_is_closed_sooner_than_free_speech(stop, situation, wait):
    ear = Ear(Listener(), SETTINGS)
    ear.expect(situation)
    ((closed, catch),) = listened(ear, silence(0.5), stop, silence(2))
    assert closed + FRAME_SECONDS - catch.utterance.voice_end == pytest.approx(wait, abs=FRAME_SECONDS)


def test_the_end_of_the_stream_closes_what_is_being_said(stop):
    ear = Ear(Listener(), SETTINGS)
    assert listened(ear, silence(0.5), stop[: len(stop) // 2]) == []
    assert ear.hearing
    caught = ear.flush()
    assert caught is not None
    assert caught.hypothesis.text == "stop"
    assert not ear.hearing
    assert ear.flush() is None


def test_after_a_gap_in_the_stream_nothing_of_before_is_decoded(stop):
    listener = Listener()
    ear = Ear(listener, SETTINGS)
    listened(ear, silence(0.5), stop[: len(stop) // 2])
    ear.reset()
    assert not ear.hearing
    assert ear.flush() is None
    assert listener.given == []


def test_it_hears_a_real_phrase_in_a_stream(tiny_recogniser, stop):
    ((_, catch),) = listened(Ear(tiny_recogniser, SETTINGS), silence(1), stop, silence(1.5))
    assert catch.hypothesis.text == "stop"


def test_a_stream_of_noise_never_raises(tiny_recogniser):
    ear = Ear(tiny_recogniser, SETTINGS)
    chance = np.random.default_rng(11)
    for index in range(150):
        peak = (0, 30, 32767)[index // 50]
        ear.accept(Frame(chance.integers(-peak, peak + 1, FRAME_SAMPLES).astype(np.int16), index * FRAME_SECONDS))
    ear.flush()
