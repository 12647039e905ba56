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
from voice_coach.recognition.embedded.sphinx import SphinxModel

CEPSTRA: Final = 13
CONTEXT: Final = 3
"""Frames on either side that the double deltas look at."""

_LIFT: Final = 1e6
"""Keeps posteriors above the normaliser's floor; the same for all senones, so it cancels."""


def build_network(model: SphinxModel, senones: Mapping[int, Sequence[int]]) -> Network:
    """The network for the senones in use (codebook -> senones, as ordered in its outputs)."""
    offsets = range(-CONTEXT, CONTEXT + 1)
    spliced = ", ".join(f"Offset(input, {offset})" if offset else "input" for offset in offsets)
    streams = model.means.shape[1]
    config = [
        f"input-node name=input dim={CEPSTRA}",
        f"component-node name=feat component=feat input=Append({spliced})",
        "component-node name=sq component=sq input=Append(feat, feat)",
    ]
    width = streams * CEPSTRA
    components: list[tuple[str, Component]] = [
        ("feat", FixedAffine(delta_matrix(), np.zeros(width))),
        ("sq", ElementwiseProduct(2 * width, width)),
    ]
    for stream in range(streams):
        _add_stream(config, components, model, stream, senones)
    mixed = ", ".join(f"m{stream}_{codebook}" for stream in range(streams) for codebook in senones)
    outputs = sum(len(members) for members in senones.values())
    components += [("mul", ElementwiseProduct(streams * outputs, outputs)), ("log", LogAbsolute(outputs))]
    config += [
        f"component-node name=mul component=mul input=Append({mixed})",
        "component-node name=log component=log input=mul",
        "output-node name=output input=log objective=linear",
    ]
    return Network(tuple(config), tuple(components), CONTEXT)


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
    config: list[str], components: list[tuple[str, Component]], model: SphinxModel, stream: int,
    senones: Mapping[int, Sequence[int]],
) -> None:  # fmt: skip
    means, variances = model.means[:, stream], model.variances[:, stream]
    codebooks, gaussians, _ = means.shape
    count = codebooks * gaussians
    slopes = np.concatenate([means / variances, -0.5 / variances], axis=2).reshape(count, 2 * CEPSTRA)
    constants = -0.5 * (means**2 / variances).sum(-1) - 0.5 * np.log(variances).sum(-1)
    components += [(f"g{stream}", FixedAffine(slopes, constants.reshape(count))), (f"p{stream}", Softmax(count))]
    config += [
        f"dim-range-node name=f{stream} input-node=feat dim-offset={stream * CEPSTRA} dim={CEPSTRA}",
        f"dim-range-node name=q{stream} input-node=sq dim-offset={stream * CEPSTRA} dim={CEPSTRA}",
        f"component-node name=g{stream} component=g{stream} input=Append(f{stream}, q{stream})",
        f"component-node name=p{stream} component=p{stream} input=g{stream}",
    ]
    for codebook, members in senones.items():
        name = f"{stream}_{codebook}"
        weights = np.stack([model.mixture_weights(stream, senone) for senone in members])
        components.append((f"m{name}", FixedAffine(weights * _LIFT, np.zeros(len(members)))))
        config += [
            f"dim-range-node name=p{name} input-node=p{stream} dim-offset={gaussians * codebook} dim={gaussians}",
            f"component-node name=m{name} component=m{name} input=p{name}",
        ]
