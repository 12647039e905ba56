"""`voice-coach ask`: the contract's JSON, its states, and its refusals."""

from __future__ import annotations

import json

import pytest

from voice_coach.interfaces.cli import main

KEYS = {"text", "intent", "slots", "score", "runner_up", "accepted", "polarity"}


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """The printed object."""
    assert main(["ask", *arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_object_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "my left calf is cramping")
    assert set(found) >= KEYS
    assert found["intent"] == "cramp_relief"
    assert found["slots"] == {"muscle": "calf", "side": "left"}
    assert found["accepted"] is True


def test_without_a_state_answers_and_topics_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "yes")["polarity"] == "affirm"
    assert ask(capsys, "should i drink water")["accepted"] is True
    assert ask(capsys, "next song please")["accepted"] is False


def test_the_state_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "yes", "--state", "idle")["accepted"] is False
    assert ask(capsys, "next", "--state", "step")["accepted"] is True
    assert ask(capsys, "chest pain", "--state", "emergency")["intent"] == "emergency"
    assert ask(capsys, "yes", "--state", "question:chest_breathing")["accepted"] is True


def test_nothing_matched_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "what time do you close")
    assert (found["intent"], found["accepted"], found["reason"]) == (None, False, "unknown")


def test_an_unknown_state_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "yes", "--state", "asleep"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "idle, question, step, emergency" in error


@pytest.mark.parametrize("text", ["", "\x00\x01", "yes " * 100_000, "🏋️ ¿qué?", "{muscle} <cramp> [unk"])
def test_any_text_is_answered(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert ask(capsys, text)["text"] is not None


def test_what_else_was_said_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, "no i mean no")
    assert (found["correction"], found["reported"], found["also"]) == ("certain", [], [])
    found = ask(capsys, "my calf is cramping for the third time this week")
    assert found["reported"] == ["recurring"]
    found = ask(capsys, "my calf is cramping should i ice it")
    assert found["also"] == [{"intent": "heat_or_cold", "slots": {}}]
