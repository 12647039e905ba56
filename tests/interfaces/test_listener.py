"""The listener: what the ear gets of a microphone beside a speaker."""

from __future__ import annotations

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, Frame
from voice_coach.interfaces.listener import AHEAD, Listener
from voice_coach.recognition.ear import Ear
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation


class Nobody:
    def decode(self, utterance: np.ndarray, start: float = 0.0) -> Hypothesis:
        return Hypothesis("")


class Marking:
    """A canceller that tells what it was given."""

    def __init__(self) -> None:
        self.references: list[np.ndarray] = []

    def accept(self, frame: Frame, reference: np.ndarray) -> Frame:
        self.references.append(reference)
        return Frame(frame.samples, frame.start, echo=True)


FRAME = Frame(np.ones(FRAME_SAMPLES, np.int16), 2.0)


def test_without_a_canceller_frames_pass_untouched() -> None:
    assert Listener(Ear(Nobody(), EndpointSettings())).clean(FRAME) is FRAME


def test_the_canceller_gets_what_is_played_a_little_ahead_of_its_time() -> None:
    asked: list[tuple[float, int]] = []
    canceller = Marking()

    def played(start: float, count: int) -> np.ndarray:
        asked.append((start, count))
        return np.zeros(count, np.int16)

    listener = Listener(Ear(Nobody(), EndpointSettings()), canceller, played)
    assert listener.clean(FRAME).echo
    Listener(Ear(Nobody(), EndpointSettings()), canceller, played, ahead=0.0).clean(FRAME)
    assert asked == [(2.0 + AHEAD, FRAME_SAMPLES), (2.0, FRAME_SAMPLES)]


def test_silence_is_nobody() -> None:
    listener = Listener(Ear(Nobody(), EndpointSettings()))
    for number in range(50):
        frame = Frame(np.zeros(FRAME_SAMPLES, np.int16), number * 0.02)
        assert listener.hear(frame, Situation.QUESTION, speaking=False) is None
    assert not listener.hearing
