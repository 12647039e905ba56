"""Frame: 20 ms of 16 kHz mono int16 audio with its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE: Final = 16_000
FRAME_SAMPLES: Final = 320
FRAME_SECONDS: Final = FRAME_SAMPLES / SAMPLE_RATE

Samples: TypeAlias = NDArray[np.int16]
"""Mono int16 samples at 16 kHz, shape (n,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame; the last of a recording is padded to full length by its source."""

    samples: Samples
    """Shape (320,), int16."""

    start: float
    """Seconds from the start of the stream to the first sample."""

    echo: bool = False
    """True: what it holds is what is left of the coach's own voice, and no sign that anybody speaks."""


def as_samples(values: NDArray[np.floating]) -> Samples:
    """Rounded and clipped to 16 bits, as a converter clips: shape (n,), in steps of int16."""
    rounded: Samples = np.clip(np.rint(values), -32768, 32767).astype(np.int16)
    return rounded
