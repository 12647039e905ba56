"""Wording: short questions and lines, plain words, no answer words in a question; and a bad line is reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.content.checks import (
    ANSWER_WORDS,
    QUESTION_WORDS,
    STEP_WORDS,
    TILTING,
    answering,
    claimed_twice,
    hard_to_read,
    too_long,
)
from tests.content.spoken import ROOT, Spoken, offenders, said, script, spoken, words
from voice_coach.understanding.library import load_library
from voice_coach.understanding.template import Template


def questions() -> list[Spoken]:
    """Every wording of every question."""
    asked = {line.id for question in script().questions.values() for line in question.lines}
    return [wording for wording in spoken() if wording.line.id in asked]


def test_a_question_has_at_most_fifteen_words():
    found = too_long(questions(), QUESTION_WORDS)
    assert len(questions()) > 100
    assert not found, offenders(found)


def test_a_line_has_at_most_twenty_five_words():
    found = too_long(spoken(), STEP_WORDS)
    assert not found, offenders(found)


def test_a_line_that_is_too_long_is_reported():
    assert too_long(said(" ".join(["word"] * 16)), QUESTION_WORDS)
    assert too_long(said(" ".join(["word"] * 26)), STEP_WORDS)
    assert not too_long(said(" ".join(["word"] * 25)), STEP_WORDS)


def test_a_question_holds_no_answer_word_for_its_own_echo_would_answer_it():
    found = answering(questions(), ANSWER_WORDS)
    assert not found, offenders(found)


def test_an_answer_word_in_a_question_is_reported():
    assert answering(said("Is it numb, yes or no?"), ANSWER_WORDS) == {"bad.line": "yes, no"}


def test_no_question_says_any_or_either():
    found = answering([wording for wording in questions() if wording.id != "ask.alone"], TILTING)
    found = {name: hits for name, hits in found.items() if not name.startswith("ask.alone")}
    assert not found, offenders(found)


def test_every_question_ends_with_a_question_mark():
    found = {wording.id: wording.text for wording in questions() if not wording.text.endswith("?")}
    assert not found, offenders(found)


def test_the_key_word_comes_late():
    found = {}
    for question in script().questions.values():
        row = words(question.lines[0].say)
        place = row.index(words(question.key_word)[0]) + 1
        if place * 2 < len(row):
            found[question.id] = f'"{question.key_word}" is word {place} of {len(row)}'
    assert not found, offenders(found)


def test_every_topic_can_be_read_in_the_sixth_grade():
    found = hard_to_read(spoken())
    assert not found, offenders(found)


def test_a_topic_that_is_hard_to_read_is_reported():
    heavy = "Considerable dehydration unquestionably exacerbates neuromuscular irritability throughout competition."
    assert list(hard_to_read(said(heavy))) == ["bad"]
    assert "lacks" in hard_to_read(said("Stretch the gastrocnemiuses."))["bad"]
    assert not hard_to_read(said("Stretch the calf. Go slow."))


@pytest.mark.parametrize("topic", sorted(script().topics))
def test_an_answer_is_at_most_two_lines(topic):
    known = script().topics[topic]
    assert all(len(lines) <= 2 for lines in (known.answer, *known.answer_for.values()))


def test_no_phrase_is_claimed_by_two_intents():
    library = load_library(ROOT / "intents")
    found = claimed_twice(library)
    assert len(library.phrases()) > 5000
    assert not found, offenders(found)


def test_a_phrase_that_two_intents_claim_is_reported():
    library = load_library(ROOT / "intents")
    theirs = next(template for template in library.templates if template.intent == "hydration")
    ours = Template("causes", theirs.text, theirs.place, theirs.expression, {}, "any", True)
    both = replace(library, templates=(*library.templates, ours))
    assert "hydration" in next(iter(claimed_twice(both).values()))
