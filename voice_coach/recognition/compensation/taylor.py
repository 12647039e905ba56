"""Taylor: clean Gaussians seen through a channel and under noise, by a first-order vector Taylor series.

In log-mel spectra y = x + log(1 + exp(n - x)), x being clean speech through the channel and n the noise. A Gaussian's
mean goes through that; its variance through the slopes G = C diag(1 / (1 + exp(n - x))) C+ (Moreno 1996; Acero et al.
2000), C being the cepstral transform and C+ the way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from voice_coach.recognition.compensation.acoustics import Acoustics
from voice_coach.recognition.compensation.room import NoiseState
from voice_coach.recognition.compensation.spectrum import MEL_BINS, Floats, cepstral, spectral
from voice_coach.recognition.embedded.network import CEPSTRA

_NARROWEST: Final = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Noisy:
    """Gaussians of cepstra as they come out of the room."""

    means: Floats
    """Shape (Gaussians, 13)."""

    variances: Floats
    """Shape (Gaussians, 13)."""

    slopes: Floats
    """Shape (Gaussians, 13, 13): how the noisy mean follows the clean one; the rest of the unit matrix, the noise."""


def through_room(means: Floats, variances: Floats, channel: Floats, noise: Floats, covariance: Floats) -> Noisy:
    """Gaussians of clean cepstra, shape (n, 13), through a channel and under a noise (log-mel, shape (25,))."""
    clean = means @ spectral().T + channel
    above = noise - clean
    noisy = clean + np.logaddexp(0.0, above)
    slopes = ((1.0 / (1.0 + np.exp(above))) @ _outer()).reshape(-1, CEPSTRA, CEPSTRA)
    rest = np.eye(CEPSTRA) - slopes
    spread = np.einsum("kij,kj->ki", slopes**2, variances) + ((rest @ covariance) * rest).sum(axis=2)
    return Noisy(noisy @ cepstral().T, np.maximum(spread, _NARROWEST), slopes)


def compensate(
    acoustics: Acoustics, channel: Floats, noise: Floats, state: NoiseState
) -> tuple[list[Floats], list[Floats]]:
    """All Gaussians of all streams under one kind of noise: means and variances by stream, (codebooks, Gaussians, 13).

    The deltas go through the slopes of their codebook's cepstra, on average.
    """
    codebooks, gaussians = acoustics.shape
    first = through_room(
        acoustics.means[0].reshape(-1, CEPSTRA), acoustics.variances[0].reshape(-1, CEPSTRA), channel,
        noise + state.offset, state.covariance,
    )  # fmt: skip
    shape = (codebooks, gaussians, CEPSTRA)
    means, variances = [first.means.reshape(shape)], [first.variances.reshape(shape)]
    slopes = first.slopes.reshape(codebooks, gaussians, CEPSTRA, CEPSTRA)
    rest = np.eye(CEPSTRA) - slopes
    weights = acoustics.weights[0][:, :, None, None]
    slope, squared = (weights * slopes).sum(axis=1), (weights * slopes**2).sum(axis=1)
    for stream, covariance in enumerate(state.deltas, start=1):
        noise_part = (acoustics.weights[0][:, :, None] * ((rest @ covariance) * rest).sum(axis=3)).sum(axis=1)
        means.append(acoustics.means[stream] @ slope.transpose(0, 2, 1))
        spread = acoustics.variances[stream] @ squared.transpose(0, 2, 1) + noise_part[:, None]
        variances.append(np.maximum(spread, _NARROWEST))
    return means, variances


@cache
def _outer() -> Floats:
    """Shape (25, 169): for every mel bin the outer product of its column of C and its row of C+."""
    product: Floats = np.einsum("im,mj->mij", cepstral(), spectral()).reshape(MEL_BINS, CEPSTRA * CEPSTRA)
    return product
