"""FST: weighted transducers in memory, and OpenFst's const and vector files written and read byte by byte.

File layout after OpenFst's `fst.h`, `const-fst.h` and `vector-fst.h`: a header (magic, type names, version, flags,
properties, start, counts), then for `const` all states followed by all arcs, for `vector` each state with its arcs.
All numbers are little-endian; weights are tropical (negative log-probabilities, smaller is better).
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

EPSILON: Final = 0
"""The label of an arc that reads or writes nothing."""

_MAGIC: Final = 2125659606
_VERSION: Final = 2
_STATE: Final = struct.Struct("<fIIII")
_ARC: Final = struct.Struct("<iifi")

# Property bits of OpenFst's properties.h; only those that readers consult are set.
_EXPANDED: Final = 0x1
_ACCEPTOR: Final = (0x0000_0001_0000, 0x0000_0002_0000)
_INPUT_EPSILONS: Final = (0x0000_0100_0000, 0x0000_0200_0000)
_OUTPUT_EPSILONS: Final = (0x0000_0400_0000, 0x0000_0800_0000)
_INPUT_SORTED: Final = (0x0000_1000_0000, 0x0000_2000_0000)
_OUTPUT_SORTED: Final = (0x0000_4000_0000, 0x0000_8000_0000)


class Arc(NamedTuple):
    """One transition."""

    ilabel: int
    olabel: int
    weight: float
    target: int


class Fst:
    """A transducer that grows; state 0 is the start."""

    def __init__(self) -> None:
        self.arcs: list[list[Arc]] = []
        self.finals: dict[int, float] = {}

    def add_state(self) -> int:
        """A new state's number."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def add_arc(self, source: int, ilabel: int, olabel: int, weight: float, target: int) -> None:
        """A transition from `source` to `target`."""
        self.arcs[source].append(Arc(ilabel, olabel, weight, target))

    def arc_count(self) -> int:
        """The number of transitions."""
        return sum(len(arcs) for arcs in self.arcs)

    def connected(self) -> Fst:
        """A copy without the states that cannot be reached or from which no final state can be reached."""
        forward = _reach([0], [[arc.target for arc in arcs] for arcs in self.arcs]) if self.arcs else set()
        back: list[list[int]] = [[] for _ in self.arcs]
        for source, arcs in enumerate(self.arcs):
            for arc in arcs:
                back[arc.target].append(source)
        useful = forward & _reach(self.finals, back)
        number = {state: index for index, state in enumerate(sorted(useful | {0}))}
        copy = Fst()
        for state in number:
            copy.add_state()
            copy.arcs[-1] = [
                arc._replace(target=number[arc.target])
                for arc in self.arcs[state]
                if arc.target in useful and state in useful
            ]
        copy.finals = {number[state]: weight for state, weight in self.finals.items() if state in useful}
        return copy

    def sort_arcs(self, side: Literal["ilabel", "olabel"]) -> None:
        """Sort every state's arcs by one label; composition looks arcs up in this order."""
        for arcs in self.arcs:
            arcs.sort(key=lambda arc: (getattr(arc, side), arc))

    def to_const(self) -> bytes:
        """The bytes of a `const` FST file."""
        out = io.BytesIO()
        out.write(_header("const", _EXPANDED | self._properties(), len(self.arcs), self.arc_count()))
        position = 0
        for state, arcs in enumerate(self.arcs):
            input_epsilons = sum(arc.ilabel == EPSILON for arc in arcs)
            output_epsilons = sum(arc.olabel == EPSILON for arc in arcs)
            final = self.finals.get(state, math.inf)
            out.write(_STATE.pack(final, position, len(arcs), input_epsilons, output_epsilons))
            position += len(arcs)
        for arcs in self.arcs:
            for arc in arcs:
                out.write(_ARC.pack(*arc))
        return out.getvalue()

    def _properties(self) -> int:
        arcs = [arc for state in self.arcs for arc in state]
        return (
            _ACCEPTOR[any(arc.ilabel != arc.olabel for arc in arcs)]
            | _INPUT_EPSILONS[all(arc.ilabel != EPSILON for arc in arcs)]
            | _OUTPUT_EPSILONS[all(arc.olabel != EPSILON for arc in arcs)]
            | _INPUT_SORTED[not all(_ascending(arc.ilabel for arc in state) for state in self.arcs)]
            | _OUTPUT_SORTED[not all(_ascending(arc.olabel for arc in state) for state in self.arcs)]
        )


def read_const(data: bytes) -> Fst:
    """Read the bytes of a `const` FST file as `to_const` writes it. Raises `ValueError` for anything else."""
    try:
        magic, length = struct.unpack_from("<ii", data, 0)
        if magic != _MAGIC or data[8 : 8 + length] != b"const":
            raise ValueError("not a const FST")
        at = 8 + length
        at += 4 + struct.unpack_from("<i", data, at)[0]
        version, _, _, start, states, arcs = struct.unpack_from("<iiQqqq", data, at)
        at += 40
        if version != _VERSION or start != 0 or len(data) != at + states * _STATE.size + arcs * _ARC.size:
            raise ValueError("a const FST of another version, or cut off")
        fst = Fst()
        arcs_at = at + states * _STATE.size
        for state in range(states):
            final, position, count, _, _ = _STATE.unpack_from(data, at + state * _STATE.size)
            fst.add_state()
            if final != math.inf:
                fst.finals[state] = final
            first = arcs_at + position * _ARC.size
            fst.arcs[state] = [Arc(*_ARC.unpack_from(data, first + k * _ARC.size)) for k in range(count)]
            if any(not 0 <= arc.target < states for arc in fst.arcs[state]):
                raise ValueError("an arc of the const FST leads nowhere")
    except struct.error as error:
        raise ValueError(f"not a const FST ({error})") from None
    return fst


def _header(kind: str, properties: int, states: int, arcs: int) -> bytes:
    return (
        struct.pack("<i", _MAGIC)
        + _string(kind)
        + _string("standard")
        + struct.pack("<iiQqqq", _VERSION, 0, properties, 0, states, arcs)
    )


def _string(text: str) -> bytes:
    return struct.pack("<i", len(text)) + text.encode("ascii")


def _ascending(labels: Iterable[int]) -> bool:
    last = -1
    for label in labels:
        if label < last:
            return False
        last = label
    return True


def _reach(starts: Iterable[int], edges: list[list[int]]) -> set[int]:
    seen = set(starts)
    stack = list(seen)
    while stack:
        for target in edges[stack.pop()]:
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen
