"""Sphinx: reader of the acoustic model in the pocketsphinx wheel (phonetically tied mixtures, BSD-2-Clause).

Formats as the files describe themselves in their headers: `mdef` (binary model definition), `means` and `variances`
(Sphinx 3 Gaussian files), `sendump` (quantised mixture weights).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.errors import MissingComponent

STATES: Final = 3
"""Emitting states of every phone."""

SILENCE: Final = "SIL"

_BYTE_ORDER: Final = 0x11223344
_SCORE_STEP: Final = 1024 * float(np.log(1.0001))
"""Nats in one step of a quantised mixture weight: log base 1.0001, shifted right by ten bits."""

_VARIANCE_FLOOR: Final = 1e-4
_POSITIONS: Final = {"I": 0, "B": 1, "E": 2, "S": 3}
"""How `mdef` numbers a phone's place in the word: internal, begin, end, single."""

_TREE_NODE_BYTES: Final = 8
_PHONE: Final = np.dtype([("sequence", "<i4"), ("transitions", "<i4"), ("attributes", "u1", 4)])


def wheel_folder() -> Path:
    """The folder `model/en-us` of the installed pocketsphinx wheel. Raises `MissingComponent` without one."""
    found = importlib.util.find_spec("pocketsphinx")
    if found is None or found.origin is None:
        raise MissingComponent("the pocketsphinx package is not installed: run `pip install pocketsphinx`")
    folder = Path(found.origin).parent / "model" / "en-us"
    if not folder.is_dir():
        raise MissingComponent(
            "the pocketsphinx package carries no acoustic model: run `pip install --force-reinstall pocketsphinx`"
        )
    return folder


@dataclass(frozen=True)
class SphinxModel:
    """The acoustic model: one codebook of Gaussians a phone, shared by the phone's senones through mixture weights."""

    phones: tuple[str, ...]
    """Context-independent phones; silence and noises among them."""

    means: NDArray[np.float64]
    """Shape (codebooks, streams, Gaussians, 13): cepstra, deltas and double deltas are the three streams."""

    variances: NDArray[np.float64]
    """Same shape, floored."""

    mixture_codes: NDArray[np.uint8]
    """Shape (streams, Gaussians, senones): quantised negative logarithms of the mixture weights."""

    sequences: NDArray[np.int64]
    """Shape (sequences, 3): the senones of a phone's three states."""

    triphones: dict[tuple[int, int, int, int], int]
    """(phone, left, right, place in the word) -> sequence; phones by number."""

    codebooks: NDArray[np.int64]
    """Shape (senones,): the codebook of each senone."""

    @cached_property
    def number(self) -> dict[str, int]:
        """Phone name -> number; the number is also the phone's context-independent sequence and codebook."""
        return {name: number for number, name in enumerate(self.phones)}

    def speech_phones(self) -> tuple[str, ...]:
        """The phones that words are made of."""
        return tuple(name for name in self.phones if name != SILENCE and not name.startswith("+"))

    def mixture_weights(self, stream: int, senone: int) -> NDArray[np.float64]:
        """Weights of one senone over its codebook's Gaussians, shape (Gaussians,)."""
        codes = self.mixture_codes[stream, :, senone].astype(np.float64)
        weights: NDArray[np.float64] = np.exp(-_SCORE_STEP * codes)
        return weights

    def sequence(self, phone: str, left: str, right: str, place: str) -> int:
        """The senone sequence of a phone in its context; `place` is B, E, I or S.

        Backs off as the model's own decoder does: another place in the word, then silence beyond the word's edge,
        then the context-independent phone.
        """
        number, silence = self.number, self.number[SILENCE]
        base, before, after = number[phone], number[left], number[right]
        edged = (silence if place in "BS" else before, silence if place in "ES" else after)
        for context in ((before, after), edged):
            for code in (_POSITIONS[place], 0, 1, 2, 3):
                found = self.triphones.get((base, *context, code))
                if found is not None:
                    return found
        return base


