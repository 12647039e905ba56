"""Mixing: noise added to a clip by the barista set's own rule, the same piece for the same seed and clip."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import Samples
from voice_coach.errors import BadInput

ENERGY_FRAME: Final = 2048
"""Samples of one frame of the energy measure."""

MIXED_PEAK: Final = 0.5
"""Peak of a mixed clip, of full scale."""

FULL_SCALE: Final = 32768


def frame_energy(samples: Samples | NDArray[np.float64]) -> float:
    """The largest sum of squares over whole frames of 2048 samples, in int16 units squared.

    A clip shorter than one frame counts as one frame; so does nothing at all (0.0).
    """
    values = np.asarray(samples, dtype=np.float64)
    frames = values.size // ENERGY_FRAME
    if frames == 0:
        return float(np.sum(values**2))
    return float(np.max(np.sum(values[: frames * ENERGY_FRAME].reshape(frames, ENERGY_FRAME) ** 2, axis=1)))


def noise_piece(noise: Samples, length: int, seed: int, name: str) -> Samples:
    """A random piece of `noise`, `length` samples long.

    The place depends on the seed and the clip's name only, so every SNR and every engine gets the same piece.
    Noise shorter than the clip is repeated.
    """
    if noise.size == 0:
        raise BadInput("the noise file holds no sound: choose another --noise FILE")
    if noise.size < length:
        noise = np.tile(noise, -(-length // noise.size))
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    start = int(random.integers(0, noise.size - length + 1))
    return noise[start : start + length]


def mix(speech: Samples, noise: Samples, snr: float, lead: int = 0) -> Samples:
    """Add `noise` to `speech` at `snr` decibels, then normalise the peak to half of full scale.

    The noise is scaled by sqrt(E(speech) / (E(noise) * 10^(snr / 10))), E as in `frame_energy`: the rule of Picovoice's
    speech-to-intent benchmark, so that figures compare with those published for that set. `noise` may be longer than
    `speech`: then `lead` samples of it are heard before the speech and the rest after it, and E(noise) is that of the
    part beside the speech only.
    """
    beside = slice(lead, lead + speech.size)
    noise_energy = frame_energy(noise[beside])
    scale = np.sqrt(frame_energy(speech) / (noise_energy * 10 ** (snr / 10))) if noise_energy > 0 else 0.0
    mixed = scale * noise.astype(np.float64)
    mixed[beside] += speech
    peak = float(np.max(np.abs(mixed))) if mixed.size else 0.0
    if peak == 0:
        return speech
    return np.rint(mixed * (MIXED_PEAK * FULL_SCALE / peak)).astype(np.int16)
