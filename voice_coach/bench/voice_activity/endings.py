"""Endings: how soon what was said is closed after its true end, and how often who hesitates is cut off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.voice_activity.detectors import OneLevel
from voice_coach.bench.voice_activity.stream import Signal, Stream, in_noise
from voice_coach.bench.voice_activity.truth import speech_of
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

BY_WORDS: Final = "voice and words"
BY_SILENCE: Final = "voice alone"

_TOO_LONG: Final = 3.0
"""libvosk takes every frame for three of the model's: our model decodes each, so its times come out so much longer."""

_SEARCH: Final = round(0.08 * SAMPLE_RATE)
"""Samples on either side of a word's end among which the quietest place is cut."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A recording of one phrase."""

    clip: Samples
    text: str
    group: str
    """What it is counted under: stop, answers, danger or commands."""

    situation: Situation


@dataclass(frozen=True, slots=True)
class Ends:
    """How one group of recordings was closed."""

    right: int
    """Recordings whose phrase came out, in one utterance."""

    clips: int
    closed: tuple[float, float]
    """Median and 95th percentile of the seconds from the true end to the closing, of those."""


@dataclass(frozen=True, slots=True)
class Hesitations:
    """What became of phrases with a pause in their middle."""

    cut: int
    """Recordings whose first part was closed before the second began."""

    right: int
    clips: int


@dataclass(slots=True)
class Untelling:
    """A recogniser that does not tell how likely more is to come."""

    recogniser: Recogniser

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """As the port says."""
        return replace(self.recogniser.decode(utterance, start), ending=None)


@dataclass(frozen=True, slots=True)
class Listener:
    """The ear as it is, or as it was before it looked at the words and at how clear a voice is."""

    recogniser: Recogniser
    way: str

    def hear(self, stream: Stream, situation: Situation) -> list[Catch]:
        """Everything that is caught of a stream."""
        ear = self._ear()
        ear.expect(situation)
        caught = [ear.accept(frame) for frame in frames_of([stream.samples])]
        return [catch for catch in [*caught, ear.flush()] if catch is not None]

    def _ear(self) -> Ear:
        settings = EndpointSettings()
        if self.way == BY_WORDS:
            return Ear(self.recogniser, settings)
        return Ear(Untelling(self.recogniser), settings, OneLevel())


def ends(listener: Listener, sayings: Iterable[Said], noise: Signal, snr: float) -> Ends:
    """Hear every recording by itself in noise."""
    closed, clips = [], 0
    for said in sayings:
        clips += 1
        stream = in_noise([said.clip], noise, snr)
        speech = stream.speech[0]
        for catch in listener.hear(stream, said.situation):
            if catch.hypothesis.text == said.text and catch.utterance.closed > speech.end - 0.1:
                closed.append(catch.utterance.closed - speech.end)
                break
    median, worst = np.percentile(closed, [50, 95]) if closed else (np.nan, np.nan)
    return Ends(len(closed), clips, (float(median), float(worst)))


def hesitations(listener: Listener, sayings: Iterable[tuple[Said, int]], pause: float, noise: Signal) -> Hesitations:
    """Hear every recording with `pause` seconds put in at its sample, in a quiet room."""
    cut = right = clips = 0
    for said, place in sayings:
        clips += 1
        gap = np.zeros(round(pause * SAMPLE_RATE), np.int16)
        stream = in_noise([np.concatenate([said.clip[:place], gap, said.clip[place:]])], noise, 30.0)
        after = stream.speech[0].start - speech_of(said.clip).start + place / SAMPLE_RATE + pause
        caught = listener.hear(stream, said.situation)
        cut += any(stream.speech[0].start < catch.utterance.closed < after for catch in caught)
        right += any(catch.hypothesis.text == said.text for catch in caught)
    return Hesitations(cut, right, clips)


def with_places(sayings: Iterable[Said], model: Path) -> Iterator[tuple[Said, int]]:
    """The recordings of two words or more, each with a sample between two of them, in turn early and late."""
    import vosk  # noqa: PLC0415

    vosk.SetLogLevel(-2)
    loaded = vosk.Model(str(model))
    for number, said in enumerate(sayings):
        words = _words(loaded, said)
        if len(words) > 1:
            after = words[number % (len(words) - 1)]
            yield said, _quietest(said.clip, round(float(after["end"]) / _TOO_LONG * SAMPLE_RATE))


def _words(model: Any, said: Said) -> list[dict[str, Any]]:
    """The words of a recording with their times, aligned by a grammar of nothing but its phrase."""
    import vosk  # noqa: PLC0415

    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, json.dumps([said.text]))
    recogniser.SetWords(True)
    recogniser.AcceptWaveform(said.clip.tobytes())
    found: list[dict[str, Any]] = json.loads(recogniser.FinalResult()).get("result", [])
    return found if [word["word"] for word in found] == said.text.split() else []


def _quietest(clip: Samples, near: int) -> int:
    """The quietest 10 ms around a sample."""
    first = max(0, near - _SEARCH)
    piece = clip[first : near + _SEARCH].astype(np.float64) ** 2
    power = np.convolve(piece, np.ones(160), "valid")
    return first + int(np.argmin(power)) + 80
