"""Bent model: a copy of a model of ours in memory whose Gaussians are replaced for each utterance.

libvosk reads models from files only, so the copy lies in a folder of this process's own, in memory where the system
has such a place. Numbers of Gaussians are written there, never sound.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_coach.errors import MissingModel
from voice_coach.recognition.compensation.acoustics import Acoustics
from voice_coach.recognition.compensation.spectrum import Floats
from voice_coach.recognition.embedded.network import CEPSTRA, MIXTURE_LIFT, NetworkFile, affine_gaussians, read_network
from voice_coach.recognition.manifest import REBUILD

_IN_MEMORY: Final = Path("/dev/shm")
_PROCESSES: Final = Path("/proc")
_PREFIX: Final = "voice-coach-"
"""Names of the folders, followed by the process and something random."""

_NETWORK: Final = "am/final.mdl"
_CONF: Final = "conf/model.conf"

_BEAM: Final = 11.0
"""Scaled nats; noise makes scores alike, and the model's own beam would take half as long again for nothing."""

_MAX_ACTIVE: Final = 2000

_LATTICE_BEAM: Final = 0.5
"""Scaled nats of alternatives that are kept; in noise 2 costs half as much again."""


@dataclass(frozen=True, slots=True, eq=False)
class Bent:
    """The Gaussians of one kind of noise."""

    share: float
    """Share of the time, 0 to 1."""

    means: Sequence[Floats]
    """By stream, each of shape (codebooks, Gaussians, 13)."""

    variances: Sequence[Floats]
    """Likewise."""


class BentModel:
    """Makes models for utterances, one after the other; any thread may ask."""

    def __init__(self, model: Path, acoustics: Acoustics) -> None:
        """Read the network of a model directory of ours. Raises `MissingModel` when it is damaged."""
        self._acoustics = acoustics
        self._loading = threading.Lock()  # every model lies in the same file for a moment
        try:
            self._network: NetworkFile = read_network((model / _NETWORK).read_bytes())
            self._folder = _own_folder()
            (self._folder / "am").mkdir()
            (self._folder / "graph").symlink_to((model / "graph").resolve(), target_is_directory=True)
            shutil.copytree(model / "conf", self._folder / "conf")
            options = (model / _CONF).read_text(encoding="utf-8")
            options = re.sub(r"--beam=.*", f"--beam={_BEAM}", options)
            options = re.sub(r"--max-active=.*", f"--max-active={_MAX_ACTIVE}", options)
            options = re.sub(r"--lattice-beam=.*", f"--lattice-beam={_LATTICE_BEAM}", options)
            (self._folder / _CONF).write_text(options, encoding="utf-8")
        except (OSError, ValueError):
            raise MissingModel(f"{_NETWORK} of the speech model {model} is damaged: {REBUILD}") from None
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def load(self, bent: Sequence[Bent], silence: Floats) -> Any:
        """A `vosk.Model` with these Gaussians; `silence` has the mixture of silence, shape (3, Gaussians)."""
        import vosk  # noqa: PLC0415  (a native library, not needed for typed conversations)

        gaussians = [self._stream(bent, stream) for stream in range(len(silence))]
        lifted = [MIXTURE_LIFT * weights for weights in silence]
        data = self._network.with_gaussians(gaussians, self._acoustics.silence, lifted, len(bent))
        with self._loading:
            (self._folder / _NETWORK).write_bytes(data)
            return vosk.Model(str(self._folder))

    @staticmethod
    def _stream(bent: Sequence[Bent], stream: int) -> tuple[Floats, Floats]:
        """Slopes and constants of all Gaussians of a stream, one kind of noise after the other."""
        sets = []
        for kind in bent:
            slopes, constants = affine_gaussians(
                kind.means[stream].reshape(-1, CEPSTRA), kind.variances[stream].reshape(-1, CEPSTRA)
            )
            sets.append((slopes, constants + np.log(kind.share + 1e-9)))
        all_slopes, all_constants = zip(*sets, strict=True)
        return np.concatenate(all_slopes), np.concatenate(all_constants)


def _own_folder() -> Path:
    memory = _IN_MEMORY if _IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    _sweep(memory)
    name = f"{_PREFIX}{os.getpid()}-"
    try:
        return Path(tempfile.mkdtemp(prefix=name, dir=memory))
    except OSError:
        return Path(tempfile.mkdtemp(prefix=name))


def _sweep(memory: Path) -> None:
    """Remove what killed processes left: 11 MB of memory each."""
    for folder in memory.glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and _PROCESSES.is_dir() and not (_PROCESSES / owner).exists():
            shutil.rmtree(folder, ignore_errors=True)
