"""The engine that forces every transcript onto a phrase."""

import numpy as np

from voice_coach.bench.engines.corrected import CorrectedRecogniser, nearest
from voice_coach.recognition.hypothesis import Hypothesis

PHRASES = ("stop", "night cramps", "my calf is cramping")


class Says:
    def __init__(self, text):
        self.text = text

    def decode(self, utterance, start=0.0):
        return Hypothesis(self.text, start=start, end=start + 1.0, strict=False)


def test_anything_said_is_forced_onto_a_phrase_however_far_it_is():
    assert nearest("the weather is lovely in the mountains", PHRASES) in PHRASES
    heard = CorrectedRecogniser(Says("sheila"), PHRASES).decode(np.zeros(16, np.int16), 2.0)
    assert heard.text in PHRASES
    assert (heard.start, heard.end) == (2.0, 3.0)


def test_silence_is_not_forced():
    assert CorrectedRecogniser(Says(""), PHRASES).decode(np.zeros(16, np.int16)).text == ""


def test_a_substituted_letter_costs_three_as_in_wyoming_vosk():
    # "ab" -> "ax" is one substitution (3) or one deletion and one insertion (2); "abcd" is two insertions (2).
    # With plain weights "ax" (1) would be nearer than "abcd" (2); so weighted they tie and the first wins.
    assert nearest("ab", ("abcd", "ax")) == "abcd"
    assert nearest("ab", ("ax", "abcd")) == "ax"
