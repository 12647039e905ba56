"""Variants: the same clip in digital silence, at another level, in noise or across a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.mixing import mix, noise_piece
from voice_coach.bench.room import LOUDSPEAKER, MICROPHONES, reverberate

LEAD: Final = 1.0
TAIL: Final = 0.8
"""Seconds of noise before and after a clip with a lead-in: what a running estimate of the room needs, and what closes
an utterance."""

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

    noise: str | None = None
    """A kind of noise or a file's name; None for none."""

    snr: float | None = None
    """Decibels of signal to noise when noise is mixed in."""

    lead_in: bool = False
    """Whether the noise is heard `LEAD` seconds before and `TAIL` seconds after the clip as well."""

    microphone: str | None = None
    """How far from the mouth the microphone hears it in a gym (`room.MICROPHONES`); None: no room."""

    def render(self, samples: Samples, noises: Mapping[str, Samples], seed: int, name: str) -> Samples:
        """The clip as it is heard: the room first, then the noise, then silence and gain.

        What is random depends on `seed` and the clip's `name` only, so every engine gets the same.
        """
        if self.microphone:
            samples = reverberate(samples, MICROPHONES[self.microphone], seed, name)
        if self.noise is not None and self.snr is not None:
            lead, tail = (round(LEAD * SAMPLE_RATE), round(TAIL * SAMPLE_RATE)) if self.lead_in else (0, 0)
            piece = noise_piece(noises[self.noise], lead + samples.size + tail, seed, name)
            if self.microphone:
                piece = reverberate(piece, LOUDSPEAKER, seed, name, keep=0.0)
            samples = mix(samples, piece, self.snr, lead)
        return self.apply(samples)

    def apply(self, samples: Samples) -> Samples:
        """Silence and gain."""
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


def noisy(
    noises: Sequence[str], snrs: Sequence[float], lead_in: bool = False, prefix: str | None = None
) -> tuple[Variant, ...]:
    """One variant for each noise and signal-to-noise ratio.

    They are named after their noise, or with `prefix`; a single noise out of a file goes without its name.
    """
    alone = len(noises) == 1 and bool(PurePath(noises[0]).suffix)
    names = ["" if alone else f"{PurePath(noise).stem} " for noise in noises]
    return tuple(
        Variant(f"{name if prefix is None else prefix}{snr:g} dB", noise=noise, snr=snr, lead_in=lead_in)
        for name, noise in zip(names, noises, strict=True)
        for snr in snrs
    )


def across(variants: Sequence[Variant], microphones: Sequence[str]) -> tuple[Variant, ...]:
    """The same variants at every microphone; as they are when there is none."""
    if not microphones:
        return tuple(variants)
    return tuple(
        replace(variant, name=f"{variant.name}, {microphone}", microphone=microphone)
        for microphone in microphones
        for variant in variants
    )
