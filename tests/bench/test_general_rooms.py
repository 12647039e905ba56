"""General rooms: the command that makes the files of the package, and nothing else."""

from __future__ import annotations

import pytest

from voice_coach.audio.file import read_whole
from voice_coach.bench import general_rooms
from voice_coach.errors import EXIT_BAD_INPUT, EXIT_DONE
from voice_coach.recognition.compensation.room import ROOMS


def test_the_package_holds_what_the_command_makes(shared, tmp_path, monkeypatch):
    monkeypatch.setattr(general_rooms, "ROOMS", tmp_path)
    assert general_rooms.main([str(shared / "audio" / "noise" / "kitchen_first_half.flac")]) == EXIT_DONE
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in ROOMS.iterdir()}


@pytest.mark.parametrize("arguments", [[], ["one.flac", "two.flac"]])
def test_it_takes_one_recording(arguments, capsys):
    assert general_rooms.main(arguments) == EXIT_BAD_INPUT
    assert "usage" in capsys.readouterr().err


def test_the_mixture_has_as_much_of_each_kind(shared):
    kitchen = read_whole(shared / "audio" / "noise" / "kitchen_first_half.flac", 100.0)
    made = general_rooms.noises(kitchen)
    assert set(made) == {general_rooms.MIXTURE, "kitchen"}
    kinds = 5
    assert made[general_rooms.MIXTURE].size == kinds * general_rooms.SECONDS * 16_000
