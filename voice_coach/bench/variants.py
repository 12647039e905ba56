"""Variants: the same clip in digital silence or at another level, for the robustness rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples

INT16: Final = np.iinfo(np.int16)


@dataclass(frozen=True, slots=True)
class Variant:
    """What is done to a clip before it is heard."""

    name: str = "clean"
    silence_before: float = 0.0
    """Seconds of digital silence (zeros) put before the clip."""

    silence_after: float = 0.0
    """Seconds of digital silence (zeros) put after the clip."""

    gain: float = 0.0
    """Decibels of level change; samples beyond full scale are clipped."""

    snr: float | None = None
    """Decibels of signal to noise when noise is mixed in; None for none."""

    def apply(self, samples: Samples) -> Samples:
        """Silence and gain; noise is mixed in beforehand (`mixing`)."""
        if self.gain:
            louder = np.rint(samples.astype(np.float64) * 10 ** (self.gain / 20))
            samples = np.clip(louder, INT16.min, INT16.max).astype(np.int16)
        if self.silence_before or self.silence_after:
            before = np.zeros(round(self.silence_before * SAMPLE_RATE), dtype=np.int16)
            after = np.zeros(round(self.silence_after * SAMPLE_RATE), dtype=np.int16)
            samples = np.concatenate([before, samples, after])
        return samples


CLEAN: Final = Variant()

ROBUSTNESS: Final = (
    Variant("silence 0.1 s before", silence_before=0.1),
    Variant("silence 0.1 s after", silence_after=0.1),
    Variant("silence 3 s before", silence_before=3.0),
    Variant("silence 3 s after", silence_after=3.0),
    Variant("-10 dB", gain=-10.0),
    Variant("+10 dB", gain=10.0),
)


def noisy(snrs: tuple[float, ...]) -> tuple[Variant, ...]:
    """One variant per signal-to-noise ratio."""
    return tuple(Variant(f"{snr:g} dB", snr=snr) for snr in snrs)
