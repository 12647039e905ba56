"""Cases: recordings whose phrase is known, recordings without one, and noise alone, in quiet and in noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.audio.segmenter import Segmenter
from voice_coach.bench.labels import Label, read_labels
from voice_coach.bench.musts import SAID
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.split import speaker
from voice_coach.bench.variants import CLEAN, Variant
from voice_coach.bench.voices import by_rule
from voice_coach.settings import EndpointSettings

KITCHEN: Final = "kitchen"
ALONE: Final = 60
"""Seconds of every noise without any voice."""

LEVEL: Final = 12_000
"""Peak of that noise, int16."""

LONGEST: Final = 12
"""Seconds of the longest utterance that is heard."""

SEED: Final = 11


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Some sound, and what it says."""

    kind: str
    name: str
    speaker: str
    condition: str
    label: Label | None
    """None for what is no phrase."""

    samples: Samples


def cases(audio: Path, fixtures: Path, every: int) -> Iterator[Case]:
    """All of them in a fixed order; `every` takes each n-th recording."""
    noises = {KITCHEN: read_whole(audio / "noise" / "kitchen_first_half.flac")}
    noises |= {kind: load_noise(kind, SEED) for kind in NoiseKind}
    words = sorted((audio / "words").glob("*.flac"))
    labels = {name: label for name, label in read_labels(fixtures / "labels.json").items() if not by_rule(name)}
    quiet, kitchen, music = CLEAN, _noisy(KITCHEN, 10.0), _noisy(NoiseKind.MUSIC, 10.0)
    for variant in (quiet, kitchen, music):
        for path in words[::every]:
            label = SAID.get(path.stem.split("_")[0])
            yield _case("words", path, variant, noises, label)
        for name, label in list(labels.items())[::every]:
            yield _case("sentences", fixtures / name, variant, noises, label)
    orders = sorted((audio / "barista").glob("*.flac"))
    for variant in (quiet, _noisy(KITCHEN, 12.0)):
        for path in orders[::every]:
            yield _case("orders", path, variant, noises)
    for path in sorted((fixtures / "out_of_domain").glob("*/*.flac"))[::every]:
        yield _case("other speech", path, quiet, noises)
    for name, noise in noises.items():
        for number, samples in enumerate(_utterances(noise[: ALONE * SAMPLE_RATE])):
            place = f"{name} {number}"
            yield Case("noise alone", place, place, name, None, samples)


def _noisy(noise: str, snr: float) -> Variant:
    return Variant(f"{noise} {snr:g} dB", noise=noise, snr=snr, lead_in=True)


def _case(kind: str, path: Path, variant: Variant, noises: dict[str, Samples], label: Label | None = None) -> Case:
    name = f"{path.parent.name}/{path.stem}"
    samples = variant.render(read_whole(path), noises, SEED, name)
    folder = kind in ("sentences", "other speech")  # of one synthetic voice
    return Case(kind, name, path.parent.name if folder else speaker(path.name), variant.name, label, samples)


def _utterances(noise: Samples) -> Iterator[Samples]:
    """What the segmenter takes for speech in a noise."""
    loud = (noise * (LEVEL / max(int(np.abs(noise).max()), 1))).astype(np.int16)
    segmenter = Segmenter(EndpointSettings())
    for frame in frames_of([loud]):
        utterance = segmenter.accept(frame)
        if utterance is not None and utterance.samples.size <= LONGEST * SAMPLE_RATE:
            yield utterance.samples
