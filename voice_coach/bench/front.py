"""Front: how a recording becomes utterances, as the coach does it or whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.audio.segmenter import Segmenter, Utterance
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation


class Front(StrEnum):
    """What cuts a recording into utterances."""

    SEGMENTER = "segmenter"
    """Our voice activity and end-of-speech rule: the product's way."""

    CLIP = "clip"
    """None: the whole recording is one utterance, as other people's examples do it."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """One utterance of a recording."""

    samples: Samples
    start: float
    """Seconds from the start of the recording."""

    endpoint_ms: float | None
    """Milliseconds from the last voiced frame to the end of the utterance; None when the recording ended first."""


def cut(samples: Samples, front: Front, situation: Situation, settings: EndpointSettings) -> list[Spoken]:
    """The utterances of a recording; none where no voice was found."""
    if front is Front.CLIP:
        return [Spoken(samples, 0.0, None)] if samples.size else []
    segmenter = Segmenter(settings)
    segmenter.silence = settings.speech_silence if situation is Situation.IDLE else settings.answer_silence
    closed = [utterance for frame in frames_of([samples]) if (utterance := segmenter.accept(frame))]
    spoken = [_spoken(utterance, (utterance.closed - utterance.voice_end) * 1000) for utterance in closed]
    last = segmenter.flush()
    return [*spoken, _spoken(last, None)] if last else spoken


def _spoken(utterance: Utterance, endpoint_ms: float | None) -> Spoken:
    return Spoken(utterance.samples, round(utterance.start * SAMPLE_RATE) / SAMPLE_RATE, endpoint_ms)
