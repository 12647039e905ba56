"""Alarm ear: an emergency beside other voices is heard, and neither other talk nor a denial is one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recognition.beside import beside
from voice_coach.audio.file import read_whole
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.voices import available, synthesise
from voice_coach.recognition.alarm_ear import AlarmEar
from voice_coach.recognition.conditioning import ConditioningSettings
from voice_coach.recognition.second_ear.network import open_network
from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie
from voice_coach.recognition.second_ear.second_ear import SecondEar

ALARMS = ("i have chest pain", "my chest hurts", "i can't breathe", "call an ambulance", "i am choking")
DENIALS = ("no chest pain", "i have no chest pain", "my chest doesn't hurt", "i can breathe fine")


@pytest.fixture(scope="module")
def ear():
    network = open_network()
    return AlarmEar(
        network, ALARMS, SecondEar(network, PhraseTrie([*ALARMS, *DENIALS, "stop"])), ConditioningSettings()
    )


@pytest.mark.parametrize(
    "clip", ["flite_rms/i_have_chest_pain", "flite_awb/i_have_chest_pain", "festival_ked/i_cant_breathe"]
)
def test_who_is_louder_than_seven_others_is_heard(ear, root, clip):
    heard = beside("babble", read_whole(root / "audio_fixtures" / f"{clip}.flac"), clip)
    text, margin = ear.hear(heard, heard.size)
    assert text.replace("'", "").replace(" ", "_") == clip.split("/")[1]
    assert margin >= 0.0


@pytest.mark.parametrize("text", DENIALS)
def test_a_denial_beside_others_is_no_emergency(ear, text):
    voice = next(voice for voice in available() if voice.name == "flite_rms")
    heard = beside("babble", synthesise(voice, text), text)
    assert ear.hear(heard, heard.size) is None


def test_other_talk_and_noise_are_no_emergency(ear, root):
    paths = sorted((root / "audio_fixtures" / "out_of_domain" / "flite_rms").glob("*.flac"))
    assert len(paths) >= 5
    for path in paths:
        heard = beside("babble", read_whole(path), path.stem)
        assert ear.hear(heard, heard.size) is None, path
    for kind in (NoiseKind.BABBLE, NoiseKind.INSTRUCTOR):
        assert ear.hear(load_noise(kind, 3, 4.0), 64_000) is None


def test_where_nobody_else_is_heard_it_is_not_listened_again(ear, root):
    alone = read_whole(root / "audio_fixtures" / "flite_rms" / "i_have_chest_pain.flac")
    assert ear.hear(alone, alone.size // 2) is None
    assert ear.hear(np.zeros(0, np.int16), 0) is None
    assert ear.hear(np.zeros(16_000, np.int16), 32_000) is None
