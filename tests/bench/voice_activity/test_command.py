"""`python -m voice_coach.bench.voice_activity`: a table, or one sentence."""

import pytest

from voice_coach.audio.voice_activity import RoomVoiceActivity
from voice_coach.bench.voice_activity import __main__ as command


def test_activity_is_a_row_for_each_noise(shared, capsys, monkeypatch):
    def missing():
        raise ImportError

    monkeypatch.setattr(command, "MINUTE", 12.0)
    monkeypatch.setattr(command, "SNRS", (24.0,))
    monkeypatch.setattr(command, "DETECTORS", {"ours": RoomVoiceActivity, "silero 0.3": missing})
    assert command.main([str(shared / "audio"), "--only", "activity", "--every", "40"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ours")]
    assert [row.split("|")[2].strip() for row in rows] == ["kitchen 24", "music 24", "white 24", "pink 24"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--every", "0"], "--every 0: give 1 or more"),
        (["--only", "endings", "--fixtures", "nowhere"], "labels.json is not there"),
    ],
)
def test_a_mistake_is_one_sentence(more, message, shared, capsys, monkeypatch):
    monkeypatch.setattr(command, "MINUTE", 2.0)
    assert command.main([str(shared / "audio"), *more]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_folder_without_the_recordings_is_named(tmp_path, capsys):
    assert command.main([str(tmp_path)]) == 2
    assert "kitchen_first_half.flac is not there" in capsys.readouterr().err
