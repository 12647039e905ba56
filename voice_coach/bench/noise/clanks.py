"""Clanks: plates and bars of metal, struck at irregular times, over the hum of a ventilated room."""

from __future__ import annotations

from typing import Final

import numpy as np

from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.sound import HIGHEST, Floats, add, clock, coloured, decay, finish, seconds

EVENTS_PER_SECOND: Final = 0.9
ROOM_LEVEL: Final = 0.02
"""Amplitude of the room's own sound beside a stroke's 1."""

BAR_MODES: Final = (1.0, 2.756, 5.404, 8.933, 13.344)
"""Frequencies of a free bar's bending modes as multiples of the lowest (Fletcher and Rossing)."""


def clanks(length: float, seed: int) -> Samples:
    """`length` seconds of strokes whose times are a Poisson process."""
    random = np.random.default_rng([seed, 2])
    total = ROOM_LEVEL * coloured(seconds(length), random, 4.0, 60.0)
    total += 0.5 * ROOM_LEVEL * np.sin(2 * np.pi * 50.0 * clock(total.size))
    at = float(random.exponential(1 / EVENTS_PER_SECOND))
    while at < length:
        kind = random.choice(["plate", "rack", "bar", "drop"], p=[0.4, 0.25, 0.2, 0.15])
        gain = float(np.exp(random.normal(-0.7, 0.6)))
        # A bar that is put back touches its rest more than once.
        for _ in range(int(random.integers(2, 5)) if kind == "rack" else 1):
            add(total, _stroke(str(kind), random), seconds(at), gain)
            at += float(random.uniform(0.05, 0.18)) if kind == "rack" else 0.0
        at += float(random.exponential(1 / EVENTS_PER_SECOND))
    return finish(total)


def _stroke(kind: str, random: np.random.Generator) -> Floats:
    if kind in ("bar", "rack"):
        lowest = random.uniform(180, 900)
        modes = [lowest * mode * random.uniform(0.98, 1.02) for mode in BAR_MODES]
        ring = random.uniform(0.4, 1.8)
    else:
        # A plate's modes lie close together and stand in no ratio to each other.
        modes = list(random.uniform(300, 6500, int(random.integers(8, 16))))
        ring = random.uniform(0.15, 0.8)
    length = seconds(ring)
    time = clock(length)
    total = np.zeros(length)
    for mode in modes:
        if mode < HIGHEST:
            damped = decay(length, ring * min(1.0, (600 / mode) ** 0.5) * random.uniform(0.6, 1.0))
            total += random.uniform(0.2, 1.0) * damped * np.sin(2 * np.pi * mode * time + random.uniform(0, 6.28))
    total /= max(1e-9, float(np.max(np.abs(total))))
    total += 0.5 * coloured(length, random, 0.0, 1000.0) * decay(length, 0.02)
    if kind == "drop":
        total += 1.5 * np.sin(2 * np.pi * random.uniform(50, 110) * time) * decay(length, 0.3)
    return total
