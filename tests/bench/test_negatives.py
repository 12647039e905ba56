"""Negatives that are made: how long, how many voices, the same for the same seed."""

import json

import numpy as np
import pytest
import soundfile

from voice_coach.bench import negatives
from voice_coach.bench.negatives import QUIETEST, levelled, make_negatives
from voice_coach.bench.other_speech import load_other_speech
from voice_coach.bench.voices import VOICES
from voice_coach.errors import BadInput, MissingComponent
from voice_coach.interfaces.cli import main
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

TWO = tuple(voice for voice in VOICES if voice.name in ("flite_slt", "flite_rms_high"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("negatives")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(negatives, "available", lambda: TWO)
        first = make_negatives(folder / "first", 0.01)
        make_negatives(folder / "second", 0.01)
    return folder, first


def test_every_voice_speaks_its_share_and_each_noise_is_there_alone(made):
    folder, hours = made
    assert {"flite_slt", "flite_rms_high", "two_people", "music_alone", "instructor_alone"} <= set(hours)
    spoken = sum(share for name, share in hours.items() if not name.endswith("_alone"))
    assert 0.01 <= spoken < 0.08
    for name, share in hours.items():
        files = list((folder / "first" / name).glob("*.flac"))
        assert sum(soundfile.info(path).duration for path in files) / 3600 == pytest.approx(share, rel=0.01)
    assert json.loads((folder / "first" / "negatives.json").read_text())["seed"] == 1


def test_the_same_seed_gives_the_same_recordings(made):
    folder, _ = made
    names = sorted(path.relative_to(folder / "first") for path in (folder / "first").rglob("*.flac"))
    assert names == sorted(path.relative_to(folder / "second") for path in (folder / "second").rglob("*.flac"))
    for name in names:
        first, second = (soundfile.read(folder / run / name, dtype="int16")[0] for run in ("first", "second"))
        assert np.array_equal(first, second)


def test_levels_are_drawn_between_their_limits():
    random = np.random.default_rng(0)
    loud = np.array([0, 20000, -30000], np.int16)
    peaks = [20 * np.log10(np.abs(levelled(loud, random)).max() / 32767) for _ in range(50)]
    assert QUIETEST - 0.1 < min(peaks) < -17
    assert -6 < max(peaks) < -2.9
    assert not levelled(np.zeros(3, np.int16), random).any()


def test_the_talk_varies_and_hardly_any_of_it_would_start_the_coach_as_text(root):
    speech, random = load_other_speech(), np.random.default_rng(0)
    said = [speech.sentence(random) for _ in range(120)]
    assert len(set(said)) > 110
    assert not any("{" in sentence for sentence in said)
    understanding = Understanding(load_library(root / "intents"))
    started = [
        sentence
        for sentence in said
        if understanding.interpret(Hypothesis(sentence.lower()), Expectation(Situation.IDLE)).accepted
    ]
    assert len(started) <= 0.03 * len(said), started


def test_a_blank_without_its_list_is_named(tmp_path):
    path = tmp_path / "speech.yaml"
    path.write_text("lists: {who: [me]}\nsentences: ['{who} saw {what}']\n", encoding="utf-8")
    with pytest.raises(BadInput, match='the list "what", which is not there'):
        load_other_speech(path)


def test_a_folder_that_holds_something_and_no_hours_are_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["bench", "--make-negatives", str(tmp_path)]) == 2
    assert "is not an empty folder" in capsys.readouterr().err
    assert negatives.main([str(tmp_path / "new"), "--hours", "0"]) == 2
    assert "give more than 0" in capsys.readouterr().err


def test_without_a_synthesiser_the_packages_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingComponent, match="apt-get install flite espeak-ng"):
        make_negatives(tmp_path / "new", 1.0)
