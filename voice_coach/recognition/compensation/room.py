"""Room: what a room sounds like when nobody speaks: how its noise varies, learned from some seconds of it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import BadInput
from voice_coach.recognition.compensation.spectrum import Floats, cepstral, log_mel, with_deltas
from voice_coach.recognition.embedded.network import CEPSTRA

STATES: Final = 2
"""Kinds of moments that a room's noise has: its background, and what bangs, rings or sings above it."""

SILENCE_GAUSSIANS: Final = 64
"""Gaussians of the room's noise, in each stream, that silence gets."""

ROOMS: Final = Path(__file__).parent / "rooms"
"""Rooms that may be met before one was learned; `python -m voice_coach.bench.general_rooms` makes them."""

WIDEN: Final = 2.0
"""Widening of the room's own Gaussians. Learned from half a minute of a kitchen and met in the next half, coffee orders
at 12 dB were 50 % right with 1, 65 % with 3 (26 recordings); met in the same half, 81 % with either."""

SHORTEST: Final = 3.0
"""Seconds of sound from which a room can be learned."""

_RANGE: Final = 6.0
"""Nats below the mean log-mel spectrum that count at most: digital silence is no noise."""

_NARROWEST: Final = 0.1
"""Share of the noise's own variance that each Gaussian of silence has at least."""

_FEWEST: Final = 4
"""Frames from which a cluster has a variance of its own."""

_ROUNDS: Final = 25
_LEVEL: Final = 8000.0


@dataclass(frozen=True, slots=True, eq=False)
class NoiseState:
    """One kind of moment."""

    weight: float
    """Share of the time, 0 to 1."""

    offset: Floats
    """Shape (25,): log-mel spectrum above the background's."""

    covariance: Floats
    """Shape (13, 13): of the cepstra."""

    deltas: Floats
    """Shape (2, 13, 13): of the deltas and the double deltas."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """A room's noise, whatever its level."""

    states: tuple[NoiseState, ...]
    """Quietest first; its offset is 0."""

    weights: Floats
    """Shape (3, 64): of the Gaussians that silence gets, by stream; each row sums to 1."""

    means: Floats
    """Shape (3, 64, 13): the first stream's relative to the mean spectrum's cepstrum."""

    variances: Floats
    """Shape (3, 64, 13)."""


def learn_room(samples: Samples, widen: float = WIDEN) -> Room:
    """Learn a room from its noise: int16, shape (n,), of any level, at least 3 s without a voice.

    `widen` multiplies the variances of the Gaussians that silence gets: the room will not sound just so again. Raises
    `BadInput` when the sound is shorter or there is none.
    """
    peak = float(np.abs(samples.astype(np.float64)).max()) if samples.size else 0.0
    if samples.size < SHORTEST * SAMPLE_RATE or peak == 0.0:
        raise BadInput(
            f"{samples.size / SAMPLE_RATE:.1f} s of sound are no room to learn from: give ten seconds of its noise"
        )
    spectra = log_mel(samples.astype(np.float64) * (_LEVEL / peak))
    spectra = np.maximum(spectra, spectra.mean(axis=0) - _RANGE)
    streams = with_deltas(spectra @ cepstral().T)
    kinds = _by_level(spectra)
    background = spectra[kinds == 0].mean(axis=0)
    states = tuple(
        NoiseState(
            float(np.mean(kinds == kind)),
            spectra[kinds == kind].mean(axis=0) - background,
            _covariance(streams[kinds == kind, 0]),
            np.stack([_covariance(streams[kinds == kind, stream]) for stream in (1, 2)]),
        )
        for kind in range(kinds.max() + 1)
    )
    relative = streams.copy()
    relative[:, 0] -= cepstral() @ spectra.mean(axis=0)
    weights, means, variances = zip(*(_mixture(relative[:, stream]) for stream in range(3)), strict=True)
    return Room(states, np.stack(weights), np.stack(means), widen * np.stack(variances))


