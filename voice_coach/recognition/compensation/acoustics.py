"""Acoustics: the Gaussians behind a model of ours, kept beside its network so that they can be bent to a room."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.errors import MissingModel
from voice_coach.recognition.compensation.spectrum import Floats
from voice_coach.recognition.embedded.sphinx import SILENCE, SphinxModel
from voice_coach.recognition.manifest import REBUILD

ACOUSTICS_FILE: Final = "am/gaussians.npz"

_SPEECHLESS: Final = 1e-4
"""Share of the frames that coughs and other noises of the model's own have, before an utterance is heard."""


@dataclass(frozen=True)
class Acoustics:
    """One codebook of Gaussians a phone, in three streams: cepstra, deltas, double deltas."""

    means: Floats
    """Shape (3, codebooks, Gaussians, 13)."""

    variances: Floats
    """Same shape."""

    weights: Floats
    """Shape (3, codebooks, Gaussians): how often a Gaussian is used, over all senones of its codebook; sums to 1."""

    silence: int
    """The codebook of silence."""

    noises: tuple[int, ...]
    """Codebooks of silence and noises; the others are speech."""

    def prior(self, silence: float) -> Floats:
        """Shape (codebooks,): the share of the frames that each phone has, `silence` being that of silence (0-1)."""
        count = self.means.shape[1]
        shares = np.full(count, (1 - silence) / (count - len(self.noises)))
        shares[list(self.noises)] = _SPEECHLESS
        shares[self.silence] = silence
        return shares

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Codebooks, and Gaussians in each."""
        return self.means.shape[1], self.means.shape[2]


def acoustics_of(model: SphinxModel) -> Acoustics:
    """The Gaussians of the wheel's model."""
    streams, codebooks = model.means.shape[1], model.means.shape[0]
    weights = np.zeros((streams, codebooks, model.means.shape[2]))
    for stream in range(streams):
        for codebook in range(codebooks):
            members = np.flatnonzero(model.codebooks == codebook)
            used = [model.mixture_weights(stream, int(senone)) for senone in members]
            weights[stream, codebook] = np.mean(used, axis=0)
    weights /= weights.sum(axis=2, keepdims=True)
    noises = tuple(n for n, name in enumerate(model.phones) if name == SILENCE or name.startswith("+"))
    return Acoustics(
        model.means.transpose(1, 0, 2, 3), model.variances.transpose(1, 0, 2, 3), weights, model.number[SILENCE], noises
    )


def acoustics_bytes(acoustics: Acoustics) -> bytes:
    """The content of `am/gaussians.npz`: the same bytes for the same Gaussians."""
    out = io.BytesIO()
    np.savez(
        out,
        means=acoustics.means.astype(np.float32),
        variances=acoustics.variances.astype(np.float32),
        weights=acoustics.weights.astype(np.float32),
        silence=np.int64(acoustics.silence),
        noises=np.array(acoustics.noises, np.int64),
    )
    return out.getvalue()


def read_acoustics(model: Path) -> Acoustics:
    """The Gaussians of a model directory of ours. Raises `MissingModel` when they are missing or damaged."""
    try:
        with np.load(model / ACOUSTICS_FILE, allow_pickle=False) as stored:
            return Acoustics(
                stored["means"].astype(np.float64),
                stored["variances"].astype(np.float64),
                stored["weights"].astype(np.float64),
                int(stored["silence"]),
                tuple(int(codebook) for codebook in stored["noises"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise MissingModel(f"{ACOUSTICS_FILE} of the speech model {model} is missing or damaged: {REBUILD}") from None
