"""Typed conversations through the command itself."""

from __future__ import annotations

import json
import subprocess
import sys


def text(typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", *options],
        input=typed, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def events(typed: str, *options: str) -> list[dict[str, object]]:
    done = text(typed, "--json", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_wait_that_is_no_number_names_its_line_and_the_mend() -> None:
    done = text("my calf is cramping\n@wait long\n")
    assert done.returncode == 2
    assert done.stderr.strip() == "voice-coach: line 2: `@wait long` is not a wait: write for instance `@wait 8`"


def test_a_touch_that_does_not_exist_is_bad_input() -> None:
    done = text("@fly\n")
    assert done.returncode == 2
    assert "line 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_input_at_all_ends_as_input_over() -> None:
    assert events("") == [{"t": 0.0, "event": "end", "reason": "input_over"}]


def test_bytes_that_are_no_text_start_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "text", "--json"],
        input=b"\xff\xfe\x00\x80\nchest day tomorrow\n", capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {json.loads(line)["event"] for line in done.stdout.splitlines()} <= {"rejected", "end"}


def test_touches_and_words_mix() -> None:
    told = events("my calf is cramping\n@no\nno\n@no\nno\n")
    assert [event["step"] for event in told if event["event"] == "step"] == ["stop", "stretch"]
    assert [event["button"] for event in told if event["event"] == "tapped"] == ["no", "no"]


def test_silence_after_a_danger_question_asks_again_and_never_ends_in_self_care() -> None:
    told = events("my calf is cramping\n@wait 600\n")
    assert len([event for event in told if event["event"] == "ask"]) >= 2
    levels = [event["level"] for event in told if event["event"] == "level"]
    assert levels
    assert "self_care" not in levels


def test_the_emergency_number_is_a_setting() -> None:
    told = events("i have chest pain\n", "--number", "112")
    assert any("112" in str(event.get("text", "")) for event in told)
    assert not any("{number}" in str(event.get("text", "")) for event in told)
