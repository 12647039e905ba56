"""Text: typed lines through the same conversation, without ears or voice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from voice_coach.coach import Coach
from voice_coach.errors import BadInput
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
from voice_coach.speech.port import PromptAudio

BUTTONS: Final = (
    "yes", "no", "not_sure", "next", "repeat", "back", "pause", "resume", "stop", "start_over", "help", "slower",
    "louder", "eased", "not_working", "emergency",
)  # fmt: skip
TYPING: Final = 1.0
"""Seconds that pass with every line."""

LONGEST_WAIT: Final = 86_400.0
"""Seconds; `@wait` takes no more than a day."""


class SilentVoice:
    """Prompts without sound and without length."""

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        """No audio at all."""
        return PromptAudio(np.zeros(0, np.int16))


class TextConversation:
    """One person at a keyboard."""

    def __init__(self, coach: Coach, conversation: VirtualConversation, clock: VirtualClock) -> None:
        self._coach = coach
        self._conversation = conversation
        self._clock = clock

    def run(self, lines: Iterable[str]) -> None:
        """Take lines until they end. Raises `BadInput` for an `@` line that is not known."""
        for number, line in enumerate(lines, start=1):
            self.take(line, number)
        self._conversation.finish()

    def take(self, line: str, number: int) -> None:
        """Take one line: words, `@wait SECONDS`, or `@BUTTON`."""
        words = line.split()
        if not words:
            return
        self._conversation.advance(self._clock.now + TYPING)
        self._conversation.settle()
        if not words[0].startswith("@"):
            self._coach.hear(" ".join(words), self._clock.now)
        elif words[0] == "@wait":
            self._conversation.advance(self._clock.now + _seconds(words, number))
        else:
            self._coach.tap(_button(words, number), self._clock.now)
        self._conversation.settle()


def _seconds(words: list[str], number: int) -> float:
    try:
        (text,) = words[1:]
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT:
        raise BadInput(f"line {number}: `{' '.join(words)}` is not a wait: write for instance `@wait 8`")
    return seconds


def _button(words: list[str], number: int) -> str:
    button = "_".join(words)[1:].lower()
    if button not in BUTTONS:
        known = " ".join(f"@{name}" for name in BUTTONS)
        raise BadInput(f"line {number}: `{' '.join(words)}` is not a touch: use one of @wait {known}")
    return button
