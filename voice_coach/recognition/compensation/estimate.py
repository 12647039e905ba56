"""Estimate: the channel and the noise of one utterance, by expectation and maximisation over the speech Gaussians."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.recognition.compensation.acoustics import Acoustics
from voice_coach.recognition.compensation.room import Room
from voice_coach.recognition.compensation.spectrum import Floats, cepstral, spectral
from voice_coach.recognition.compensation.taylor import through_room
from voice_coach.recognition.embedded.network import CEPSTRA, affine_gaussians

_HEAVIEST: Final = 32
"""Gaussians of a codebook that are asked; the others are hardly ever used."""

_SMALLEST: Final = 1e-3
"""Frames' worth of a Gaussian from which it is asked."""

_RIDGE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class EstimateSettings:
    """How the room of an utterance is found."""

    rounds: int = 3
    """Rounds of expectation and maximisation."""

    silence: float = 0.5
    """Share of the frames that hold no speech, before they are heard, 0 to 1."""

    frames: int = 150
    """Frames that are looked at, at most, evenly spread."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What an utterance came through, as log-mel spectra of shape (25,)."""

    channel: Floats
    """Of the microphone and the person's voice, at the utterance's level."""

    noise: Floats
    """Of the room's background."""


class Estimator:
    """Finds the surroundings of utterances for one model."""

    def __init__(self, acoustics: Acoustics, settings: EstimateSettings | None = None) -> None:
        self._settings = settings or EstimateSettings()
        order = np.argsort(-acoustics.weights[0], axis=1)[:, :_HEAVIEST]
        rows = np.arange(len(order))[:, None]
        self._means = acoustics.means[0][rows, order].reshape(-1, CEPSTRA)
        self._variances = acoustics.variances[0][rows, order].reshape(-1, CEPSTRA)
        shares = acoustics.prior(self._settings.silence)[:, None] * acoustics.weights[0][rows, order]
        self._log_weights = np.log(shares.reshape(-1) + 1e-12)

    def find(self, spectra: Floats, start: Surroundings, room: Room, belief: float = 0.0) -> Surroundings:
        """The surroundings in which `spectra`, log-mel of shape (frames, 25), are likeliest, from a guess on.

        `belief` is how many frames' worth of belief there is in the guess of the channel; 0 for none.
        """
        step = max(1, -(-len(spectra) // self._settings.frames))
        frames = spectra[::step] @ cepstral().T
        found = start
        for _ in range(self._settings.rounds):
            pull = belief / step * _belief(), cepstral() @ (found.channel - start.channel)
            change = self._step(frames, found, room, pull)
            found = Surroundings(
                found.channel + spectral() @ change[:CEPSTRA], found.noise + spectral() @ change[CEPSTRA:]
            )
        return found

    def _step(self, frames: Floats, found: Surroundings, room: Room, pull: tuple[Floats, Floats]) -> Floats:
        """One joint Gauss-Newton step in the cepstra of channel and noise, shape (26,).

        `pull` holds the weight of the belief in the guess, and the way from it, by cepstrum of the channel.
        """
        parts = [
            through_room(self._means, self._variances, found.channel, found.noise + state.offset, state.covariance)
            for state in room.states
        ]
        means = np.concatenate([part.means for part in parts])
        variances = np.concatenate([part.variances for part in parts])
        logs = np.concatenate([self._log_weights + np.log(state.weight + 1e-9) for state in room.states])
        shares = _shares(frames, means, variances, logs)
        used = shares.sum(axis=0)
        kept = np.flatnonzero(used > _SMALLEST)
        means, variances, used = means[kept], variances[kept], used[kept]
        residual = (shares[:, kept].T @ frames - used[:, None] * means) / variances
        slopes = np.concatenate([part.slopes for part in parts])[kept]
        turns = np.concatenate([slopes, np.eye(CEPSTRA) - slopes], axis=2)
        scaled = (np.sqrt(used[:, None] / variances)[:, :, None] * turns).reshape(-1, 2 * CEPSTRA)
        system = scaled.T @ scaled + _RIDGE * np.eye(2 * CEPSTRA)
        wanted = np.einsum("kia,ki->a", turns, residual, optimize=True)
        belief, way = pull
        system[:CEPSTRA, :CEPSTRA] += np.diag(belief)
        wanted[:CEPSTRA] -= belief * way
        return np.asarray(np.linalg.solve(system, wanted), np.float64)


def _shares(frames: Floats, means: Floats, variances: Floats, logs: Floats) -> Floats:
    """The share of every Gaussian in every frame, shape (frames, Gaussians); rows sum to 1."""
    centre = means.mean(axis=0)  # single precision is enough around it
    near, means = (frames - centre).astype(np.float32), means - centre
    slopes, constants = affine_gaussians(means, variances)
    scores = np.concatenate([near, near**2], axis=1) @ slopes.T.astype(np.float32)
    scores += (constants + logs).astype(np.float32)
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return np.asarray(scores, np.float64)


def _belief() -> Floats:
    """One frame's worth of belief in each cepstrum of the channel: how little voices and microphones differ there."""
    deviations = np.array([60.0, 15, 12, 10, 10, 8, 8, 8, 7, 7, 6, 6, 6])
    return np.asarray(10.0 / deviations**2, np.float64)
