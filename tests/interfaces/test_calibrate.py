"""`voice-coach calibrate` with recordings; the microphone is tested where the sound server is."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from voice_coach.errors import EXIT_BAD_INPUT, EXIT_DONE
from voice_coach.interfaces.cli import main
from voice_coach.recognition.compensation.room import learned_room


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Where the room is kept."""
    path = tmp_path / "kept" / "room.npz"
    monkeypatch.setenv("VOICE_COACH_ROOM", str(path))
    return path


@pytest.fixture
def gym(tmp_path):
    """A recording of a room at 44.1 kHz, stereo."""
    noise = np.random.default_rng(3).standard_normal((6 * 44_100, 2)) * 0.05
    soundfile.write(tmp_path / "gym.wav", noise, 44_100)
    return tmp_path / "gym.wav"


def test_a_recording_is_learned_and_forgotten(room, gym, capsys):
    assert main(["calibrate", "--file", str(gym)]) == EXIT_DONE
    assert learned_room(room) is not None
    assert "Learned a room" in capsys.readouterr().out
    assert main(["calibrate", "--forget"]) == EXIT_DONE
    assert learned_room(room) is None
    assert main(["calibrate", "--forget"]) == EXIT_DONE
    assert "No room was learned" in capsys.readouterr().out


def test_no_sound_is_kept(room, gym):
    main(["calibrate", "--file", str(gym)])
    assert room.stat().st_size < gym.stat().st_size / 10


@pytest.mark.parametrize("seconds", ["0", "4", "1000", "nan"])
def test_too_short_or_too_long_is_told(room, seconds, capsys):
    assert main(["calibrate", "--seconds", seconds]) == EXIT_BAD_INPUT
    assert "--seconds" in capsys.readouterr().err
    assert not room.exists()


def test_a_recording_of_silence_leaves_the_old_room(room, gym, tmp_path, capsys):
    main(["calibrate", "--file", str(gym)])
    before = room.read_bytes()
    soundfile.write(tmp_path / "silence.wav", np.zeros(160_000), 16_000)
    assert main(["calibrate", "--file", str(tmp_path / "silence.wav")]) == EXIT_BAD_INPUT
    assert "ten seconds" in capsys.readouterr().err
    assert room.read_bytes() == before


def test_a_damaged_room_is_told_and_the_coach_hears_all_the_same(room, root, capsys):
    room.parent.mkdir()
    room.write_bytes(b"damaged")
    assert (
        main(["replay", str(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac"), "--json"]) == EXIT_DONE
    )
    told = capsys.readouterr()
    assert "calibrate" in told.err
    assert "cramp_relief" in told.out
