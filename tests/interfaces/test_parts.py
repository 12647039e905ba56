"""The parts that every conversation of a command shares."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

import pytest

from tests.conversation import SteadyVoice
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.errors import MissingNumber, MissingVoice
from voice_coach.interfaces.commands._parts import load_parts


def arguments(**given: object) -> argparse.Namespace:
    usual = {"intents": None, "country": None, "number": None, "outside": True, "wake": False, "wake_window": 8.0}
    return argparse.Namespace(**{**usual, "recordings": None, **given})


def test_a_coach_that_nobody_looks_after_needs_a_number() -> None:
    with pytest.raises(MissingNumber):
        load_parts(arguments(), need_number=True)
    assert load_parts(arguments(number="112"), need_number=True).settings.dialogue.emergency_number == "112"


def test_two_coaches_of_the_same_parts_know_nothing_of_each_other() -> None:
    parts = load_parts(arguments(number="112"), need_number=True)
    told: list[list[dict]] = [[], []]
    coaches = [
        parts.coach(VirtualPlayback(lambda: 0.0), events.append, cancelled=True, voice=SteadyVoice()) for events in told
    ]
    coaches[0].hear("my calf is cramping", 0.0)
    assert told[0]
    assert told[1] == []
    assert coaches[1].session.phase == "idle"


def test_a_voice_that_is_missing_is_told_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = load_parts(arguments(), need_number=False)

    def missing(line: str, text: str, words_per_minute: int) -> None:
        raise MissingVoice("the speech synthesiser cannot speak")

    monkeypatch.setattr(parts.voice, "prompt", missing)
    with pytest.raises(MissingVoice):
        parts.try_voice()


def test_prompts_are_made_only_while_the_coach_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = load_parts(arguments(), need_number=False)
    coach = parts.coach(VirtualPlayback(lambda: 0.0), lambda record: None, cancelled=True, voice=SteadyVoice())
    begun, go_on, made = threading.Event(), threading.Event(), []

    def slow(line: str, text: str, words_per_minute: int) -> None:
        begun.set()
        go_on.wait(10.0)
        made.append(line)

    monkeypatch.setattr(parts.voice, "prompt", slow)
    threads = threading.active_count()
    with parts.preparing(coach):
        assert begun.wait(10.0)
        threading.Timer(0.2, go_on.set).start()
    go_on.wait(10.0)
    assert len(made) == 1, "the one that was being made, and no other"
    assert threading.active_count() <= threads + 1  # the timer's may still be ending
