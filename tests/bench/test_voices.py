"""The bench's synthetic voices: `start.py test` installs every one of them, and each speaks."""

import numpy as np
import pytest

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench import voices
from voice_coach.bench.voices import VOICES, available, by_rule, synthesise
from voice_coach.errors import MissingComponent


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_it_speaks(voice):
    said = synthesise(voice, "call an ambulance")
    assert 0.5 < said.size / SAMPLE_RATE < 4.0
    assert np.abs(said.astype(int)).max() > 1000


def test_all_are_at_hand_and_a_quarter_or_more_is_made_by_rule():
    assert available() == VOICES
    assert [voice.name for voice in VOICES if by_rule(voice.name)] == [
        "espeak_us",
        "espeak_us_female",
        "espeak_gb",
        "espeak_scotland",
    ]


def test_a_machine_without_any_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(voices.shutil, "which", lambda program: None)
    with pytest.raises(MissingComponent, match="apt-get install flite espeak-ng"):
        available()
