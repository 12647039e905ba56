"""Compensator: decides for every utterance whether the room is loud, and bends the model to it when it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_coach.recognition.compensation.acoustics import Acoustics, read_acoustics
from voice_coach.recognition.compensation.bent_model import Bent, BentModel
from voice_coach.recognition.compensation.estimate import EstimateSettings, Estimator, Surroundings
from voice_coach.recognition.compensation.room import SILENCE_GAUSSIANS, Room
from voice_coach.recognition.compensation.spectrum import Floats, cepstral, log_mel, spectral
from voice_coach.recognition.compensation.taylor import compensate

_QUIETEST: Final = 0.1
"""Share of an utterance's frames that are taken for the room where nothing was heard before it."""

_FEWEST: Final = 10
"""Frames that this share has at least."""

_LOUDEST: Final = 90
"""Percentile of the frames' levels that is the level of the speech."""

_FLOOR: Final = 0.1
"""Share of the noise that speech has at least, for a first guess of the channel."""

_ROOM_LEAST: Final = 28
"""Frames (0.3 s) of the room heard before an utterance from which they tell the level of its noise."""

_SHARED: Final = 2
"""Frames that a stretch of sound has less than hops: the last ones would need sound from beyond its end."""


@dataclass(frozen=True, slots=True)
class CompensationSettings:
    """When and how the model is bent."""

    quiet: float = 8.0
    """Nats of log-mel level between speech and room from which the room counts as quiet, and nothing is done.

    Coffee orders by people have 13 to 15 as recorded, 7 with kitchen noise at 30 dB, 6 at 24 dB, 4 at 12 dB.
    """

    quiet_short: float = 3.0
    """The same for answers of a word or two, which tell too little of the channel: the model does better as it is
    unless the noise is clear. One-second words by people have 7 as recorded, 4 at 20 dB and 2 at 10 dB."""

    short: float = 1.2
    """Seconds of speech up to which it counts as short."""

    short_belief: float = 20.0
    """Frames' worth of belief in the usual channel while an utterance is short."""

    noise_above: float = 0.4
    """Nats that the noise is taken for more than was found: what is left over of it is heard as words."""

    room_share: float = 0.5
    """Share of silence that is the room's noise, 0 to 1."""

    estimate: EstimateSettings = field(default_factory=EstimateSettings)


@dataclass(frozen=True, slots=True, eq=False)
class Loud:
    """An utterance in a loud room, as log-mel spectra."""

    spectra: Floats
    """Shape (frames, 25)."""

    before: Floats
    """The room before it, shape (frames, 25); may have no frames."""

    noise: Floats
    """A first guess of the noise, shape (25,)."""

    short: bool
    """True for an answer of a word or two."""


class Compensator:
    """Bends one model. Keeps no sound."""

    def __init__(
        self, model: Path, usual: Floats, rooms: Sequence[Room], settings: CompensationSettings | None = None
    ) -> None:
        """`usual` is the mean cepstrum, shape (13,), of speech at the conditioned level; `rooms` those to bend it to.

        Raises `MissingModel` when the model lacks its Gaussians.
        """
        self._rooms = tuple(rooms)
        self._settings = settings or CompensationSettings()
        self._acoustics: Acoustics = read_acoustics(model)
        self._usual: Floats = spectral() @ usual
        self._estimator = Estimator(self._acoustics, self._settings.estimate)
        self._model = BentModel(model, self._acoustics)

    def listen(self, utterance: Floats, speech: float, before: Floats) -> Loud | None:
        """An utterance, shape (n,), at the conditioned level, with `speech` seconds of speech; None where it is quiet.

        `before` is the room heard before it, shape (m,), at the same gain, and may be empty.
        """
        spectra = log_mel(utterance)
        room = log_mel(before) if before.size else spectra[:0]
        noise = _noise(spectra, room)
        short = speech <= self._settings.short
        above = float(np.percentile(spectra.mean(axis=1), _LOUDEST)) - float(noise.mean())
        if above >= (self._settings.quiet_short if short else self._settings.quiet):
            return None
        return Loud(spectra, room[-max(1, len(spectra) // 2 - _SHARED) :], noise, short)

    def models(self, heard: Loud) -> Iterator[Any]:
        """A `vosk.Model` a room, bent to the utterance, one after the other."""
        start = self._start(heard.spectra, heard.noise, heard.short)
        belief = self._settings.short_belief if heard.short else 0.0
        everything = np.concatenate([heard.before, heard.spectra])
        for room in self._rooms:
            yield self._bent(room, self._estimator.find(everything, start, room, belief))

    def _bent(self, room: Room, found: Surroundings) -> Any:
        noise = found.noise + self._settings.noise_above
        bent = []
        for state in room.states:
            means, variances = compensate(self._acoustics, found.channel, noise, state)
            bent.append(Bent(state.weight, means, variances))
        return self._model.load(bent, self._silence(bent, noise, room))

    def _start(self, spectra: Floats, noise: Floats, short: bool) -> Surroundings:
        if short:
            return Surroundings(self._usual, noise)
        speech = np.log(np.maximum(np.exp(spectra) - np.exp(noise), _FLOOR * np.exp(noise)))
        return Surroundings(speech.mean(axis=0), noise)

    def _silence(self, bent: Sequence[Bent], noise: Floats, room: Room) -> Floats:
        """Give the room's noise to the lightest Gaussians of silence, in place; returns the mixture, (3, Gaussians)."""
        codebook, share = self._acoustics.silence, self._settings.room_share
        mixture = np.zeros_like(self._acoustics.weights[:, codebook])
        for stream, weights in enumerate(self._acoustics.weights[:, codebook]):
            order = np.argsort(weights, kind="stable")
            lightest, kept = order[:SILENCE_GAUSSIANS], order[SILENCE_GAUSSIANS:]
            mixture[stream, kept] = (1 - share) * weights[kept] / weights[kept].sum()
            mixture[stream, lightest] = share * room.weights[stream]
            level = cepstral() @ noise if stream == 0 else 0.0
            for kind in bent:
                kind.means[stream][codebook, lightest] = room.means[stream] + level
                kind.variances[stream][codebook, lightest] = room.variances[stream]
        return mixture


def _noise(spectra: Floats, room: Floats) -> Floats:
    """A first guess of the noise: the room before the utterance, or its quietest frames, shape (25,)."""
    if len(room) >= _ROOM_LEAST:
        return np.asarray(room.mean(axis=0), np.float64)
    quietest = np.argsort(spectra.mean(axis=1))[: max(_FEWEST, int(_QUIETEST * len(spectra)))]
    return np.asarray(spectra[quietest].mean(axis=0), np.float64)
