"""How recordings become utterances."""

import numpy as np

from voice_coach.bench.front import Front, cut
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation


def test_silence_holds_no_utterance():
    assert cut(np.zeros(32000, np.int16), Front.SEGMENTER, Situation.IDLE, EndpointSettings()) == []


def test_a_whole_clip_is_one_utterance_and_has_no_endpoint():
    (spoken,) = cut(np.zeros(100, np.int16), Front.CLIP, Situation.IDLE, EndpointSettings())
    assert (spoken.samples.size, spoken.start, spoken.endpoint_ms) == (100, 0.0, None)
    assert cut(np.zeros(0, np.int16), Front.CLIP, Situation.IDLE, EndpointSettings()) == []
