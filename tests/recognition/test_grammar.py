"""Grammar: few phrases that together hold every word pair of all phrases."""

from __future__ import annotations

import pytest

from voice_coach.recognition.embedded.phrases import compile_phrases
from voice_coach.recognition.grammar import covering_phrases
from voice_coach.understanding.library import IntentLibrary


@pytest.fixture(params=["tiny_library", "coach_library"])
def library(request) -> IntentLibrary:
    return request.getfixturevalue(request.param)


def pairs_of(text: str) -> set[tuple[str, str]]:
    """Neighbours in a phrase; its edges count as neighbours too."""
    words = text.split()
    return set(zip(("", *words), (*words, ""), strict=True))


def accepts(phrases, text: str) -> bool:
    state = 0
    for word in text.split():
        if word not in phrases.arcs[state]:
            return False
        state = phrases.arcs[state][word]
    return state in phrases.finals


def test_every_one_is_a_phrase_of_the_library(library):
    phrases = compile_phrases(library)
    assert all(accepts(phrases, text) for text in covering_phrases(library))


def test_together_they_hold_every_pair_of_words_every_first_and_every_last_word(library):
    held = set().union(*(pairs_of(text) for text in covering_phrases(library)))
    wanted = set().union(*(pairs_of(phrase.text) for phrase in library.phrases()))
    assert wanted <= held


def test_none_of_them_is_there_twice_and_each_adds_something(library):
    held: set[tuple[str, str]] = set()
    for text in covering_phrases(library):
        assert not pairs_of(text) <= held
        held |= pairs_of(text)


def test_they_are_fewer_than_the_phrases_and_always_the_same(coach_library):
    chosen = covering_phrases(coach_library)
    assert chosen == covering_phrases(coach_library)
    assert len(chosen) < len(coach_library.phrases()) / 3
