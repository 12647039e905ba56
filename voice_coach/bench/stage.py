"""Stage: the whole coach on virtual time, a person before its microphone, and when each of the two is heard."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import SAMPLE_RATE, Frame, Samples
from voice_coach.audio.level import active_level, amplify
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.bench.front import TimedRecogniser, decode_seconds
from voice_coach.bench.voice_activity.truth import Speech, speech_of
from voice_coach.coach import Coach
from voice_coach.dialogue.script import Script, load_script
from voice_coach.errors import BadInput
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.replay import LeakSettings, Replay
from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser
from voice_coach.recognition.store import find_model
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.speech.port import PromptAudio
from voice_coach.speech.voice import Voice, open_voice
from voice_coach.understanding.interpretation import Interpretation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

VOICE: Final = -20.0
"""Level in dB of full scale that every person's voice is brought to."""

ROOM: Final = 30.0
"""Root mean square of the room's own noise, in steps of int16: -61 dB of full scale, a quiet room."""

AUDIBLE: Final = 300
"""Amplitude in steps of int16 from which a prompt is heard; all prompts have the same level."""

OPENING: Final = "my calf is cramping"

STILL: Final = 1.0
"""Seconds after which no echo is left in the room."""

MOST_QUESTIONS: Final = 8
"""Questions that are answered with no before the first step must have come."""


@dataclass(frozen=True, slots=True)
class House:
    """What every conversation shares."""

    understanding: Understanding
    script: Script
    voice: Voice
    recogniser: Recogniser

    @classmethod
    def open(cls, intents: Path, model: Path | None) -> Self:
        """Load everything. Raises `CoachError` for content or a model that cannot be used."""
        library = load_library(intents)
        recogniser = load_recogniser(find_model(model, library).path, library)
        return cls(Understanding(library), load_script(intents), open_voice(), recogniser)


@dataclass(frozen=True, slots=True)
class Caught:
    """One utterance that the coach heard."""

    catch: Catch
    meaning: Interpretation
    acted: bool
    """Whether it changed the conversation."""

    speaking: bool
    """Whether the coach was speaking when it was decided."""

    seconds: float
    """CPU seconds from its closing until all was decided: decoding that the wait did not hide, and the conversation.

    CPU time of one thread, not wall-clock time: the same whatever else this machine does.
    """


class Speaker(VirtualPlayback):
    """Remembers when what was played, and when it was cut."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.sounds: list[float] = []
        """Seconds at which each line becomes audible, or would have."""
        self.cuts: list[float] = []
        """Seconds at which it was silenced while something was played."""
        self._time = clock

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """As the port says. A speaker that rests starts at once."""
        super().play(line, audio, gain_db)
        loud = np.flatnonzero(np.abs(audio.samples) > AUDIBLE)
        first = int(loud[0]) / SAMPLE_RATE if loud.size else 0.0
        self.sounds.append(self.busy_until - audio.seconds + first)

    def cut(self) -> None:
        """As the port says."""
        if self.speaking is not None:
            self.cuts.append(self._time.now)
        super().cut()


@dataclass(frozen=True, slots=True)
class _Decision:
    meaning: Interpretation
    acted: bool
    speaking: bool
    seconds: float


class _Coach(Coach):
    """Keeps what it decided, and what that cost."""

    def watch(self, records: list[Record]) -> None:
        """`records` is where its events go."""
        self.decisions: list[_Decision] = []
        self._told = records

    def hear(self, heard: Hypothesis | str, now: float, *, voice_start: float | None = None) -> Interpretation:
        speaking, before, began = not self.silent, len(self._told), time.thread_time()
        meaning = super().hear(heard, now, voice_start=voice_start)
        seconds = time.thread_time() - began
        if not isinstance(heard, str):
            acted = any(record["event"] == "heard" and record["accepted"] for record in self._told[before:])
            self.decisions.append(_Decision(meaning, acted, speaking, seconds))
        return meaning


class _Ear(Ear):
    """Keeps what it caught, and what the decoding cost beyond the wait."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._timed = TimedRecogniser(recogniser, time.thread_time)
        super().__init__(self._timed, EndpointSettings())
        self.catches: list[tuple[Catch, float]] = []

    def accept(self, frame: Frame) -> Catch | None:
        self._timed.this_frame = 0.0
        catch = super().accept(frame)
        if catch is not None:
            self.catches.append((catch, decode_seconds(self._timed, catch)))
        return catch


class Stage:
    """One conversation. Every person's voice is brought to one level, and a leak's level is against that."""

    def __init__(self, house: House, leak: LeakSettings | None = None, *, cancelled: bool = True) -> None:
        """`leak` is how the microphone hears the coach; None: not at all, as with headphones."""
        self.clock = VirtualClock()
        self.speaker = Speaker(self.clock)
        self.records: list[Record] = []
        self._ear = _Ear(house.recogniser)
        self._coach = _Coach(
            understanding=house.understanding,
            script=house.script,
            voice=house.voice,
            playback=self.speaker,
            emit=self.records.append,
            echo_cancelled=cancelled,
        )
        self._coach.watch(self.records)
        self._conversation = VirtualConversation(self._coach, self.speaker, self.clock)
        canceller = EchoCanceller() if cancelled else None
        # Without a leak the speaker is followed all the same: the microphone is open while the coach speaks.
        self._replay = Replay(
            self._coach, self._ear, self._conversation, self.clock, self.speaker, canceller=canceller, room=ROOM
        )
        self._replay.leak(VOICE, leak or LeakSettings(-200.0))

    @property
    def caught(self) -> list[Caught]:
        """Everything that was heard, in order."""
        return [
            Caught(catch, made.meaning, made.acted, made.speaking, late + made.seconds)
            for (catch, late), made in zip(self._ear.catches, self._coach.decisions, strict=True)
        ]

    @property
    def situation(self) -> Situation:
        """What the conversation is doing."""
        return self._coach.expectation.situation

    @property
    def silent(self) -> bool:
        """Whether the coach has said everything."""
        return self._coach.silent

    def say(self, samples: Samples) -> Speech:
        """A person speaks from now on, until they have been heard out; where their speech lies on the clock."""
        loud = amplify(samples, VOICE - active_level(samples))
        truth = speech_of(samples).shifted(self.clock.now)
        self._replay.listen(frames_of([loud]))
        return truth

    def type(self, text: str) -> None:
        """Somebody says this without a microphone: a way to some place in the conversation."""
        self._coach.hear(text, self.clock.now)

    def wait(self, seconds: float) -> None:
        """Nobody but the coach speaks."""
        self._replay.hear_nobody(seconds)

    def let_speak(self) -> None:
        """The coach says everything that it has to say, and a moment passes."""
        self._replay.let_speak()

    def begin(self, situation: Situation) -> None:
        """Come to where the coach begins to speak its first question or step, without a sound of what went before.

        Raises `BadInput` when these intents lead to no such place.
        """
        self.type(OPENING)
        for _ in range(MOST_QUESTIONS):
            if self.situation is situation:
                return
            self.skip()
            self.type("no")
        raise BadInput(f"the conversation of these intents comes to no {situation}: use those of the project")

    def skip(self) -> None:
        """The coach says everything that it has to say, unheard, and the room has become still again."""
        self._conversation.settle()
        self._conversation.advance(self.clock.now + STILL)
