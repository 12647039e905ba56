"""How recordings become utterances and hypotheses."""

import numpy as np
import pytest

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.front import Front, hear
from voice_coach.recognition.hypothesis import Ending, Hypothesis
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

SETTINGS = EndpointSettings()


class Engine:
    """Hears the same whatever is said; counts how often it was asked."""

    def __init__(self, ending=None):
        self.ending = ending
        self.asked = 0

    def decode(self, utterance, start=0.0):
        self.asked += 1
        return Hypothesis("stop", start=start, ending=self.ending)


@pytest.fixture
def stop(root):
    quiet = np.zeros(2 * SAMPLE_RATE, np.int16)
    return np.concatenate([quiet, read_whole(root / "audio_fixtures/flite_slt/stop.flac"), quiet])


def test_silence_holds_no_utterance():
    assert hear(np.zeros(32000, np.int16), Front.SEGMENTER, Situation.IDLE, SETTINGS, Engine()) == []


def test_a_whole_clip_is_one_utterance_and_has_no_endpoint():
    engine = Engine()
    (spoken,) = hear(np.zeros(100, np.int16), Front.CLIP, Situation.IDLE, SETTINGS, engine)
    assert (spoken.hypothesis.text, spoken.hypothesis.start, spoken.endpoint_ms) == ("stop", 0.0, None)
    assert hear(np.zeros(0, np.int16), Front.CLIP, Situation.IDLE, SETTINGS, engine) == []
    assert engine.asked == 1


@pytest.mark.parametrize(
    ("ending", "milliseconds"), [(Ending.COMPLETE, SETTINGS.complete_silence * 1000), (None, 600.0)]
)
def test_a_word_is_closed_as_the_coach_would_close_it(stop, ending, milliseconds):
    engine = Engine(ending)
    (spoken,) = hear(stop, Front.SEGMENTER, Situation.QUESTION, SETTINGS, engine)
    assert spoken.endpoint_ms == pytest.approx(milliseconds)
    assert spoken.decode_ms >= 0.0
    assert engine.asked == 1


def test_a_recording_that_ends_within_speech_has_no_endpoint(stop):
    (spoken,) = hear(stop[: 5 * SAMPLE_RATE // 2], Front.SEGMENTER, Situation.QUESTION, SETTINGS, Engine())
    assert spoken.endpoint_ms is None
    assert spoken.hypothesis.text == "stop"


def test_an_engine_s_answers_in_a_crowd_are_asked_for_and_timed(stop):
    class Answering(Engine):
        def decode(self, utterance, start=0.0):
            return Hypothesis("[unk]", ending=Ending.UNKNOWN, crowded=True)

        def answer(self, utterance, start=0.0):
            return Hypothesis("no", margin=1.0, start=start)

    (spoken,) = hear(stop, Front.SEGMENTER, Situation.QUESTION, SETTINGS, Answering())
    assert spoken.hypothesis.text == "no"
    (spoken,) = hear(stop, Front.SEGMENTER, Situation.QUESTION, SETTINGS, Engine())
    assert spoken.hypothesis.text == "stop"
