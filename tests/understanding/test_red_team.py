"""Findings of people who tried to break the coach: each was heard wrongly once, and the harmless twin stays harmless."""

from __future__ import annotations

import pytest

from tests.conversation import script
from voice_coach.understanding.interpretation import Expectation, Interpretation, Polarity, Situation
from voice_coach.understanding.understanding import Understanding

STEP = Expectation(Situation.STEP)
IDLE = Expectation()


def asked(question: str) -> Expectation:
    """What is expected while this question is open."""
    found = script().questions[question]
    return Expectation(Situation.QUESTION, found.id, None, found.topic_words, found.symptoms)


def symptoms(found: Interpretation) -> set[object]:
    """The symptoms that it reports and does not deny."""
    if not found.accepted or found.polarity is Polarity.NEGATE:
        return set()
    return {found.slots.get("symptom"), *found.reported} - {None}


# What "just" puts in place of the denied word is said, not denied.


@pytest.mark.parametrize(
    ("question", "text"),
    [("chest_breathing", text) for text in (
        "no just breathless", "no just dizzy", "no just hot", "no only tightness", "no more like a tight chest",
        "no just short of breath", "no just palpitations", "no just a racing heart",
        "not really just a bit of pressure in the chest")]
    + [("faint_confused", text) for text in ("not fainted just dizzy", "not confused just faint")]
    + [("swelling", text) for text in ("no just red", "not swollen just hot", "no just a bit red")]
    + [("dark_urine", "not dark just brown")],
)  # fmt: skip
def test_what_stands_behind_just_is_not_denied(understanding: Understanding, question: str, text: str) -> None:
    found = understanding.interpret(text, asked(question))
    assert found.accepted
    assert found.polarity in (Polarity.AFFIRM, Polarity.CONFLICT) or symptoms(found)


@pytest.mark.parametrize(
    ("question", "text"),
    [("chest_breathing", text) for text in (
        "no just my calf", "no just sore", "no just sweaty", "no just a cramp", "no chest pain just a tight calf",
        "not my chest just my calf hurts", "no pain in my chest only in my calf", "i just don't have chest pain")]
    + [("faint_confused", "not dizzy just tired"), ("swelling", "not swollen just tight"),
       ("dark_urine", "not dark just yellow")],
)  # fmt: skip
def test_something_harmless_behind_just_leaves_it_a_no(understanding: Understanding, question: str, text: str) -> None:
    found = understanding.interpret(text, asked(question))
    assert found.accepted
    assert found.intent == "answer"
    assert found.polarity is Polarity.NEGATE


@pytest.mark.parametrize(
    ("text", "symptom"), [("no just numb", "numb"), ("no just pins and needles", "tingling"), ("no just red", None)]
)
def test_a_symptom_behind_just_is_reported_in_a_step(
    understanding: Understanding, text: str, symptom: str | None
) -> None:
    assert symptoms(understanding.interpret(text, STEP)) == ({symptom} if symptom else set())
