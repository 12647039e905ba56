"""Kind: the noises by name, or a recording of one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import Samples
from voice_coach.bench.noise.babble import babble
from voice_coach.bench.noise.clanks import clanks
from voice_coach.bench.noise.instructor import instructor
from voice_coach.bench.noise.music import music
from voice_coach.errors import BadInput

NOISE_SECONDS: Final = 120.0
"""Seconds of each noise; a clip gets a piece of it."""

LONGEST: Final = 3600.0
"""Seconds of the longest recorded noise that is read."""


class NoiseKind(StrEnum):
    """What `--noise` takes beside a file."""

    MUSIC = "music"
    CLANKS = "clanks"
    BABBLE = "babble"
    INSTRUCTOR = "instructor"


MAKERS: Final[dict[NoiseKind, Callable[[float, int], Samples]]] = {
    NoiseKind.MUSIC: music,
    NoiseKind.CLANKS: clanks,
    NoiseKind.BABBLE: babble,
    NoiseKind.INSTRUCTOR: instructor,
}


def check_noise(name: str) -> None:
    """Raise `BadInput` unless `name` is a kind or a file."""
    if name not in tuple(NoiseKind) and not Path(name).is_file():
        raise BadInput(f'--noise "{name}" is no file and no kind of noise: use a file or {", ".join(NoiseKind)}')


def load_noise(name: str, seed: int, length: float = NOISE_SECONDS) -> Samples:
    """The noise of that name, or the whole recording; the same for the same seed."""
    check_noise(name)
    return MAKERS[NoiseKind(name)](length, seed) if name in tuple(NoiseKind) else read_whole(Path(name), LONGEST)
