"""Phone graph: every word is its phones from boundary to boundary, and all labels agree with the transition model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from voice_coach.recognition.embedded.phone_graph import (
    UNKNOWN,
    PhoneGraph,
    PhoneGraphSettings,
    build_phone_graph,
)

LEXICON = {
    "a": (("AH",), ("EY",)),
    "calf": (("K", "AE", "F"),),
    "no": (("N", "OW"),),
    "cramping": (("K", "R", "AE", "M", "P", "IH", "NG"),),
    "stamping": (("S", "T", "AE", "M", "P", "IH", "NG"),),
}
FILLER = (("T", "AW", "AH", "L"), ("T", "AW", "N"), ("B", "EH", "N", "CH"))


@pytest.fixture(scope="module")
def graph(acoustic_model) -> PhoneGraph:
    return build_phone_graph(acoustic_model, LEXICON, FILLER, PhoneGraphSettings())


def phone_of(graph: PhoneGraph, label: int) -> tuple[str, int]:
    """Name and state of the phone that a transition id belongs to."""
    phone, state, _ = graph.transitions.triples[(label - 1) // 2]
    return graph.phones.names[phone - 1], state


def spoken(graph: PhoneGraph, word: str) -> Iterator[tuple[str, ...]]:
    """The phones of every way through the graph that writes this one word and nothing else, without silence."""
    wanted = graph.words[word]
    stack = [(0, False, ())]
    while stack:
        state, said, phones = stack.pop()
        if said and state in graph.fst.finals:
            yield tuple(phone for phone in phones if phone != "SIL")
        for arc in graph.fst.arcs[state]:
            if arc.target == state or arc.olabel not in (0, wanted) or (arc.olabel and said):
                continue
            new = ()
            if arc.ilabel and phone_of(graph, arc.ilabel)[1] == 0:
                new = (phone_of(graph, arc.ilabel)[0],)
            if new == ("SIL",) and phones[-1:] == new:
                continue
            stack.append((arc.target, said or arc.olabel == wanted, (*phones, *new)))


def placed(phones: tuple[str, ...]) -> tuple[str, ...]:
    """Phones with their places in the word, as Kaldi names them."""
    if len(phones) == 1:
        return (f"{phones[0]}_S",)
    return (f"{phones[0]}_B", *(f"{phone}_I" for phone in phones[1:-1]), f"{phones[-1]}_E")


@pytest.mark.parametrize("word", LEXICON)
def test_a_word_is_spoken_as_its_pronunciations_and_no_other_way(graph, word):
    assert set(spoken(graph, word)) == {placed(phones) for phones in LEXICON[word]}


def test_the_filler_speaks_its_words_and_any_phones_at_all(graph):
    found = set()
    for phones in spoken_unknown(graph, 4):
        found.add(phones)
    assert {placed(phones) for phones in FILLER} <= found
    assert placed(("ZH", "ZH")) in found


def spoken_unknown(graph: PhoneGraph, longest: int) -> Iterator[tuple[str, ...]]:
    """The same for the filler, whose loop of phones has to be cut somewhere."""
    wanted, stack = graph.words[UNKNOWN], [(0, False, ())]
    seen = set()
    while stack:
        step = stack.pop()
        if step in seen:
            continue
        seen.add(step)
        state, said, phones = step
        if said and state in graph.fst.finals:
            yield phones
        for arc in graph.fst.arcs[state]:
            if arc.target == state or arc.olabel not in (0, wanted) or (arc.olabel and said):
                continue
            name, first = phone_of(graph, arc.ilabel) if arc.ilabel else ("SIL", 1)
            base = name.split("_")[0]
            # two phones are enough to tell what may be spoken; all of them would be thousands of ways
            if first == 0 and name != "SIL":
                if len(phones) == longest or base not in {"ZH", "T", "AW", "AH", "L", "N", "B", "EH", "CH"}:
                    continue
                stack.append((arc.target, said or arc.olabel == wanted, (*phones, name)))
            else:
                stack.append((arc.target, said or arc.olabel == wanted, phones))


def test_a_phone_is_entered_by_its_forward_arc_and_held_by_its_loop(graph):
    top = 2 * len(graph.transitions.triples)
    for state, arcs in enumerate(graph.fst.arcs):
        for arc in arcs:
            assert 0 <= arc.ilabel <= top
            if arc.ilabel and arc.target != state:
                assert arc.ilabel % 2 == 0, "transition ids are 2k + 1 for the loop and 2k + 2 for going on"
                loops = [loop.ilabel for loop in graph.fst.arcs[arc.target] if loop.target == arc.target]
                assert loops == [arc.ilabel - 1]
            elif arc.ilabel:
                assert arc.ilabel % 2 == 1


def test_the_states_of_a_phone_follow_one_another(graph):
    for arcs in graph.fst.arcs:
        for arc in arcs:
            if arc.ilabel == 0:
                continue
            phone, state = phone_of(graph, arc.ilabel)
            for following in graph.fst.arcs[arc.target]:
                if following.ilabel and following.target != arc.target:
                    next_phone, next_state = phone_of(graph, following.ilabel)
                    assert (next_phone, next_state) == (phone, state + 1) or (state == 2 and next_state == 0)


def test_outputs_are_numbered_once_and_belong_to_the_phone(graph, acoustic_model):
    order = [senone for members in graph.senones.values() for senone in members]
    assert len(order) == len(set(order))
    for codebook, members in graph.senones.items():
        assert set(acoustic_model.codebooks[members]) == {codebook}
    pdfs = {pdf for _, _, pdf in graph.transitions.triples}
    assert pdfs == {2 * index + 1 for index in range(len(order))}
    for phone, _, pdf in graph.transitions.triples:
        base = graph.phones.names[phone - 1].split("_")[0]
        assert acoustic_model.codebooks[order[pdf // 2]] == acoustic_model.number[base]


def test_the_triples_are_in_kaldi_s_order_and_complete(graph):
    triples = graph.transitions.triples
    assert list(triples) == sorted(set(triples))
    states = {}
    for phone, state, _ in triples:
        states.setdefault(phone, set()).add(state)
    assert all(found == {0, 1, 2} for found in states.values())


def test_the_costs_are_never_a_gift_and_the_outputs_are_sorted(graph):
    for arcs in graph.fst.arcs:
        assert all(arc.weight >= 0 for arc in arcs)
        assert [arc.olabel for arc in arcs] == sorted(arc.olabel for arc in arcs)


def test_every_state_is_of_use(graph):
    assert graph.fst.connected().arc_count() == graph.fst.arc_count()


def test_the_words_have_the_labels_that_words_txt_gives_them(graph):
    lines = [line.split() for line in graph.words_text().splitlines()]
    labels = {word: int(label) for word, label in lines}
    assert lines[0] == ["<eps>", "0"]
    assert {word: labels[word] for word in graph.words} == graph.words
    assert set(graph.words) == {*LEXICON, UNKNOWN}
    assert labels["#0"] == len(graph.words) + 1
    assert graph.disambiguation > max(arc.ilabel for arcs in graph.fst.arcs for arc in arcs)


def test_the_same_words_give_the_same_graph(graph, acoustic_model):
    shuffled = dict(reversed(LEXICON.items()))
    again = build_phone_graph(acoustic_model, shuffled, FILLER, PhoneGraphSettings())
    assert again.fst.to_const() == graph.fst.to_const()
    assert again.words_text() == graph.words_text()
    assert again.transitions == graph.transitions
