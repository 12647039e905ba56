"""Front: how a recording becomes utterances and hypotheses, as the coach does it or whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import Samples
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Answers, Hypothesis, Recogniser, drafted_by
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

Heard = TypeVar("Heard")


class Front(StrEnum):
    """What cuts a recording into utterances."""

    SEGMENTER = "segmenter"
    """Our ear, with its voice activity and its end-of-speech rule: the product's way."""

    CLIP = "clip"
    """None: the whole recording is one utterance, as other people's examples do it."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """One utterance of a recording, decoded."""

    hypothesis: Hypothesis
    """Its times are seconds from the start of the recording."""

    endpoint_ms: float | None
    """Milliseconds from the last voiced frame to the end of the utterance; None when the recording ended first."""

    decode_ms: float
    """Milliseconds of wall clock from the end of the utterance to the hypothesis.

    What was decoded at a pause is ready by then, unless decoding takes longer than the pause goes on.
    """


def hear(
    samples: Samples, front: Front, situation: Situation, settings: EndpointSettings, engine: Recogniser
) -> list[Spoken]:
    """The utterances of a recording as `engine` hears them; none where no voice was found."""
    timed = TimedRecogniser(engine)
    if front is Front.CLIP:
        return [Spoken(timed.decode(samples), None, timed.last * 1000)] if samples.size else []
    ear = Ear(timed, settings)
    ear.expect(situation)
    spoken = []
    for frame in frames_of([samples]):
        timed.this_frame = 0.0
        catch = ear.accept(frame)
        if catch is not None:
            endpoint_ms = (catch.utterance.closed - catch.utterance.voice_end) * 1000
            spoken.append(Spoken(catch.hypothesis, endpoint_ms, decode_seconds(timed, catch) * 1000))
    timed.this_frame = 0.0
    last = ear.flush()
    return [*spoken, Spoken(last.hypothesis, None, decode_seconds(timed, last) * 1000)] if last else spoken


def decode_seconds(timed: TimedRecogniser, catch: Catch) -> float:
    """Seconds that the person waits for the decoding after the utterance was closed."""
    return timed.this_frame if timed.this_frame > 0.0 else max(0.0, timed.last - catch.waited)


@dataclass(slots=True)
class TimedRecogniser:
    """An engine whose decoding is timed."""

    engine: Recogniser
    clock: Callable[[], float] = time.perf_counter
    last: float = field(default=0.0, init=False)
    """Seconds that the last decoding took."""

    this_frame: float = field(default=0.0, init=False)
    """Seconds of decoding since this was set to 0."""

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """As the port says."""
        return self._timed(self.engine.decode, utterance, start)

    def draft(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """As the port says, of an engine that drafts; of another one, all of it."""
        return self._timed(drafted_by(self.engine), utterance, start)

    def answer(self, utterance: Samples, start: float = 0.0) -> Hypothesis | None:
        """As the port says; None of an engine that finds none."""
        return self._timed(self.engine.answer, utterance, start) if isinstance(self.engine, Answers) else None

    def _timed(self, decode: Callable[[Samples, float], Heard], utterance: Samples, start: float) -> Heard:
        began = self.clock()
        hypothesis = decode(utterance, start)
        self.last = self.clock() - began
        self.this_frame += self.last
        return hypothesis
