"""Phrase graph: a whole phrase or the filler alone, nothing between and nothing beside."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.recognition.embedded.automaton import Dfa, Nfa, determinise, minimise
from voice_coach.recognition.embedded.fst import Fst
from voice_coach.recognition.embedded.phone_graph import UNKNOWN
from voice_coach.recognition.embedded.phrase_graph import PhraseGraphSettings, build_phrase_graph

WORDS = {UNKNOWN: 1, "calf": 2, "cramp": 3, "my": 4, "no": 5}
NAMES = {label: word for word, label in WORDS.items()}
languages = st.sets(
    st.lists(st.sampled_from(["calf", "cramp", "my", "no"]), min_size=1, max_size=4).map(tuple), min_size=1, max_size=8
)


def automaton(phrases) -> Dfa[str]:
    nfa: Nfa[str] = Nfa()
    for phrase in phrases:
        state = nfa.start
        for word in phrase:
            following = nfa.add_state()
            nfa.add_arc(state, word, following)
            state = following
        nfa.add_arc(state, None, nfa.end)
    return minimise(determinise(nfa))


def accepted(fst: Fst, longest: int) -> dict[tuple[str, ...], float]:
    """Every string of at most `longest` words that the graph accepts, with its cost."""
    found, stack = {}, [(0, (), 0.0)]
    while stack:
        state, words, cost = stack.pop()
        if state in fst.finals:
            assert words not in found, "one string, two ways"
            found[words] = cost + fst.finals[state]
        if len(words) < longest:
            for arc in fst.arcs[state]:
                stack.append((arc.target, (*words, NAMES[arc.ilabel]), cost + arc.weight))
    return found


@settings(deadline=None)
@given(languages)
def test_exactly_the_phrases_and_the_filler_by_itself_are_accepted(phrases):
    found = set(accepted(build_phrase_graph(automaton(phrases), WORDS, PhraseGraphSettings()), 6))
    assert phrases | {(UNKNOWN,)} <= found
    assert all(set(words) == {UNKNOWN} for words in found - phrases)


@settings(deadline=None)
@given(languages)
def test_no_phrase_costs_more_than_another(phrases):
    found = accepted(build_phrase_graph(automaton(phrases), WORDS, PhraseGraphSettings()), 4)
    assert len({found[phrase] for phrase in phrases}) == 1


@settings(deadline=None)
@given(languages)
def test_it_is_an_acceptor_sorted_and_without_free_steps_or_doubtful_ones(phrases):
    for arcs in build_phrase_graph(automaton(phrases), WORDS, PhraseGraphSettings()).arcs:
        labels = [arc.ilabel for arc in arcs]
        assert labels == sorted(set(labels))
        assert 0 not in labels
        assert all(arc.ilabel == arc.olabel for arc in arcs)


def test_a_phrase_with_strange_words_around_it_is_no_phrase():
    graph = build_phrase_graph(automaton({("my", "calf")}), WORDS, PhraseGraphSettings())
    found = accepted(graph, 4)
    assert (UNKNOWN, "my", "calf") not in found
    assert ("my", "calf", UNKNOWN) not in found
    assert ("my",) not in found


def test_a_word_that_the_model_cannot_hear_stops_the_build():
    with pytest.raises(KeyError):
        build_phrase_graph(automaton({("elbow",)}), WORDS, PhraseGraphSettings())
