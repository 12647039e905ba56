"""A conversation for tests: the real understanding and dialogue, prompts of a known length on a virtual clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.coach import Coach
from voice_coach.dialogue.script import Script, load_script
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
from voice_coach.paths import intents_folder
from voice_coach.settings import Settings
from voice_coach.speech.port import PromptAudio
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding


@cache
def script() -> Script:
    """What the coach says."""
    return load_script(intents_folder())


@cache
def understanding() -> Understanding:
    """How it understands."""
    return Understanding(load_library(intents_folder()))


class SteadyVoice:
    """Every prompt lasts as long as it has letters: 0.06 s each."""

    def prompt(self, line: str, text: str, words_per_minute: int) -> PromptAudio:
        """Silence of the right length."""
        return PromptAudio(np.zeros(round(0.06 * len(text) * SAMPLE_RATE), np.int16))


@dataclass
class Talk:
    """A coach, its clock and what it told."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    records: list[Record] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    script: Script = field(default_factory=script)
    understanding: Understanding = field(default_factory=understanding)
    echo_cancelled: bool = False
    voice: SteadyVoice = field(default_factory=SteadyVoice)

    def __post_init__(self) -> None:
        self.playback = VirtualPlayback(self.clock)
        self.coach = Coach(
            understanding=self.understanding,
            script=self.script,
            voice=self.voice,
            playback=self.playback,
            emit=self.records.append,
            settings=self.settings,
            echo_cancelled=self.echo_cancelled,
        )
        self.time = VirtualConversation(self.coach, self.playback, self.clock)

    def hear(self, *lines: str) -> None:
        """Say each line once the coach is silent, and let it finish."""
        for line in lines:
            self.time.settle()
            self.coach.hear(line, self.clock.now)
        self.time.settle()

    def of(self, event: str) -> list[Record]:
        """The events of one kind."""
        return [record for record in self.records if record["event"] == event]
