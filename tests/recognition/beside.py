"""Beside others: a recording in babble, beside an instructor or among weights, so much louder than they are."""

from __future__ import annotations

from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.variants import Variant


def beside(kind: str, samples: Samples, name: str, snr: float = 10.0) -> Samples:
    """The others are heard before and after it, too; `name` decides which piece of them it is; `snr` in decibels."""
    variant = Variant(f"{kind} {snr:g} dB", noise=kind, snr=snr, lead_in=True)
    return variant.render(samples, {kind: load_noise(NoiseKind(kind), 1)}, 1, name)
