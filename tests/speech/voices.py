"""Synthesisers for the speech tests."""

from __future__ import annotations

import numpy as np

from voice_coach.errors import MissingVoice
from voice_coach.speech.port import PromptAudio


class CountingSynthesiser:
    """Makes a tone a word long for each word, and counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def synthesise(self, text: str, *, words_per_minute: int) -> PromptAudio:
        self.asked.append((text, words_per_minute))
        count = round(len(text.split()) * 60 / words_per_minute * 16_000)
        return PromptAudio((5000 * np.sin(np.arange(count) / 10)).astype(np.int16))


class NoSynthesiser:
    """A machine without a voice."""

    def synthesise(self, text: str, *, words_per_minute: int) -> PromptAudio:
        raise MissingVoice("the speech synthesiser cannot speak: run `sudo apt install espeak-ng`")
