"""What `voice-coach bench` refuses, in one sentence."""

import json
import sys

import pytest

from voice_coach.interfaces.cli import main


def bench(*arguments):
    return main(["bench", *map(str, arguments)])


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.json"
    path.write_text(json.dumps({"missing.flac": {"intent": "nav_stop"}}), encoding="utf-8")
    return path


def test_without_its_inputs_it_says_which_are_needed(capsys):
    assert bench() == 2
    assert "--intents, --audio and --labels" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--engine", "kaldi"), '"kaldi" is not known'),
        (("--engine", "vosk,whisper"), '"whisper" is not known'),
        (("--jobs", "0"), "give 1 or more"),
        (("--snr", "6"), "belong together"),
        (("--noise", "n.wav", "--snr", "loud"), "give decibels"),
        (("--noise", "music,traffic", "--snr", "6"), '"traffic" is no file and no kind of noise'),
        (("--noise", "music", "--snr", "6", "--room", "close,9m"), '"9m" is not known'),
        (("--json", "/no/such/folder/out.json"), "/no/such/folder is no folder"),
        ((), "missing.flac is not there"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_two(more, message, labels, tiny_intents, capsys):
    assert bench("--intents", tiny_intents, "--audio", labels.parent, "--labels", labels, *more) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_without_matplotlib_a_plot_is_refused_before_anything_is_measured(labels, tiny_intents, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "voice_coach.bench.plot", None)
    arguments = ("--intents", tiny_intents, "--audio", labels.parent, "--labels", labels, "--plot", "out.png")
    assert bench(*arguments) == 3
    assert "pip install 'voice-coach[bench]'" in capsys.readouterr().err
