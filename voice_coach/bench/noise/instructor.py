"""Instructor: one voice that counts and calls over the music, from `audio_fixtures/instructor`.

It says what somebody who leads a class says (the list is in `audio_fixtures/phrases.yaml`). None of it is said to the
coach; words that are also ours come as often as in a class, and no "stop", "yes", "no" or "next" is among them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.babble import spoken, voice
from voice_coach.bench.noise.music import music
from voice_coach.bench.noise.sound import add, finish, rms, seconds

OVER_MUSIC: Final = 6.0
"""Decibels that the instructor's microphone is louder than the music."""

SHORTEST_PAUSE: Final = 0.3
MEAN_PAUSE: Final = 0.9
"""Seconds between two calls: at least the first, on average both together."""


def instructor(length: float, seed: int) -> Samples:
    """`length` seconds of calls in random order over `music`."""
    random = np.random.default_rng([seed, 4])
    calls = [voice(path) for path in spoken("instructor")]
    track = np.zeros(seconds(length))
    at = int(random.integers(seconds(1.0)))
    while at < track.size:
        for number in random.permutation(len(calls)):
            add(track, calls[number], at)
            at += calls[number].size + seconds(SHORTEST_PAUSE + float(random.exponential(MEAN_PAUSE)))
    under = music(length, seed).astype(np.float64)
    return finish(track + under / (rms(under) * 10 ** (OVER_MUSIC / 20)))
