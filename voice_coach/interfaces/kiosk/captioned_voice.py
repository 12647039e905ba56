"""Captioned voice: a voice that falls silent rather than fail, for its words stand on the screen as well."""

from __future__ import annotations

import logging
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.coach import Prompter
from voice_coach.errors import MissingVoice
from voice_coach.speech.port import PromptAudio

SECONDS_A_WORD: Final = 0.4
"""Seconds that a word takes to be read; people read three to four a second."""

log = logging.getLogger(__name__)


class CaptionedVoice:
    """The `Prompter` of a conversation with a screen."""

    def __init__(self, voice: Prompter) -> None:
        self._voice = voice
        self.trouble: str | None = None
        """Why the last line had no sound, in one sentence; None when it had."""

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        """The audio of a line, or silence for as long as it takes to read it."""
        try:
            audio = self._voice.prompt(line, text, words_per_minute)
        except MissingVoice as error:
            log.warning("%s", error)
            self.trouble = str(error)
            return PromptAudio(np.zeros(round(SECONDS_A_WORD * len(text.split()) * SAMPLE_RATE), np.int16))
        self.trouble = None
        return audio
