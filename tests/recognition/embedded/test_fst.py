"""FST files: OpenFst's const format byte by byte, read back whole, and refused when damaged."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.recognition.embedded.fst import Arc, Fst, read_const

TWO_STATES = """
d6 fd b2 7e
05 00 00 00  63 6f 6e 73 74
08 00 00 00  73 74 61 6e 64 61 72 64
02 00 00 00  00 00 00 00
01 00 01 5a  00 00 00 00
00 00 00 00  00 00 00 00
02 00 00 00  00 00 00 00
01 00 00 00  00 00 00 00
00 00 80 7f  00 00 00 00  01 00 00 00  00 00 00 00  00 00 00 00
00 00 00 3e  01 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00
03 00 00 00  03 00 00 00  00 00 00 3f  01 00 00 00
"""
"""Magic number; type; arc type; version and flags; properties (expanded, acceptor, no epsilons, sorted on both sides);
start; states; arcs; state 0 (not final: infinite weight) with one arc, state 1 of final weight 0.125 without;
the arc 3:3 of weight 0.5 to state 1."""


def chain() -> Fst:
    """The FST of these bytes."""
    fst = Fst()
    fst.add_state()
    fst.add_state()
    fst.add_arc(0, 3, 3, 0.5, 1)
    fst.finals[1] = 0.125
    return fst


weights = st.floats(0, 100, width=32)


@st.composite
def fsts(draw) -> Fst:
    fst = Fst()
    count = draw(st.integers(1, 6))
    for _ in range(count):
        fst.add_state()
    states, labels = st.integers(0, count - 1), st.integers(0, 4)
    for arc in draw(st.lists(st.tuples(states, labels, labels, weights, states), max_size=12)):
        fst.add_arc(*arc)
    fst.finals = draw(st.dictionaries(states, weights, max_size=count))
    return fst


def paths(fst: Fst, longest: int) -> set[tuple[tuple[int, int], ...]]:
    """The label pairs of every accepting path of at most `longest` arcs."""
    found, stack = set(), [(0, ())]
    while stack:
        state, read = stack.pop()
        if state in fst.finals:
            found.add(read)
        if len(read) < longest:
            stack += [(arc.target, (*read, (arc.ilabel, arc.olabel))) for arc in fst.arcs[state]]
    return found


def test_a_const_fst_of_two_states_has_its_bytes():
    assert chain().to_const() == bytes.fromhex(TWO_STATES)


def test_the_properties_tell_transducers_epsilons_and_order_apart():
    fst = Fst()
    fst.add_state()
    fst.add_arc(0, 2, 0, 0.0, 0)
    fst.add_arc(0, 0, 2, 0.0, 0)
    fst.finals[0] = 0.0
    at = 4 + 9 + 12 + 8
    # expanded, not an acceptor, epsilons on both sides, sorted on neither but by the output
    assert fst.to_const()[at : at + 8] == (0x1 + 0x20000 + 0x1000000 + 0x4000000 + 0x20000000 + 0x40000000).to_bytes(
        8, "little"
    )


def test_a_state_counts_its_epsilons():
    fst = Fst()
    fst.add_state()
    for ilabel, olabel in ((0, 1), (0, 0), (2, 1)):
        fst.add_arc(0, ilabel, olabel, 0.0, 0)
    state = fst.to_const()[-(20 + 3 * 16) : -3 * 16]
    assert state[8:] == bytes([3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0])


@settings(deadline=None)
@given(fsts())
def test_what_was_written_is_read_back(fst):
    back = read_const(fst.to_const())
    assert back.arcs == fst.arcs
    assert back.finals == fst.finals


@pytest.mark.parametrize(
    "data",
    [b"", b"rubbish" * 100, bytes(500), bytes.fromhex(TWO_STATES)[:-1], bytes.fromhex(TWO_STATES) + b"\0"],
    ids=["empty", "text", "zeros", "cut off", "too long"],
)
def test_anything_else_is_refused(data):
    with pytest.raises(ValueError, match="const FST"):
        read_const(data)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_file_raises_nothing_but_value_error(data):
    whole = bytearray(data.draw(fsts()).to_const())
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=4)):
        whole[at] = value
    with contextlib.suppress(ValueError):
        read_const(bytes(whole))


@settings(deadline=None)
@given(fsts())
def test_connecting_keeps_every_path_and_only_useful_states(fst):
    connected = fst.connected()
    assert paths(connected, 4) == paths(fst, 4)
    ahead = {arc.target for arcs in connected.arcs for arc in arcs} | {0}
    assert ahead == set(range(len(connected.arcs)))
    leading = {state for state, arcs in enumerate(connected.arcs) if arcs} | set(connected.finals)
    assert leading | {0} == set(range(len(connected.arcs)))


@settings(deadline=None)
@given(fsts(), st.sampled_from(["ilabel", "olabel"]))
def test_sorting_orders_one_label_and_loses_no_arc(fst, side):
    before = [sorted(arcs) for arcs in fst.arcs]
    fst.sort_arcs(side)
    assert [sorted(arcs) for arcs in fst.arcs] == before
    for arcs in fst.arcs:
        labels = [getattr(arc, side) for arc in arcs]
        assert labels == sorted(labels)


def test_arcs_are_counted():
    fst = chain()
    assert fst.arc_count() == 1
    assert fst.arcs[0] == [Arc(3, 3, 0.5, 1)]
    assert math.isinf(fst.finals.get(0, math.inf))


def test_an_arc_that_leads_nowhere_is_no_fst():
    fst = Fst()
    end = fst.add_state()
    fst.finals[end] = 0.0
    fst.add_arc(0, 1, 1, 0.0, end)
    data = bytearray(fst.to_const())
    assert data[-4:] == end.to_bytes(4, "little")
    data[-4:] = (7).to_bytes(4, "little")
    with pytest.raises(ValueError, match="leads nowhere"):
        read_const(bytes(data))
