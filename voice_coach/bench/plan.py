"""Plan: what a run hears, with which engines, under which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice_coach.bench.clips import Clip
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.front import Front
from voice_coach.bench.labels import Label
from voice_coach.bench.variants import CLEAN, Variant


@dataclass(frozen=True, slots=True)
class Plan:
    """One run: the same audio, through the same front, for every engine."""

    intents: Path
    clips: tuple[Clip, ...]
    """Labelled clips and negatives."""

    labels: Mapping[str, Label] = field(default_factory=dict)
    """By clip name; a clip without a label is a negative."""

    engines: tuple[EngineName, ...] = (EngineName.VOSK,)
    variants: tuple[Variant, ...] = (CLEAN,)
    front: Front = Front.SEGMENTER
    seed: int = 1
    jobs: int = 1
    """Processes at a time; an engine's clips are shared out among as many."""
