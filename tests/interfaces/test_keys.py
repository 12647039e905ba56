"""Keys from a real terminal (a pty), and from no terminal at all."""

from __future__ import annotations

import io
import os
import pty
import sys
import termios

import pytest

from voice_coach.interfaces.keys import BUTTONS, Keys
from voice_coach.interfaces.text import BUTTONS as TOUCHES


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch):
    keyboard, screen = pty.openpty()
    with os.fdopen(screen, "rb", buffering=0) as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        yield keyboard, screen
    os.close(keyboard)


def test_a_key_is_there_without_enter_and_only_once(terminal) -> None:
    keyboard, _ = terminal
    with Keys() as keys:
        assert keys.pressed() == []
        os.write(keyboard, b"y n")
        pressed: list[str] = []
        while len(pressed) < 3:
            pressed += keys.pressed()
        assert pressed == ["y", " ", "n"]
        assert keys.pressed() == []


def test_the_terminal_is_given_back_as_it_was(terminal) -> None:
    _, screen = terminal
    before = termios.tcgetattr(screen)
    with Keys():
        assert termios.tcgetattr(screen)[3] != before[3]
    assert termios.tcgetattr(screen)[3] == before[3]


def test_the_end_of_input_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"s")
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        with Keys() as keys:
            assert keys.pressed() == ["s"]
            assert keys.pressed() == []


def test_every_key_is_a_touch_that_the_conversation_knows() -> None:
    assert set(BUTTONS.values()) <= set(TOUCHES)
