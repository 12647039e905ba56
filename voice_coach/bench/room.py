"""Room: what a microphone at some distance hears in a gym: the direct sound, early reflections and a long tail."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import BadInput

SPEED_OF_SOUND: Final = 343.0
"""Metres a second at 20 degrees Celsius."""

EARLY: Final = 0.05
"""Seconds after the direct sound in which single reflections are worked out; noise stands for the later ones."""

ORDER: Final = 3
"""Walls that a single reflection meets at most."""

TAIL_KEPT: Final = 0.5
"""Seconds that a clip grows by, so that its last word may ring."""


@dataclass(frozen=True, slots=True)
class Hall:
    """A box-shaped training room."""

    length: float = 18.0
    width: float = 12.0
    height: float = 4.5
    """Metres."""

    rt60: float = 1.2
    """Seconds in which a sound falls by 60 dB: gyms have 1 to 1.5."""

    @property
    def critical_distance(self) -> float:
        """Metres at which the direct sound and the reverberation are equally loud, for a source without direction."""
        return 0.057 * float(np.sqrt(self.length * self.width * self.height / self.rt60))


HALL: Final = Hall()
MICROPHONES: Final = {"close": 0.4, "2m": 2.0}
"""`--room` -> metres between mouth and microphone."""

LOUDSPEAKER: Final = 6.0
"""Metres between the microphone and what makes the noise."""

Response = NDArray[np.float64]
"""Impulse response at 16 kHz, the direct sound first with amplitude 1, shape (n,)."""


def check_microphone(name: str) -> None:
    """Raise `BadInput` unless the microphone is known."""
    if name not in MICROPHONES:
        raise BadInput(f'--room "{name}" is not known: use {", ".join(MICROPHONES)}')


def impulse_response(distance: float, random: np.random.Generator, hall: Hall = HALL) -> Response:
    """The way from a mouth at `distance` metres to the microphone, both at random places of the hall.

    Images of the source to the third order (Allen and Berkley 1979) make the first 50 ms, noise that falls by 60 dB
    in `rt60` seconds the rest. All that is not direct has the energy (distance / critical distance)^2.
    """
    response = np.zeros(round(hall.rt60 * SAMPLE_RATE))
    walls = np.array([hall.length, hall.width, hall.height])
    microphone = walls * random.uniform(0.25, 0.75, 3)
    direction = random.normal(0, 1, 3) * (1, 1, 0.2)
    mouth = np.clip(microphone + distance * direction / np.linalg.norm(direction), 0.1, walls - 0.1)
    straight = float(np.linalg.norm(mouth - microphone))
    # Sabine: what the walls must swallow for this RT60.
    surface = 2 * (hall.length * hall.width + hall.width * hall.height + hall.length * hall.height)
    absorption = min(0.9, 0.161 * float(np.prod(walls)) / (surface * hall.rt60))
    steps = range(-ORDER, ORDER + 1)
    for cell in np.array(np.meshgrid(steps, steps, steps)).reshape(3, -1).T:
        bounces = int(np.sum(np.abs(cell)))
        if 0 < bounces <= ORDER:
            image = np.where(cell % 2 == 0, mouth + cell * walls, cell * walls + walls - mouth)
            way = float(np.linalg.norm(image - microphone))
            at = round((way - straight) / SPEED_OF_SOUND * SAMPLE_RATE)
            if 0 < at < EARLY * SAMPLE_RATE:
                response[at] += (1 - absorption) ** (bounces / 2) * straight / way
    time = np.arange(response.size) / SAMPLE_RATE
    tail = random.standard_normal(response.size) * np.exp(-6.908 * time / hall.rt60)
    # The tail grows out of the early reflections rather than starting beside them.
    tail *= np.minimum(1.0, time / EARLY)
    early, late = float(np.sum(response**2)), float(np.sum(tail**2))
    wanted = (straight / hall.critical_distance) ** 2
    if early > 0.5 * wanted:
        response *= np.sqrt(0.5 * wanted / early)
        early = 0.5 * wanted
    response += tail * np.sqrt((wanted - early) / late)
    response[0] = 1.0
    return response


def reverberate(samples: Samples, distance: float, seed: int, name: str, keep: float = TAIL_KEPT) -> Samples:
    """The clip as heard at `distance` metres, `keep` seconds longer, its peak as before.

    The places in the hall depend on `seed` and the clip's name only.
    """
    if samples.size == 0:
        return samples
    random = np.random.default_rng([seed, zlib.crc32(name.encode()), round(100 * distance)])
    wet = convolve(samples.astype(np.float64), impulse_response(distance, random))
    wet = wet[: samples.size + round(keep * SAMPLE_RATE)]
    peak = float(np.max(np.abs(wet)))
    scale = float(np.max(np.abs(samples.astype(np.float64)))) / peak if peak else 0.0
    return np.rint(wet * scale).astype(np.int16)


def convolve(signal: NDArray[np.float64], response: Response) -> NDArray[np.float64]:
    """The full convolution, shape (len(signal) + len(response) - 1,), by way of the spectrum."""
    length = signal.size + response.size - 1
    size = 1 << (length - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(response, size), size)[:length]