def save_room(room: Room, path: Path) -> None:
    """Write a room; the file appears whole or not at all. Raises `BadInput` when it cannot be written."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            np.savez(
                file,
                share=np.array([state.weight for state in room.states], np.float32),
                offset=np.stack([state.offset for state in room.states]).astype(np.float32),
                covariance=np.stack([state.covariance for state in room.states]).astype(np.float32),
                deltas=np.stack([state.deltas for state in room.states]).astype(np.float32),
                weights=room.weights.astype(np.float32),
                means=room.means.astype(np.float32),
                variances=room.variances.astype(np.float32),
            )
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadInput(f"{path} cannot be written ({error.strerror}): choose another place") from None


def read_room(path: Path) -> Room:
    """Read a room. Raises `BadInput` for a file that is missing, damaged or no room."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name].astype(np.float64) for name in stored.files}
        states = tuple(
            NoiseState(float(share), offset, covariance, deltas)
            for share, offset, covariance, deltas in zip(
                parts["share"], parts["offset"], parts["covariance"], parts["deltas"], strict=True
            )
        )
        room = Room(states, parts["weights"], parts["means"], parts["variances"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise BadInput(f"{path} is no room that was learned: run `voice-coach calibrate` again") from None
    if room.means.shape != (3, SILENCE_GAUSSIANS, CEPSTRA) or not states:
        raise BadInput(f"{path} is a room of another version: run `voice-coach calibrate` again")
    return room


def learned_room(path: Path) -> Room | None:
    """The room that was learned here; None when none was. Raises `BadInput` for a damaged file."""
    return read_room(path) if path.is_file() else None


def general_rooms() -> tuple[Room, ...]:
    """The rooms that come with the coach, a mixture of all kinds of noise first."""
    return tuple(read_room(path) for path in sorted(ROOMS.glob("*.npz")))


def _by_level(spectra: Floats) -> NDArray[np.intp]:
    """The kind of every frame, 0 for the quietest kind."""
    centres, kinds = _cluster(spectra - spectra.mean(axis=0), STATES)
    kept = [kind for kind in np.argsort(centres.mean(axis=1)) if np.count_nonzero(kinds == kind) > 2 * CEPSTRA]
    if len(kept) < STATES:
        return np.zeros(len(spectra), np.intp)
    rank = np.empty(STATES, np.intp)
    rank[kept] = np.arange(STATES)
    return rank[kinds]


def _covariance(vectors: Floats) -> Floats:
    return np.asarray(np.cov(vectors.T), np.float64)


def _mixture(vectors: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights, means and variances of clusters."""
    spread = vectors.std(axis=0) + 1e-6
    _, kinds = _cluster(vectors / spread, SILENCE_GAUSSIANS)
    weights = np.bincount(kinds, minlength=SILENCE_GAUSSIANS) / len(kinds)
    means = np.zeros((SILENCE_GAUSSIANS, CEPSTRA))
    variances = np.tile(spread**2, (SILENCE_GAUSSIANS, 1))
    for kind in range(SILENCE_GAUSSIANS):
        members = vectors[kinds == kind]
        if len(members):
            means[kind] = members.mean(axis=0)
        if len(members) >= _FEWEST:
            variances[kind] = np.maximum(members.var(axis=0), _NARROWEST * spread**2)
    return weights, means, variances


def _cluster(vectors: Floats, count: int) -> tuple[Floats, NDArray[np.intp]]:
    """k-means from seeded starts: centres, and the number of each vector's."""
    random = np.random.default_rng(count)
    centres = vectors[random.choice(len(vectors), count, replace=len(vectors) < count)]
    kinds = np.zeros(len(vectors), np.intp)
    for _ in range(_ROUNDS):
        distance = (vectors**2).sum(axis=1)[:, None] - 2 * vectors @ centres.T + (centres**2).sum(axis=1)
        kinds = distance.argmin(axis=1)
        for kind in range(count):
            if (kinds == kind).any():
                centres[kind] = vectors[kinds == kind].mean(axis=0)
    return centres, kinds
