"""Babble: several synthetic people talking at once, from the sentences of `audio_fixtures/out_of_domain`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import soxr

from voice_coach import paths
from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.noise.sound import Floats, add, finish, rms, seconds
from voice_coach.errors import BadInput

TALKERS: Final = 7
"""People who talk at the same time; with fewer, single words stand out (that is `instructor`)."""

LEVEL_SPREAD: Final = 3.0
"""Decibels, one standard deviation, between the talkers: some stand nearer."""


def babble(length: float, seed: int) -> Samples:
    """`length` seconds of `TALKERS` voices, each with its own sentences, pauses, level and pace."""
    random = np.random.default_rng([seed, 3])
    sentences = spoken("out_of_domain")
    voices = sorted({path.parent for path in sentences})
    total = np.zeros(seconds(length))
    for talker in range(TALKERS):
        own = [path for path in sentences if path.parent == voices[talker % len(voices)]]
        level = 10 ** (random.normal(0, LEVEL_SPREAD) / 20)
        pace = random.uniform(0.9, 1.12)
        total += level * _talk(total.size, own, pace, random)
    return finish(total)


def spoken(folder: str) -> list[Path]:
    """The recordings of a folder of the fixtures, in order; raises `BadInput` where they are not at hand."""
    fixtures = paths.fixtures_folder()
    found = sorted((fixtures / folder).rglob("*.flac")) if fixtures else []
    if not found:
        raise BadInput(f"audio_fixtures/{folder} is not in an installed package: run this from a checkout")
    return found


def voice(path: Path, pace: float = 1.0) -> Floats:
    """A recording at mean power 1, `pace` times as fast and as high: another person out of the same voice."""
    samples = read_whole(path).astype(np.float64)
    if pace != 1.0:
        samples = np.asarray(soxr.resample(samples, SAMPLE_RATE * pace, SAMPLE_RATE), dtype=np.float64)
    return samples / max(1e-9, rms(samples))


def _talk(length: int, sentences: list[Path], pace: float, random: np.random.Generator) -> Floats:
    track = np.zeros(length)
    heard = [voice(path, pace) for path in sentences]
    at = -int(random.integers(seconds(2.0)))
    while at < length:
        for number in random.permutation(len(heard)):
            said = heard[number]
            add(track, said[max(0, -at) :], max(0, at))
            at += said.size + seconds(float(random.exponential(0.4)))
    return track
