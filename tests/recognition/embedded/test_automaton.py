"""Automaton: determinising and minimising keep the strings, and the smallest graph is the smallest there is."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.recognition.embedded.automaton import Dfa, Nfa, determinise, minimise

strings = st.lists(st.sampled_from("abc"), max_size=5).map(tuple)
languages = st.frozensets(strings, max_size=12)


def union(language, seed: int = 0) -> Nfa[str]:
    """One path a string, in an order and with free steps that chance chooses."""
    chance = random.Random(seed)
    nfa: Nfa[str] = Nfa()
    for string in chance.sample(sorted(language), len(language)):
        state = nfa.start
        for label in string:
            if chance.random() < 0.3:
                nfa.add_arc(state, None, state := nfa.add_state())
            following = nfa.add_state()
            nfa.add_arc(state, label, following)
            state = following
        nfa.add_arc(state, None, nfa.end)
    return nfa


def futures(language) -> set[frozenset[tuple[str, ...]]]:
    """What may still follow, for every beginning of a string: as many as the smallest graph has states."""
    beginnings = {string[:end] for string in language for end in range(len(string) + 1)} | {()}
    return {
        frozenset(string[len(begun) :] for string in language if string[: len(begun)] == begun) for begun in beginnings
    }


@settings(deadline=None)
@given(languages, st.integers(0, 3))
def test_determinising_keeps_the_strings_each_once(language, seed):
    assert sorted(determinise(union(language, seed)).strings()) == sorted(language)


@settings(deadline=None)
@given(languages, st.integers(0, 3))
def test_minimising_keeps_the_strings_and_nothing_is_smaller(language, seed):
    small = minimise(determinise(union(language, seed)))
    assert sorted(small.strings()) == sorted(language)
    assert len(small.arcs) == len(futures(language))


@settings(deadline=None)
@given(languages)
def test_minimising_twice_changes_nothing(language):
    once = minimise(determinise(union(language)))
    twice = minimise(once)
    assert (twice.arcs, twice.finals) == (once.arcs, once.finals)


def test_free_steps_join_pieces():
    nfa: Nfa[str] = Nfa()
    middle = nfa.add_state()
    for label in ("my", None):
        nfa.add_arc(nfa.start, label, middle)
    for label in ("calf", "foot"):
        nfa.add_arc(middle, label, nfa.end)
    assert set(determinise(nfa).strings()) == {("my", "calf"), ("my", "foot"), ("calf",), ("foot",)}


def test_shared_ends_are_one_state():
    language = {("my", "calf", "hurts"), ("your", "calf", "hurts"), ("my", "foot", "hurts")}
    small = minimise(determinise(union(language)))
    assert len(small.finals) == 1
    assert len(small.arcs) == len(futures(language))


def test_a_graph_without_strings_is_one_state_that_ends_nowhere():
    small = minimise(determinise(Nfa[str]()))
    assert (small.arcs, small.finals) == ([{}], set())


def test_millions_of_strings_are_never_listed():
    nfa: Nfa[str] = Nfa()
    state = nfa.start
    for _ in range(60):
        following = nfa.add_state()
        nfa.add_arc(state, "a", following)
        nfa.add_arc(state, "b", following)
        state = following
    nfa.add_arc(state, None, nfa.end)
    small: Dfa[str] = minimise(determinise(nfa))
    assert len(small.arcs) == 61
    assert next(small.strings()) == ("a",) * 60
