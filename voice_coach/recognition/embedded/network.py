"""Network: the tied-mixture Gaussians of a Sphinx model re-expressed, exactly, as a Kaldi nnet3 network.

A Gaussian's log-likelihood is affine in (x, x squared): one affine layer a stream. Softmax turns it into posteriors
of Gaussians, one affine layer a codebook weighs them into senones, and Kaldi's normaliser on single numbers takes the
logarithm. The softmax divides every senone of a frame by the same number, which changes no decision.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.recognition.embedded.kaldi import (
    Component,
    ElementwiseProduct,
    FixedAffine,
    KaldiWriter,
    LogAbsolute,
    Network,
    Softmax,
)
from voice_coach.recognition.embedded.sphinx import SILENCE, SphinxModel

CEPSTRA: Final = 13
_COMPONENT: Final = re.compile(rb"<ComponentName> (\w+) <")

CONTEXT: Final = 3
"""Frames on either side that the double deltas look at."""

MIXTURE_LIFT: Final = 1e6
"""Keeps posteriors above the normaliser's floor; the same for all senones, so it cancels."""

SILENCE_FLOOR: Final = 3e-5
"""Share of everything that can be heard which silence counts as its own, in every stream: a noise that none of its
Gaussians knows is then still silence rather than a word that somehow fits.

Coffee orders in a kitchen at 12 dB, 26: best phrase right in 15 with 0, 18 with 1e-5, 20 with 3e-5 and 1e-4, 10 with
3e-4; bent to another half minute of the kitchen 15, 19, 19, 20, 10; clean 50 and 51 of 52. A floor of 1e-6 for speech
as well changes nothing in noise and lets one more other word through; from 1e-4 on nothing is recognised any more.
"""


def build_network(model: SphinxModel, senones: Mapping[int, Sequence[int]]) -> Network:
    """The network for the senones in use (codebook -> senones, as ordered in its outputs)."""
    streams, gaussians = model.means.shape[1:3]
    width = streams * CEPSTRA
    components: list[tuple[str, Component | bytes]] = [
        ("feat", FixedAffine(delta_matrix(), np.zeros(width))),
        ("sq", ElementwiseProduct(2 * width, width)),
    ]
    for stream in range(streams):
        _add_stream(components, model, stream, senones)
    outputs = sum(len(members) for members in senones.values())
    components += [("mul", ElementwiseProduct(streams * outputs, outputs)), ("log", LogAbsolute(outputs))]
    config = _config(streams, tuple(senones), model.means.shape[0], gaussians)
    return Network(config, tuple(components), CONTEXT)


@dataclass(frozen=True, slots=True, eq=False)
class NetworkFile:
    """A network of ours as it lies in `final.mdl`, in pieces that can be put together with other Gaussians."""

    head: bytes
    """Everything before the network: the transition model."""

    parts: Mapping[str, bytes]
    """The components by name, in the file's order, each from its opening to its closing token."""

    def with_gaussians(
        self,
        gaussians: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]],
        silence: int,
        mixtures: Sequence[NDArray[np.float64]],
        kinds: int,
    ) -> bytes:
        """The file with other Gaussians: slopes and constants by stream, `kinds` sets of them one after the other.

        All kinds share the mixture weights; all senones of the codebook `silence` get the mixture given by stream.
        """
        others: dict[str, Component | bytes] = {}
        for stream, ((slopes, constants), mixture) in enumerate(zip(gaussians, mixtures, strict=True)):
            name = f"m{stream}_{silence}"
            rows = _rows(self.parts[name])
            others[f"g{stream}"] = FixedAffine(slopes, constants)
            others[f"p{stream}"] = Softmax(len(constants))
            others[name] = FixedAffine(np.tile(mixture, (rows, 1)), _silence_floor(rows))
        codebooks = tuple(int(name.removeprefix("m0_")) for name in self.parts if name.startswith("m0_"))
        per_codebook = len(mixtures[0])
        all_codebooks = len(gaussians[0][1]) // kinds // per_codebook
        config = _config(len(gaussians), codebooks, all_codebooks, per_codebook, kinds)
        components = tuple((name, others.get(name, part)) for name, part in self.parts.items())
        out = KaldiWriter(self.head)
        Network(config, components, CONTEXT).write(out)
        return out.data()


def read_network(data: bytes) -> NetworkFile:
    """Take a `final.mdl` of ours to pieces. Raises `ValueError` when it is none."""
    begin = data.index(b"<Nnet3>")
    places = [(match.group(1).decode(), match.start()) for match in _COMPONENT.finditer(data, begin)]
    if not places:
        raise ValueError("no components")
    end = data.index(b"</Nnet3>", places[-1][1])
    ends = [place for _, place in places[1:]] + [end]
    return NetworkFile(
        data[:begin], {name: data[place:until] for (name, place), until in zip(places, ends, strict=True)}
    )


