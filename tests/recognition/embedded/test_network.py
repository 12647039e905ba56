"""Network: what it computes is the Gaussian mixtures' log-likelihood, up to one number a frame for all senones."""

from __future__ import annotations

import re

import numpy as np
import pytest

from voice_coach.recognition.embedded.kaldi import ElementwiseProduct, FixedAffine, LogAbsolute, Network, Softmax
from voice_coach.recognition.embedded.network import CEPSTRA, CONTEXT, SILENCE_FLOOR, build_network, delta_matrix
from voice_coach.recognition.embedded.sphinx import SILENCE, SphinxModel

WINDOW = 2 * CONTEXT + 1
PHONES = ("SIL", "AE", "F", "K")


def senones_of(model: SphinxModel) -> dict[int, list[int]]:
    """A handful of senones of four codebooks."""
    return {
        number: np.flatnonzero(model.codebooks == number)[:5].tolist()
        for number in sorted(model.number[phone] for phone in PHONES)
    }


def softmax(values):
    values = np.exp(values - values.max())
    return values / values.sum()


def evaluate(network: Network, cepstra: np.ndarray) -> np.ndarray:
    """The network's output in the middle of seven frames: nnet3's configuration lines read and followed in order."""
    components = dict(network.components)
    nodes = {f"frame{offset}": cepstra[CONTEXT + offset] for offset in range(-CONTEXT, CONTEXT + 1)}
    nodes["input"] = nodes["frame0"]
    for line in network.config:
        fields = dict(re.findall(r"([\w-]+)=(\w+\(.*\)|\S+)", line))
        if line.startswith("component-node"):
            inner = re.sub(r"Offset\(input, (-?\d+)\)", r"frame\1", fields["input"]).removeprefix("Append(").rstrip(")")
            value = np.concatenate([nodes[name.strip()] for name in inner.split(",")])
            nodes[fields["name"]] = apply(components[fields["component"]], value)
        elif line.startswith("dim-range-node"):
            first = int(fields["dim-offset"])
            nodes[fields["name"]] = nodes[fields["input-node"]][first : first + int(fields["dim"])]
        elif line.startswith("output-node"):
            nodes["output"] = nodes[fields["input"]]
    return nodes["output"]


def apply(component, value):
    """One layer, as Kaldi documents it."""
    if isinstance(component, FixedAffine):
        return np.asarray(component.weights) @ value + np.asarray(component.bias)
    if isinstance(component, Softmax):
        assert component.dim == len(value)
        return softmax(value)
    if isinstance(component, ElementwiseProduct):
        assert component.input_dim == len(value)
        return value.reshape(-1, component.output_dim).prod(axis=0)
    assert isinstance(component, LogAbsolute)
    assert component.dim == len(value)
    return np.stack([np.sign(value), np.log(np.maximum(np.abs(value), 1e-300))], axis=1).ravel()


def of_everything(model: SphinxModel, stream: int, x: np.ndarray) -> float:
    """The logarithm of the sum of all Gaussians of a stream, whatever they belong to."""
    mean, variance = model.means[:, stream], model.variances[:, stream]
    return float(
        np.logaddexp.reduce((-0.5 * ((x - mean) ** 2 / variance + np.log(2 * np.pi * variance)).sum(-1)).ravel())
    )


def direct(model: SphinxModel, cepstra: np.ndarray, senone: int) -> float:
    """The log-likelihood of the middle frame, straight from the definition of a tied mixture."""
    c = {offset: cepstra[CONTEXT + offset] for offset in range(-CONTEXT, CONTEXT + 1)}
    streams = (c[0], c[2] - c[-2], (c[3] - c[-1]) - (c[1] - c[-3]))
    total = 0.0
    for stream, x in enumerate(streams):
        mean = model.means[model.codebooks[senone], stream]
        variance = model.variances[model.codebooks[senone], stream]
        gaussians = -0.5 * (((x - mean) ** 2) / variance + np.log(2 * np.pi * variance)).sum(axis=1)
        weighted = np.log(model.mixture_weights(stream, senone)) + gaussians
        likelihood = np.logaddexp.reduce(weighted)
        if model.codebooks[senone] == model.number[SILENCE]:
            likelihood = np.logaddexp(likelihood, np.log(SILENCE_FLOOR) + of_everything(model, stream, x))
        total += likelihood
    return total


@pytest.mark.parametrize("phone", PHONES)
def test_the_network_gives_the_mixtures_log_likelihoods(acoustic_model: SphinxModel, phone):
    senones = senones_of(acoustic_model)
    network = build_network(acoustic_model, senones)
    chance = np.random.default_rng(5)
    for _ in range(3):
        gaussian = chance.integers(128)
        steady = acoustic_model.means[acoustic_model.number[phone], 0, gaussian]
        cepstra = steady + chance.normal(0, 4, (WINDOW, CEPSTRA))
        output = evaluate(network, cepstra)[1::2]
        expected = np.array([direct(acoustic_model, cepstra, s) for group in senones.values() for s in group])
        assert output.shape == expected.shape
        likely = expected > expected.max() - 60
        difference = (output - expected)[likely]
        assert likely.sum() > 1
        np.testing.assert_allclose(difference, difference[0], atol=1e-6)


def test_every_second_output_is_a_sign_and_carries_nothing(acoustic_model: SphinxModel):
    network = build_network(acoustic_model, senones_of(acoustic_model))
    output = evaluate(network, np.tile(acoustic_model.means[acoustic_model.number["AE"], 0, 0], (WINDOW, 1)))
    assert set(output[::2]) <= {0.0, 1.0}


def test_the_deltas_of_a_steady_sound_are_zero_and_of_a_rising_one_the_slope():
    steady = delta_matrix() @ np.ones(WINDOW * CEPSTRA)
    np.testing.assert_array_equal(steady, [1.0] * CEPSTRA + [0.0] * 2 * CEPSTRA)
    rising = delta_matrix() @ np.repeat(np.arange(-CONTEXT, CONTEXT + 1), CEPSTRA)
    np.testing.assert_array_equal(rising, [0.0] * CEPSTRA + [4.0] * CEPSTRA + [0.0] * CEPSTRA)
    bending = delta_matrix() @ np.repeat(np.arange(-CONTEXT, CONTEXT + 1) ** 2, CEPSTRA)
    np.testing.assert_array_equal(bending, [0.0] * 2 * CEPSTRA + [16.0] * CEPSTRA)


def test_no_component_is_named_twice_or_left_unused(acoustic_model: SphinxModel):
    network = build_network(acoustic_model, senones_of(acoustic_model))
    names = [name for name, _ in network.components]
    used = re.findall(r" component=(\S+)", "\n".join(network.config))
    assert sorted(names) == sorted(used)
    assert len(set(names)) == len(names)
