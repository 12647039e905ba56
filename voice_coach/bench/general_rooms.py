"""General rooms: the noises that are expected before a room was learned.

`python -m voice_coach.bench.general_rooms KITCHEN.flac` writes them again. Those that the bench synthesises come from
another seed than the ones it mixes under speech. The kitchen is the first half of the coffee orders' own noise, whose
statistics are kept, not its sound; figures in that half are therefore fitted, in the other half they are not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.noise.babble import babble
from voice_coach.bench.noise.clanks import clanks
from voice_coach.bench.noise.kind import LONGEST
from voice_coach.bench.noise.music import music
from voice_coach.bench.noise.sound import coloured, finish, rms
from voice_coach.errors import EXIT_BAD_INPUT, EXIT_DONE
from voice_coach.recognition.compensation.room import ROOMS, learn_room, save_room

SEED: Final = 7001
SECONDS: Final = 60
PIECE: Final = 10
"""Seconds of one noise before the next, in the mixture."""

SLOPE: Final = 4.0
"""Decibels by which the hum of machines falls an octave."""

MIXTURE: Final = "0_mixture"
"""First by name, so first to be chosen where nothing tells."""


def noises(kitchen: Samples) -> dict[str, Samples]:
    """The kitchen, and a mixture of it and a minute of each other kind, piece by piece at one mean power."""
    hum = finish(coloured(SECONDS * SAMPLE_RATE, np.random.default_rng(SEED), SLOPE, low=60.0))
    kinds = (babble(SECONDS, SEED), clanks(SECONDS, SEED), hum, kitchen, music(SECONDS, SEED))
    even = [noise / max(rms(noise.astype(np.float64)), 1.0) for noise in kinds]
    length = PIECE * SAMPLE_RATE
    pieces = [noise[place * length : (place + 1) * length] for place in range(SECONDS // PIECE) for noise in even]
    return {MIXTURE: finish(np.concatenate(pieces)), "kitchen": kitchen}


def main(arguments: list[str]) -> int:
    """Write the files; the argument is a recording of a kitchen."""
    if len(arguments) != 1:
        print("usage: python -m voice_coach.bench.general_rooms KITCHEN.flac", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_INPUT
    for name, noise in noises(read_whole(Path(arguments[0]), LONGEST)).items():
        path = ROOMS / f"{name}.npz"
        save_room(learn_room(noise), path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")  # noqa: T201
    return EXIT_DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
