"""Recorded conversations through the command itself: real audio, the real model, the real voice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile


@pytest.fixture(scope="module")
def conversation(root: Path) -> list[Path]:
    return sorted((root / "audio_fixtures" / "conversation").glob("*.flac"))


@pytest.fixture(scope="module")
def voice(root: Path) -> Path:
    return root / "audio_fixtures" / "flite_slt"


def replay(model: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "replay", "--model", str(model), *map(str, arguments)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def events(model: Path, *arguments: object) -> list[dict]:
    done = replay(model, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def levels(told: list[dict]) -> list[str]:
    return [event["level"] for event in told if event["event"] == "level"]


def test_the_recorded_conversation_ends_in_self_care_and_its_speech_is_saved(
    model: Path, conversation: list[Path], tmp_path: Path
) -> None:
    speech = tmp_path / "coach.wav"
    told = events(model, *conversation, "--speech-out", speech)
    assert levels(told) == ["self_care"]
    assert told[-1]["reason"] == "finished"
    assert len([event for event in told if event["event"] == "ask"]) <= 8
    samples, rate = soundfile.read(speech, dtype="int16")
    assert rate == 16_000
    assert len(samples) / rate == pytest.approx(told[-1]["t"], abs=1.0)
    assert np.abs(samples).max() > 5_000


def test_two_runs_tell_the_same_events(model: Path, conversation: list[Path]) -> None:
    assert events(model, *conversation[:4]) == events(model, *conversation[:4])


def test_one_other_answer_gives_another_level(model: Path, conversation: list[Path], voice: Path) -> None:
    swollen = next(place for place, file in enumerate(conversation) if place > 5 and file.stem.endswith("_no"))
    no, following = conversation[swollen], conversation[swollen + 2]
    # Graver questions follow a swollen part: feeling, colour, growing pain; then drinking, heat and urine.
    changed = [*conversation[:swollen], voice / "yes.flac", no, no, no, following, no, no]
    told = events(model, *changed)
    assert levels(told) == ["doctor_today"]


def test_stop_said_over_the_coach_cuts_it(model: Path, conversation: list[Path], voice: Path) -> None:
    told = events(model, conversation[0], voice / "stop.flac", "--overlap", 3000)
    assert any(event["event"] == "say" and event["interrupted"] for event in told)
    assert told[-1] == {"t": told[-1]["t"], "event": "end", "reason": "stopped"}


def test_a_recording_that_does_not_exist_is_bad_input(model: Path, tmp_path: Path) -> None:
    done = replay(model, tmp_path / "nothing.wav")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "nothing.wav" in done.stderr


def test_what_was_said_before_a_broken_file_is_saved_all_the_same(
    model: Path, conversation: list[Path], tmp_path: Path
) -> None:
    speech = tmp_path / "coach.wav"
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    done = replay(model, conversation[0], broken, "--speech-out", speech)
    assert done.returncode == 2
    assert soundfile.info(speech).frames > 0


def test_no_model_is_named_with_its_mend(tmp_path: Path, conversation: list[Path]) -> None:
    done = replay(tmp_path / "none", conversation[0])
    assert done.returncode == 3
    assert "voice-coach models build embedded-en-us" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("overlap", ["-1", "70000", "nan"])
def test_an_overlap_out_of_range_is_bad_usage(model: Path, conversation: list[Path], overlap: str) -> None:
    assert replay(model, conversation[0], "--overlap", overlap).returncode == 2


def test_its_own_voice_in_the_microphone_changes_nothing(model: Path, conversation: list[Path]) -> None:
    told = events(model, *conversation[:3], "--leak", -10)
    assert [event["text"] for event in told if event["event"] in ("heard", "rejected")] == [
        "my calf is cramping",
        "no",
        "no",
    ]
    assert not any(event["event"] == "say" and event["interrupted"] for event in told)


def test_stop_over_a_prompt_that_leaks_still_stops(model: Path, conversation: list[Path], voice: Path) -> None:
    told = events(model, conversation[0], voice / "stop.flac", "--overlap", 3000, "--leak", -10)
    assert any(event["event"] == "say" and event["interrupted"] for event in told)
    assert told[-1]["reason"] == "stopped"


@pytest.mark.parametrize("wrong", [("--leak", "21"), ("--leak", "nan"), ("--leak", "0", "--leak-delay", "501")])
def test_a_leak_out_of_range_is_bad_usage(model: Path, conversation: list[Path], wrong: tuple[str, ...]) -> None:
    assert replay(model, conversation[0], *wrong).returncode == 2
