"""Network: the tied-mixture Gaussians of a Sphinx model re-expressed, exactly, as a Kaldi nnet3 network.

A Gaussian's log-likelihood is affine in (x, x squared): one affine layer a stream. Softmax turns it into posteriors
of Gaussians, one affine layer a codebook weighs them into senones, and Kaldi's normaliser on single numbers takes the
logarithm. The softmax divides every senone of a frame by the same number, which changes no decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.recognition.embedded.kaldi import (
    Component,
    ElementwiseProduct,
    FixedAffine,
    LogAbsolute,
    Network,
    Softmax,
)
from voice_coach.recognition.embedded.sphinx import SILENCE, SphinxModel

CEPSTRA: Final = 13

CONTEXT: Final = 3
"""Frames on either side that the double deltas look at."""

MIXTURE_LIFT: Final = 1e6
"""Keeps posteriors above the normaliser's floor; the same for all senones, so it cancels."""

SILENCE_FLOOR: Final = 3e-5
"""Share of everything that can be heard which silence counts as its own, in every stream: a noise that none of its
Gaussians knows is then still silence rather than a word that somehow fits.

Coffee orders in a kitchen at 12 dB, 26: best phrase right in 15 with 0, 18 with 1e-5, 20 with 3e-5 and 1e-4, 10 with
3e-4; clean 50 and 51 of 52. A floor of 1e-6 for speech
as well changes nothing in noise and lets one more other word through; from 1e-4 on nothing is recognised any more.
"""


def build_network(model: SphinxModel, senones: Mapping[int, Sequence[int]]) -> Network:
    """The network for the senones in use (codebook -> senones, as ordered in its outputs)."""
    streams, gaussians = model.means.shape[1:3]
    width = streams * CEPSTRA
    components: list[tuple[str, Component]] = [
        ("feat", FixedAffine(delta_matrix(), np.zeros(width))),
        ("sq", ElementwiseProduct(2 * width, width)),
    ]
    for stream in range(streams):
        _add_stream(components, model, stream, senones)
    outputs = sum(len(members) for members in senones.values())
    components += [("mul", ElementwiseProduct(streams * outputs, outputs)), ("log", LogAbsolute(outputs))]
    config = _config(streams, tuple(senones), gaussians)
    return Network(config, tuple(components), CONTEXT)


def _config(streams: int, codebooks: Sequence[int], gaussians: int) -> tuple[str, ...]:
    """The lines of the network."""
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
            config += [
                f"dim-range-node name=p{name} input-node=p{stream} dim-offset={gaussians * codebook} dim={gaussians}",
                f"component-node name=m{name} component=m{name} input=p{name}",
            ]
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


def _add_stream(
    components: list[tuple[str, Component]], model: SphinxModel, stream: int,
    senones: Mapping[int, Sequence[int]],
) -> None:  # fmt: skip
    means, variances = model.means[:, stream], model.variances[:, stream]
    codebooks, gaussians, _ = means.shape
    count = codebooks * gaussians
    slopes = np.concatenate([means / variances, -0.5 / variances], axis=-1).reshape(count, 2 * CEPSTRA)
    constants = (-0.5 * (means**2 / variances).sum(-1) - 0.5 * np.log(variances).sum(-1)).reshape(count)
    components += [(f"g{stream}", FixedAffine(slopes, constants)), (f"p{stream}", Softmax(count))]
    for codebook, members in senones.items():
        weights = np.stack([model.mixture_weights(stream, senone) for senone in members])
        silent = codebook == model.number[SILENCE]
        floor = np.full(len(members), MIXTURE_LIFT * SILENCE_FLOOR if silent else 0.0)  # all posteriors together are 1
        components.append((f"m{stream}_{codebook}", FixedAffine(weights * MIXTURE_LIFT, floor)))
