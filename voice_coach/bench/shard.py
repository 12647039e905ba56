"""Shard: the clips that one process hears with one engine, and what it made of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.clips import Clip
from voice_coach.bench.engines.choice import EngineName, make_engine
from voice_coach.bench.front import Front, Spoken
from voice_coach.bench.front import hear as hear_recording
from voice_coach.bench.memory import peak_memory_mb
from voice_coach.bench.metrics import Cost
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.bench.slot_reader import Values, read_slots, spoken_values
from voice_coach.bench.variants import Variant
from voice_coach.recognition.hypothesis import Recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

LONGEST: Final = 3600.0
"""Seconds of the longest recording that is read."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Everything that a process needs; plain values, so that it crosses process borders."""

    engine: EngineName
    intents: Path
    model: Path
    clips: tuple[Clip, ...]
    variants: tuple[Variant, ...]
    front: Front
    seed: int
    noises: Mapping[str, Path] = field(default_factory=dict)
    """Recordings of the variants' noises, by the name that a variant knows them by."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a process hands back."""

    outcomes: tuple[Outcome, ...]
    cost: Cost


def hear(shard: Shard) -> Heard:
    """Load the engine and let it hear every clip under every variant. Runs in a process of its own."""
    library = load_library(shard.intents)
    understanding = Understanding(library)
    began = time.perf_counter()
    engine = make_engine(shard.engine, shard.model, library, shard.seed)
    load_seconds = time.perf_counter() - began
    noises = {name: read_whole(path, LONGEST) for name, path in shard.noises.items()}
    listener = _Listener(shard, engine, understanding, spoken_values(library))
    outcomes = [
        listener.hear(clip, variant.name, samples)
        for clip in shard.clips
        for variant, samples in _variants(clip, shard, noises)
    ]
    return Heard(tuple(outcomes), Cost(peak_memory_mb(), load_seconds))


def _variants(clip: Clip, shard: Shard, noises: Mapping[str, Samples]) -> Iterator[tuple[Variant, Samples]]:
    samples = read_whole(clip.path, LONGEST)
    for variant in shard.variants:
        yield variant, variant.render(samples, noises, shard.seed, clip.name)


@dataclass(frozen=True, slots=True)
class _Listener:
    """One engine with the product's ears before it and the product's understanding behind it."""

    shard: Shard
    engine: Recogniser
    understanding: Understanding
    values: Values

    def hear(self, clip: Clip, condition: str, samples: Samples) -> Outcome:
        """Everything that is made of one recording."""
        began = time.process_time()
        spoken = hear_recording(samples, self.shard.front, clip.situation, EndpointSettings(), self.engine)
        decisions = tuple(self._decide(utterance, clip.situation) for utterance in spoken)
        cpu_seconds = time.process_time() - began
        return Outcome(clip.name, self.shard.engine, condition, decisions, samples.size / SAMPLE_RATE, cpu_seconds)

    def _decide(self, spoken: Spoken, situation: Situation) -> Decision:
        began = time.perf_counter()
        hypothesis = spoken.hypothesis
        meant = self.understanding.interpret(hypothesis, Expectation(situation))
        decision_ms = spoken.decode_ms + (time.perf_counter() - began) * 1000
        return Decision(
            text=hypothesis.text,
            accepted=meant.accepted,
            intent=meant.intent,
            slots={slot: str(value) for slot, value in meant.slots.items()},
            slots_in_text=read_slots(hypothesis.text, self.values),
            polarity=meant.polarity,
            score=meant.score,
            margin=hypothesis.margin,
            decision_ms=decision_ms,
            endpoint_ms=spoken.endpoint_ms,
        )
