"""Port: how the rest of the coach makes a prompt into audio and gets it played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice_coach.audio.frame import Samples
from voice_coach.speech.word_times import Begins


@dataclass(frozen=True, slots=True, eq=False)
class PromptAudio:
    """One prompt as audio."""

    samples: Samples
    """Shape (n,), int16, 16 kHz mono."""

    begins: Begins = ()
    """When each word of its text begins, in seconds; () where nobody told."""

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / 16_000


class Synthesiser(Protocol):
    """Text in, audio out. Same text and settings give the same audio."""

    def synthesise(self, text: str, *, words_per_minute: int) -> PromptAudio:
        """Speak `text` into memory. Raises `MissingVoice` when there is no synthesiser on this machine."""


class Playback(Protocol):
    """One queue of prompts on one speaker."""

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a prompt; returns at once."""

    def cut(self) -> None:
        """Silence the speaker at once and drop the queue; what was cut is reported as interrupted."""

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, each with True when it was cut. Finished means played."""

    @property
    def speaking(self) -> str | None:
        """Id of the line on the speaker right now, None when silent."""
