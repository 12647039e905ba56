"""Danger in every state: what is reported alarms, what is denied never does, and no answer hides what is wrong."""

from __future__ import annotations

import pytest

from tests.conversation import script
from voice_coach.understanding.interpretation import Expectation, Interpretation, Polarity, Situation
from voice_coach.understanding.understanding import Understanding

QUESTIONS = {
    question.id: Expectation(Situation.QUESTION, question.id, None, question.topic_words, question.symptoms)
    for question in script().questions.values()
}
EVERYWHERE = [Expectation(situation) for situation in Situation] + list(QUESTIONS.values())


def alarms(found: Interpretation) -> bool:
    """True for an emergency that does not ask first."""
    return found.accepted and found.intent == "emergency" and "certainty" not in found.slots


@pytest.mark.parametrize(
    "text",
    ["i can't breathe", "my chest is tight", "chest pain", "he's collapsed", "he collapsed oh no", "my friend fainted",
     "no no no he's not breathing", "there's a man on the floor not moving", "my mate is having a seizure", "call 911",
     "call 999", "he's turning blue", "her lips are blue", "he hit his head and won't wake up", "he's out cold",
     "i think he's dead", "he went down and he's shaking", "i peed blood", "my dad is having a heart attack",
     "stop i can't breathe", "my calf is cramping and my chest hurts", "no but my chest hurts", "there's no feeling",
     "yes my chest hurts", "i can't feel my leg", "my leg is cramping and i can't catch my breath",
     "no wait yes my chest does hurt", "my heart's racing and i feel faint", "heart a tack",
     "he isn't talking and one side of his face is drooping", "everything went black and i woke up on the mat",
     "she drank litres of water and now she's confused", "my back's gone and i can't pee"],
)  # fmt: skip
def test_an_emergency_alarms_in_every_state(understanding: Understanding, text: str) -> None:
    for expectation in EVERYWHERE:
        assert alarms(understanding.interpret(text, expectation)), expectation


@pytest.mark.parametrize(
    "text",
    ["no chest pain", "my chest isn't tight", "my chest is not tight", "i don't have chest pain",
     "no trouble breathing", "no chest pain but my calf hurts",
     "no i don't have chest pain", "i haven't fainted", "he hasn't collapsed", "he's not unconscious", "it's not numb",
     "my leg isn't numb", "no chest pain or trouble breathing", "not in my chest", "my foot isn't blue",
     "my urine isn't dark", "my chest doesn't hurt", "i'm not dying", "this is not an emergency", "no ambulance",
     "he's doing dead lifts", "the phone is dead", "nobody's collapsed calm down", "my husband had a stroke years ago",
     "get your heart pumping", "don't hold your breath", "is there a defibrillator course on saturday",
     "that nearly gave me a heart attack", "my dog collapsed"],
)  # fmt: skip
def test_a_denied_danger_neither_alarms_nor_is_heard_as_yes(understanding: Understanding, text: str) -> None:
    for expectation in EVERYWHERE:
        found = understanding.interpret(text, expectation)
        assert not (found.accepted and found.intent == "emergency"), expectation
        assert not (found.accepted and found.polarity is Polarity.AFFIRM), expectation


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("chest_breathing", "my chest isn't tight but it hurts"),
        ("numb_floppy", "no feeling"),
        ("numb_floppy", "i can't feel it"),
        ("faint_confused", "i'm not okay"),
        ("faint_confused", "no, not okay"),
        ("faint_confused", "not really good"),
        ("weight", "i can't stand on it"),
        ("weight", "can't put weight on it"),
        ("still_unwell", "i'm not well"),
        ("still_unwell", "no better"),
        ("swelling", "no it's swollen"),
        ("swelling", "red not hot"),
        ("alone", "no one is here"),
        ("alone", "no one"),
        ("alone", "nobody"),
        ("still_locked", "it's still locked"),
        ("pain_worse", "it's getting worse"),
        ("cool_worse", "no i'm worse"),
    ],
)
def test_what_is_wrong_is_never_heard_as_no(understanding: Understanding, question: str, text: str) -> None:
    found = understanding.interpret(text, QUESTIONS[question])
    assert not (found.accepted and found.intent == "answer" and found.polarity is Polarity.NEGATE)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("pain_worse", "the pain isn't getting worse"),
        ("pain_worse", "the pain is less"),
        ("pain_worse", "the pain is going away"),
        ("chest_breathing", "the pain is in my calf"),
        ("chest_breathing", "just breathing hard from training"),
        ("face_side", "my face isn't drooping"),
        ("pale_cold", "my skin isn't pale"),
        ("numb_floppy", "i have feeling"),
        ("weight", "i can walk"),
        ("cool_worse", "a bit better"),
        ("still_locked", "it's only been five minutes"),
    ],
)
def test_what_is_well_is_never_heard_as_yes(understanding: Understanding, question: str, text: str) -> None:
    found = understanding.interpret(text, QUESTIONS[question])
    assert not (found.accepted and found.polarity is Polarity.AFFIRM)


@pytest.mark.parametrize(
    ("question", "text"),
    [("at_risk", "i'm pregnant"), ("at_risk", "i take statins"), ("faint_confused", "i'm confused"),
     ("pain_worse", "it's getting worse"), ("still_unwell", "still dizzy"), ("tingling", "weak"),
     ("same_muscle", "it's always the same muscle"), ("dark_urine", "like tea"), ("alone", "just me")],
)  # fmt: skip
def test_a_statement_in_the_questions_own_words_is_a_yes(
    understanding: Understanding, question: str, text: str
) -> None:
    found = understanding.interpret(text, QUESTIONS[question])
    assert (found.intent, found.accepted, found.polarity) == ("answer", True, Polarity.AFFIRM)
