"""A person's recording is played instead of the synthesiser, unless it cannot be of that line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_coach.audio.level import active_level
from voice_coach.speech.recordings import LEVEL, Recordings

LINE = "relief.stop"
TEXT = "Stop the exercise and hold on to something."


def record(file: Path, seconds: float = 2.5, peak: float = 0.05, rate: int = 44_100) -> None:
    soundfile.write(file, peak * np.sin(2 * np.pi * 300 * np.arange(round(seconds * rate)) / rate), rate)


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_a_recording_is_used_at_the_common_level(tmp_path: Path, ending: str) -> None:
    record(tmp_path / f"{LINE}.{ending}")
    audio = Recordings(tmp_path).get(LINE, TEXT)
    assert audio is not None
    assert audio.seconds == pytest.approx(2.5, abs=0.1)
    assert active_level(audio.samples) == pytest.approx(LEVEL, abs=0.5)


def test_a_line_without_recording_and_a_missing_folder_are_fine(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert Recordings(tmp_path).get(LINE, TEXT) is None
    assert Recordings(tmp_path / "missing").get(LINE, TEXT) is None
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("seconds", "peak", "reason"),
    [
        (0.4, 0.3, "do not fit the line's 8 words"),
        (30.0, 0.3, "do not fit the line's 8 words"),
        (61.0, 0.3, "longer than 60 seconds"),
        (2.5, 0.001, "nearly silent"),
        (2.5, 0.0, "nearly silent"),
    ],
)
def test_a_recording_of_something_else_is_left_out_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, seconds: float, peak: float, reason: str
) -> None:
    record(tmp_path / f"{LINE}.wav", seconds, peak)
    recordings = Recordings(tmp_path)
    assert recordings.get(LINE, TEXT) is None
    assert recordings.get(LINE, TEXT) is None
    [warning] = caplog.messages
    assert reason in warning
    assert "the synthesiser speaks instead" in warning


def test_a_file_that_is_not_audio_is_left_out_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / f"{LINE}.wav").write_text("not audio")
    assert Recordings(tmp_path).get(LINE, TEXT) is None
    assert "not audio" in caplog.text


def test_a_recording_of_other_words_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # "Call 911" must not be played where the emergency number is 112.
    record(tmp_path / f"{LINE}.wav")
    (tmp_path / f"{LINE}.txt").write_text("Call 911 and stay where you are now.\n")
    recordings = Recordings(tmp_path)
    assert recordings.get(LINE, "Call 112 and stay where you are now.") is None
    assert "other words" in caplog.text
    assert recordings.get(LINE, "Call 911 and stay where you are now.") is not None