def _rows(part: bytes) -> int:
    """Rows of the matrix in the bytes of an affine component."""
    return int(struct.unpack_from("<i", part, part.index(b"FM ") + 4)[0])


def _config(
    streams: int, codebooks: Sequence[int], all_codebooks: int, gaussians: int, kinds: int = 1
) -> tuple[str, ...]:
    """The lines of the network; `kinds` sets of Gaussians in a stream are summed before they are mixed."""
    offsets = range(-CONTEXT, CONTEXT + 1)
    spliced = ", ".join(f"Offset(input, {offset})" if offset else "input" for offset in offsets)
    config = [
        f"input-node name=input dim={CEPSTRA}",
        f"component-node name=feat component=feat input=Append({spliced})",
        "component-node name=sq component=sq input=Append(feat, feat)",
    ]
    for stream in range(streams):
        config += [
            f"dim-range-node name=f{stream} input-node=feat dim-offset={stream * CEPSTRA} dim={CEPSTRA}",
            f"dim-range-node name=q{stream} input-node=sq dim-offset={stream * CEPSTRA} dim={CEPSTRA}",
            f"component-node name=g{stream} component=g{stream} input=Append(f{stream}, q{stream})",
            f"component-node name=p{stream} component=p{stream} input=g{stream}",
        ]
        for codebook in codebooks:
            name = f"{stream}_{codebook}"
            nodes = [f"p{name}_{kind}" for kind in range(kinds)]
            config += [
                f"dim-range-node name={node} input-node=p{stream} "
                f"dim-offset={gaussians * (all_codebooks * kind + codebook)} dim={gaussians}"
                for kind, node in enumerate(nodes)
            ]
            summed = nodes[0]
            for node in nodes[1:]:
                summed = f"Sum({summed}, {node})"
            config.append(f"component-node name=m{name} component=m{name} input={summed}")
    mixed = ", ".join(f"m{stream}_{codebook}" for stream in range(streams) for codebook in codebooks)
    config += [
        f"component-node name=mul component=mul input=Append({mixed})",
        "component-node name=log component=log input=mul",
        "output-node name=output input=log objective=linear",
    ]
    return tuple(config)


def delta_matrix() -> NDArray[np.float64]:
    """Shape (39, 91): seven frames of 13 cepstra -> cepstra, deltas c[+2] - c[-2] and double deltas, as Sphinx does."""
    window = {0: {0: 1.0}, 1: {2: 1.0, -2: -1.0}, 2: {3: 1.0, -1: -1.0, 1: -1.0, -3: 1.0}}
    matrix = np.zeros((len(window) * CEPSTRA, (2 * CONTEXT + 1) * CEPSTRA))
    for stream, weights in window.items():
        for offset, weight in weights.items():
            row, column = stream * CEPSTRA, (CONTEXT + offset) * CEPSTRA
            matrix[row : row + CEPSTRA, column : column + CEPSTRA] += weight * np.eye(CEPSTRA)
    return matrix


def affine_gaussians(
    means: NDArray[np.float64], variances: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gaussians of shape (n, 13) as slopes over (x, x squared), shape (n, 26), and constants, shape (n,)."""
    slopes = np.concatenate([means / variances, -0.5 / variances], axis=1)
    constants = -0.5 * (means**2 / variances).sum(-1) - 0.5 * np.log(variances).sum(-1)
    return slopes, constants


def _add_stream(
    components: list[tuple[str, Component | bytes]], model: SphinxModel, stream: int,
    senones: Mapping[int, Sequence[int]],
) -> None:  # fmt: skip
    means, variances = model.means[:, stream], model.variances[:, stream]
    codebooks, gaussians, _ = means.shape
    count = codebooks * gaussians
    slopes, constants = affine_gaussians(means.reshape(count, CEPSTRA), variances.reshape(count, CEPSTRA))
    components += [(f"g{stream}", FixedAffine(slopes, constants)), (f"p{stream}", Softmax(count))]
    for codebook, members in senones.items():
        weights = np.stack([model.mixture_weights(stream, senone) for senone in members])
        silent = codebook == model.number[SILENCE]
        floor = _silence_floor(len(members)) if silent else np.zeros(len(members))
        components.append((f"m{stream}_{codebook}", FixedAffine(weights * MIXTURE_LIFT, floor)))


def _silence_floor(rows: int) -> NDArray[np.float64]:
    """What each of so many senones of silence gets of any sound, shape (rows,): all posteriors together are 1."""
    return np.full(rows, MIXTURE_LIFT * SILENCE_FLOOR)