def read_sphinx_model(folder: Path) -> SphinxModel:
    """Read the model in `folder`. Raises `MissingComponent` when a file is missing or not what it should be."""
    try:
        phones, sequences, triphones, codebooks = _read_definition((folder / "mdef").read_bytes())
        means = _read_gaussians((folder / "means").read_bytes())
        variances = np.maximum(_read_gaussians((folder / "variances").read_bytes()), _VARIANCE_FLOOR)
        codes = _read_mixture_codes((folder / "sendump").read_bytes())
        if means.shape != variances.shape or means.shape[0] != len(phones) or codes.shape[2] != len(codebooks):
            raise ValueError("the files do not belong together")
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise MissingComponent(
            f"the acoustic model of the pocketsphinx package cannot be read ({error}): "
            "run `pip install --force-reinstall pocketsphinx`"
        ) from error
    return SphinxModel(phones, means, variances, codes, sequences, triphones, codebooks)


_Definition = tuple[tuple[str, ...], NDArray[np.int64], dict[tuple[int, int, int, int], int], NDArray[np.int64]]


def _read_definition(data: bytes) -> _Definition:
    if data[:4] != b"BMDF":
        raise ValueError("mdef is not a little-endian binary model definition")
    (description,) = struct.unpack_from("<i", data, 8)
    at = 12 + description
    base_count, phone_count, states, _, senone_count, _, sequence_count, _, tree_count, _ = struct.unpack_from(
        "<10i", data, at
    )
    if states != STATES:
        raise ValueError(f"phones of {states} states")
    at += 40
    names_at, names = at, []
    for _ in range(base_count):
        end = data.index(b"\0", at)
        names.append(data[at:end].decode("ascii"))
        at = end + 1
    at += -(at - names_at) % 4 + _TREE_NODE_BYTES * tree_count
    phones = np.frombuffer(data, _PHONE, phone_count, at)
    at += _PHONE.itemsize * phone_count + 4
    sequences = np.frombuffer(data, "<u2", sequence_count * states, at).reshape(sequence_count, states).astype(np.int64)
    triphones: dict[tuple[int, int, int, int], int] = {}
    codebooks = np.zeros(senone_count, np.int64)
    for index, (sequence, _, attributes) in enumerate(phones.tolist()):
        if index < base_count:
            codebooks[sequences[sequence]] = index
            continue
        place, base, left, right = attributes
        triphones[(base, left, right, place)] = sequence
        codebooks[sequences[sequence]] = base
    return tuple(names), sequences, triphones, codebooks


def _read_gaussians(data: bytes) -> NDArray[np.float64]:
    at = data.index(b"endhdr\n") + 7
    order, codebooks, streams, gaussians = struct.unpack_from("<4i", data, at)
    if order != _BYTE_ORDER:
        raise ValueError("Gaussians in another byte order")
    widths = struct.unpack_from(f"<{streams}i", data, at + 16)
    if len(set(widths)) != 1:
        raise ValueError("streams of different widths")
    at += 16 + 4 * streams + 4  # one more count of all numbers stands before them
    numbers = np.frombuffer(data, "<f4", codebooks * gaussians * sum(widths), at)
    return numbers.reshape(codebooks, streams, gaussians, widths[0]).astype(np.float64)


def _read_mixture_codes(data: bytes) -> NDArray[np.uint8]:
    at, counts = 0, dict[str, str]()
    while True:
        (length,) = struct.unpack_from("<i", data, at)
        at += 4
        if length == 0:
            break
        words = data[at : at + length].rstrip(b"\0").decode("latin-1").split()
        at += length
        if len(words) == 2:
            counts[words[0]] = words[1]
    if counts.get("cluster_count") != "0" or "feature_count" not in counts:
        raise ValueError("sendump with clustered weights, or of unknown streams")
    gaussians, senones = struct.unpack_from("<2i", data, at)
    shape = (int(counts["feature_count"]), gaussians, senones)
    return np.frombuffer(data, np.uint8, shape[0] * gaussians * senones, at + 8).reshape(shape)
