"""Earcons: short signals of 1 to 3 kHz, which pass through bass music where words do not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples

PEAK: Final = 0.35
"""Largest sample as a part of full scale: as loud as the voice's peaks, no louder."""

RAMP: Final = 0.008
"""Seconds in which a note swells and fades, so that it does not click."""

NOTES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = MappingProxyType({
    "heard": ((1500.0, 0.06),),
    "listening": ((1200.0, 0.07), (1800.0, 0.09)),
    "hold_over": ((2000.0, 0.08), (0.0, 0.04), (2000.0, 0.08), (1500.0, 0.08)),
    "emergency": ((2800.0, 0.07), (2000.0, 0.07), (2800.0, 0.07), (2000.0, 0.07)),
})  # fmt: skip
"""Hertz and seconds of each note; 0 Hz is a rest. None lasts longer than 0.3 s: the alarm is `emergency` repeated."""


def earcon(name: str) -> Samples:
    """The signal `name` (a key of `NOTES`), shape (n,), at most 0.3 s. Raises `KeyError` for any other name."""
    return np.concatenate([_note(hertz, seconds) for hertz, seconds in NOTES[name]])


def _note(hertz: float, seconds: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    swell = np.clip(np.minimum(time, time[::-1]) / RAMP, 0.0, 1.0)
    tone: Samples = np.rint(PEAK * 32767 * swell * np.sin(2 * np.pi * hertz * time)).astype(np.int16)
    return tone
