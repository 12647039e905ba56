"""Coverage: how much of what people say a detector finds whole, how soon it closes, and what it opens for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.file import frames_of
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Samples
from voice_coach.audio.segmenter import Segmenter, Utterance
from voice_coach.audio.voice_activity import VoiceActivity
from voice_coach.bench.voice_activity.stream import Stream
from voice_coach.settings import EndpointSettings

NEAR: Final = 0.15
"""Seconds of speech that may be missing at either end."""

SETTLED: Final = 10.0
"""Seconds of noise alone after which openings are counted: by then every detector has heard its room."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one detector made of one noise."""

    whole: int
    """Clips that are covered from start to end, both within 0.15 s."""

    clips: int
    late: tuple[float, float]
    """Median and 95th percentile of the seconds from the true end of speech to the closing."""

    openings: float
    """Utterances a minute in noise alone."""

    open_share: float
    """Share of the time in noise alone in which an utterance is open."""

    cost: float
    """Microseconds of CPU for 20 ms of sound."""


def cover(make: Callable[[], VoiceActivity], stream: Stream, noise: Samples) -> Coverage:
    """Measure a detector on a stream and on the same noise alone, with the silence that closes answers."""
    began = time.process_time()
    heard, idle = _utterances(stream.samples, make()), _utterances(noise, make())
    seconds = time.process_time() - began
    whole, late = 0, []
    for speech in stream.speech:
        over = [utterance for utterance in heard if utterance.start < speech.end and utterance.end > speech.start]
        if over:
            late.append(over[-1].closed - speech.end)
            whole += over[0].start <= speech.start + NEAR and over[-1].end >= speech.end - NEAR
    median, worst = np.percentile(late, [50, 95]) if late else (np.nan, np.nan)
    useless = [utterance for utterance in idle if utterance.closed > SETTLED]
    length = noise.size / SAMPLE_RATE - SETTLED
    frames = (stream.samples.size + noise.size) / FRAME_SAMPLES
    return Coverage(
        whole=whole,
        clips=len(stream.speech),
        late=(float(median), float(worst)),
        openings=len(useless) * 60 / length,
        open_share=sum(utterance.closed - max(SETTLED, utterance.voice_start) for utterance in useless) / length,
        cost=seconds * 1e6 / frames,
    )


def as_rows(name: str, found: Mapping[str, Coverage]) -> str:
    """A row of the table for every noise."""
    return "\n".join(
        f"| {name} | {noise} | {one.whole}/{one.clips} | {one.late[0]:.2f} / {one.late[1]:.2f} "
        f"| {one.openings:.0f} | {one.open_share:.0%} | {one.cost:.0f} |"
        for noise, one in found.items()
    )


def _utterances(samples: Samples, activity: VoiceActivity) -> list[Utterance]:
    settings = EndpointSettings()
    segmenter = Segmenter(settings, activity)
    segmenter.silence = settings.answer_silence
    found = [segmenter.accept(frame) for frame in frames_of([samples])]
    return [utterance for utterance in [*found, segmenter.flush()] if utterance is not None]
