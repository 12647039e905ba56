"""Kaldi: writers of the binary objects that libvosk reads: numbers, vectors, matrices, transition model, nnet3.

Layout after Kaldi's `io-funcs.h`, `kaldi-matrix.cc`, `transition-model.cc` and nnet3's component files: a file starts
with NUL and `B`; tokens end in a space; a number is one byte of its size and then the number, little-endian.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike


class KaldiWriter:
    """Collects one binary Kaldi file."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._out.write(b"\0B")

    def data(self) -> bytes:
        """Everything written so far."""
        return self._out.getvalue()

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self._out.write(data)

    def token(self, text: str) -> None:
        """A token and its space."""
        self._out.write(text.encode("ascii") + b" ")

    def integer(self, number: int) -> None:
        """A 32-bit integer."""
        self._out.write(b"\x04" + struct.pack("<i", number))

    def single(self, number: float) -> None:
        """A 32-bit float."""
        self._out.write(b"\x04" + struct.pack("<f", number))

    def double(self, number: float) -> None:
        """A 64-bit float."""
        self._out.write(b"\x08" + struct.pack("<d", number))

    def flag(self, value: bool) -> None:
        """A truth value."""
        self._out.write(b"T" if value else b"F")

    def integers(self, numbers: Sequence[int]) -> None:
        """A vector of 32-bit integers, as the topology stores its phones."""
        self._out.write(b"\x04" + struct.pack("<i", len(numbers)) + np.asarray(numbers, "<i4").tobytes())

    def vector(self, numbers: ArrayLike) -> None:
        """A vector of 32-bit floats."""
        array = np.asarray(numbers, "<f4")
        self._out.write(b"FV \x04" + struct.pack("<i", array.size) + array.tobytes())

    def matrix(self, numbers: ArrayLike, double: bool = False) -> None:
        """A matrix, row by row, of 32-bit or 64-bit floats."""
        array = np.ascontiguousarray(numbers, "<f8" if double else "<f4")
        rows, columns = array.shape
        self._out.write(b"DM " if double else b"FM ")
        self._out.write(b"\x04" + struct.pack("<i", rows) + b"\x04" + struct.pack("<i", columns) + array.tobytes())


@dataclass(frozen=True, slots=True)
class TransitionModel:
    """One left-to-right topology for all phones, and the state of every transition id."""

    phones: tuple[int, ...]
    """Phone numbers from 1, ascending."""

    states: int
    """Emitting states of a phone."""

    triples: tuple[tuple[int, int, int], ...]
    """(phone, state, pdf), ascending; the k-th has the transition ids 2k + 1 (self-loop) and 2k + 2 (forward)."""

    def write(self, out: KaldiWriter) -> None:
        """Write the object; loop and forward are equally likely everywhere."""
        out.token("<TransitionModel>")
        out.token("<Topology>")
        out.integers(self.phones)
        index = [-1] * (self.phones[-1] + 1)
        for phone in self.phones:
            index[phone] = 0
        out.integers(index)
        out.integer(1)
        out.integer(self.states + 1)
        for state in range(self.states):
            out.integer(state)  # the pdf class
            out.integer(2)
            for target in (state, state + 1):
                out.integer(target)
                out.single(0.5)
        out.integer(-1)  # the last state emits nothing and leads nowhere
        out.integer(0)
        out.token("</Topology>")
        out.token("<Triples>")
        out.integer(len(self.triples))
        for triple in self.triples:
            for number in triple:
                out.integer(number)
        out.token("</Triples>")
        out.token("<LogProbs>")
        out.vector([0.0] + [float(np.log(0.5))] * (2 * len(self.triples)))  # index 0 is never used
        out.token("</LogProbs>")
        out.token("</TransitionModel>")


class Component(Protocol):
    """One layer of a network."""

    @property
    def kind(self) -> str:
        """Kaldi's name of the layer's kind."""

    def write(self, out: KaldiWriter) -> None:
        """Write what stands between the component's opening and closing token."""


@dataclass(frozen=True, slots=True)
class FixedAffine:
    """y = W x + b."""

    weights: ArrayLike
    bias: ArrayLike
    kind: str = "FixedAffineComponent"

    def write(self, out: KaldiWriter) -> None:
        """Weights (outputs, inputs) and bias (outputs,)."""
        out.token("<LinearParams>")
        out.matrix(self.weights)
        out.token("<BiasParams>")
        out.vector(self.bias)


@dataclass(frozen=True, slots=True)
class Softmax:
    """Softmax over the whole input."""

    dim: int
    kind: str = "SoftmaxComponent"

    def write(self, out: KaldiWriter) -> None:
        """Width, and empty training statistics."""
        out.token("<Dim>")
        out.integer(self.dim)
        for name in ("<ValueAvg>", "<DerivAvg>"):
            out.token(name)
            out.vector([])
        out.token("<Count>")
        out.double(0.0)


@dataclass(frozen=True, slots=True)
class ElementwiseProduct:
    """The product of the input's first and second half, element by element."""

    input_dim: int
    output_dim: int
    kind: str = "ElementwiseProductComponent"

    def write(self, out: KaldiWriter) -> None:
        """Both widths."""
        out.token("<InputDim>")
        out.integer(self.input_dim)
        out.token("<OutputDim>")
        out.integer(self.output_dim)


@dataclass(frozen=True, slots=True)
class LogAbsolute:
    """Kaldi's normaliser on blocks of one number: each x becomes (x / |x|, log |x|)."""

    dim: int
    kind: str = "NormalizeComponent"

    def write(self, out: KaldiWriter) -> None:
        """Width, block width one, and the logarithm of each block's deviation beside it."""
        out.token("<InputDim>")
        out.integer(self.dim)
        out.token("<BlockDim>")
        out.integer(1)
        out.token("<TargetRms>")
        out.single(1.0)
        out.token("<AddLogStddev>")
        out.flag(True)


@dataclass(frozen=True, slots=True)
class Network:
    """An nnet3 network with its context."""

    config: tuple[str, ...]
    """Lines of nnet3's configuration language."""

    components: tuple[tuple[str, Component], ...]
    context: int
    """Frames of context on either side."""

    def write(self, out: KaldiWriter) -> None:
        """Write the network as an acoustic model without priors."""
        out.token("<Nnet3>")
        out.raw(b"\n" + "".join(f"{line}\n" for line in self.config).encode("ascii") + b"\n")
        out.token("<NumComponents>")
        out.integer(len(self.components))
        for name, component in self.components:
            out.token("<ComponentName>")
            out.token(name)
            out.token(f"<{component.kind}>")
            component.write(out)
            out.token(f"</{component.kind}>")
        out.token("</Nnet3>")
        out.token("<LeftContext>")
        out.integer(self.context)
        out.token("<RightContext>")
        out.integer(self.context)
        out.token("<Priors>")
        out.vector([])
