"""Phrases: the automaton of the templates holds exactly what they stand for, no more and no less."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.recognition.embedded.build import count_strings
from voice_coach.recognition.embedded.phrases import compile_phrases
from voice_coach.understanding.library import load_library
from voice_coach.understanding.wake import Wake, load_wake

WORDS = ("calf", "hurts", "my", "left")
LISTS = {"muscle": {("calf",), ("lower", "leg")}, "side": {("left",), ()}}
RULES = {"start": {("help",), ("help", "me"), ()}}


def joined(*parts):
    """Every way to say the parts one after the other."""
    return {tuple(itertools.chain(*way)) for way in itertools.product(*parts)}


def combined(inner):
    """Larger templates out of smaller ones; each goes with the phrases that it stands for."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        inner.map(lambda part: (f"[{part[0]}]", part[1] | {()})),
        pairs.map(lambda two: (f"({two[0][0]}|{two[1][0]})", two[0][1] | two[1][1])),
        pairs.map(lambda two: (f"{two[0][0]} {two[1][0]}", joined(two[0][1], two[1][1]))),
        pairs.map(
            lambda two: (
                f"({two[0][0]};{two[1][0]})",
                joined(two[0][1], two[1][1]) | joined(two[1][1], two[0][1]),
            )
        ),
    )


leaves = st.one_of(
    st.sampled_from(WORDS).map(lambda word: (word, {(word,)})),
    st.sampled_from(sorted(LISTS)).map(lambda name: (f"{{{name}}}", LISTS[name])),
    st.sampled_from(sorted(RULES)).map(lambda name: (f"<{name}>", RULES[name])),
)
templates = st.recursive(leaves, combined, max_leaves=6)


@settings(max_examples=80, deadline=None)
@given(st.lists(templates, min_size=1, max_size=3))
def test_a_template_compiles_to_exactly_the_phrases_that_it_stands_for(tmp_path_factory, sentences):
    folder = tmp_path_factory.mktemp("intents")
    (folder / "topics").mkdir()
    # a first word of its own keeps every template from standing for silence
    lines = "".join(f'- "begin {text}"\n' for text, _ in sentences)
    (folder / "topics" / "one.yaml").write_text(f"intent: one\nexpand: false\nsentences:\n{lines}", encoding="utf-8")
    (folder / "lists.yaml").write_text(
        'muscle:\n- {in: "(calf|lower leg)", out: calf}\nside:\n- {in: "[left]", out: left}\n', encoding="utf-8"
    )
    (folder / "rules.yaml").write_text('start: "[help [me]]"\n', encoding="utf-8")
    phrases = compile_phrases(load_library(folder))
    expected = {("begin", *phrase) for _, stands_for in sentences for phrase in stands_for}
    found = list(phrases.strings())
    assert set(found) == expected
    assert len(found) == len(expected) == count_strings(phrases)


def test_the_tiny_library_compiles_to_its_own_list(tiny_library):
    found = {" ".join(words) for words in compile_phrases(tiny_library).strings()}
    assert found == {phrase.text for phrase in tiny_library.phrases()}
    assert "my lower leg is in spasm" in found
    assert "my is in spasm" not in found


def test_every_phrase_of_the_coach_is_in_its_automaton_and_no_beginning_is_by_mistake(coach_library):
    phrases = compile_phrases(coach_library)
    listed = {phrase.text for phrase in coach_library.phrases()} | coach_library.denials.denied.keys()
    for text in listed:
        state = 0
        for word in text.split():
            assert word in phrases.arcs[state], text
            state = phrases.arcs[state][word]
        assert state in phrases.finals, text
    if all(template.expand for template in coach_library.templates):
        uncalled = compile_phrases(replace(coach_library, wake=Wake()))
        assert count_strings(uncalled) == len(listed)


def test_the_wake_phrase_stands_alone_and_before_every_phrase_and_costs_a_few_states(tiny_library, tmp_path):
    (tmp_path / "wake.yaml").write_text('alone: ["hey coach"]\nbefore: [coach]\n', encoding="utf-8")
    called = replace(tiny_library, wake=load_wake(tmp_path / "wake.yaml"))
    plain, phrases = compile_phrases(tiny_library), compile_phrases(called)
    listed = {phrase.text for phrase in tiny_library.phrases()}
    expected = {"hey coach"} | {f"{call}{text}" for text in listed for call in ("", "coach ", "hey coach ")}
    assert {" ".join(words) for words in phrases.strings()} == expected
    assert len(phrases.arcs) <= len(plain.arcs) + 4


def test_compiling_twice_gives_the_same_automaton(coach_library):
    first, second = compile_phrases(coach_library), compile_phrases(coach_library)
    assert [list(steps.items()) for steps in first.arcs] == [list(steps.items()) for steps in second.arcs]
    assert first.finals == second.finals
