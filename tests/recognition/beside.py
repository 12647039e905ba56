"""Beside others: a recording in babble or beside an instructor, 10 dB louder than they are."""

from __future__ import annotations

from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.variants import Variant


def beside(kind: str, samples: Samples, name: str) -> Samples:
    """The others talk before and after it, too; `name` decides which piece of their talk it is."""
    variant = Variant(f"{kind} 10 dB", noise=kind, snr=10.0, lead_in=True)
    return variant.render(samples, {kind: load_noise(NoiseKind(kind), 1)}, 1, name)
