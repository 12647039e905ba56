"""Corrections and mixtures: two things in one breath, swearing, how long, how often, and what takes back an answer."""

from __future__ import annotations

import pytest

from tests.conversation import script
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Correction, Expectation, Polarity, Rejection, Situation
from voice_coach.understanding.understanding import Understanding

IDLE = Expectation(Situation.IDLE)
OPEN = Expectation(Situation.QUESTION)
STEP = Expectation(Situation.STEP)


def asking(question_id: str) -> Expectation:
    """That question is open."""
    question = script().questions[question_id]
    return Expectation(Situation.QUESTION, question_id, None, question.topic_words, question.symptoms)


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("my calf is cramping and is it serious", "is_it_serious"),
        ("my calf is cramping should i ice it", "heat_or_cold"),
        ("um my calf is cramping can i keep training", "keep_training"),
    ],
)
@pytest.mark.parametrize("expectation", [IDLE, OPEN, STEP])
def test_a_cramp_starts_and_the_question_beside_it_is_kept(
    understanding: Understanding, text: str, also: str, expectation: Expectation
) -> None:
    found = understanding.interpret(text, expectation)
    assert (found.intent, found.accepted, found.slots["muscle"]) == ("cramp_relief", True, "calf")
    assert [other.intent for other in found.also] == [also]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("should i ice my cramping calf", "heat_or_cold"),
        ("my calf hurts did i pull a muscle", "soreness_or_cramp"),
        ("i'm pregnant and i have cramps", "at_risk"),
        ("my calf is cramping", "cramp_relief"),
    ],
)
def test_one_thing_stays_one_thing(understanding: Understanding, text: str, intent: str) -> None:
    found = understanding.interpret(text, IDLE)
    assert (found.intent, found.accepted, found.also) == (intent, True, ())


def test_whoever_asks_first_whether_it_is_serious_is_asked_the_questions_first(understanding: Understanding) -> None:
    found = understanding.interpret("is it serious my calf is cramping", IDLE)
    assert (found.intent, found.slots, [other.intent for other in found.also]) == (
        "is_it_serious",
        {"muscle": "calf"},
        ["cramp_relief"],
    )


def test_danger_beside_a_cramp_comes_first_and_alone(understanding: Understanding) -> None:
    found = understanding.interpret("my calf is cramping and i have chest pain", IDLE)
    assert (found.intent, found.accepted, found.also) == ("emergency", True, ())


def test_relief_beside_a_symptom_is_met_after_it(understanding: Understanding) -> None:
    found = understanding.interpret("it's better but my foot is tingling", STEP)
    assert (found.intent, found.slots["symptom"], found.reported) == ("symptom", "tingling", ("tingling",))
    assert [other.intent for other in found.also] == ["eased"]


@pytest.mark.parametrize(
    ("text", "fact", "muscle"),
    [
        ("my thigh is cramping for the third time this week", "recurring", "quad"),
        ("my calf is cramping it's the second time today", "recurring", "calf"),
        ("i'm pregnant and my calf is cramping", "at_risk", "calf"),
    ],
)
def test_a_fact_beside_a_cramp_is_reported(understanding: Understanding, text: str, fact: str, muscle: str) -> None:
    found = understanding.interpret(text, IDLE)
    assert (found.intent, found.slots["muscle"], found.reported) == ("cramp_relief", muscle, (fact,))


def test_a_spoken_phrase_of_two_things_keeps_both(understanding: Understanding) -> None:
    found = understanding.interpret(Hypothesis("my calf is cramping is it serious"), IDLE)
    assert (found.intent, [other.intent for other in found.also]) == ("cramp_relief", ["is_it_serious"])


@pytest.mark.parametrize("text", ["ow ow ow", "fuck", "fucking hell", "oh shit shit", "jesus christ", "argh"])
def test_swearing_alone_is_noise(understanding: Understanding, text: str) -> None:
    for expectation in (IDLE, OPEN, STEP):
        assert understanding.interpret(text, expectation).rejection is Rejection.NOISE


@pytest.mark.parametrize("text", ["my fucking calf is cramping", "shit my calf is cramping", "bloody hell calf cramp"])
def test_swearing_within_a_sentence_is_dropped(understanding: Understanding, text: str) -> None:
    found = understanding.interpret(text, IDLE)
    assert (found.intent, found.score, found.slots) == ("cramp_relief", 100.0, {"muscle": "calf"})


def test_how_long_it_has_lasted_counts_within_a_conversation(understanding: Understanding) -> None:
    found = understanding.interpret("for three days", OPEN)
    assert (found.intent, found.accepted, found.slots) == ("see_doctor", True, {"duration": 259200})
    assert not understanding.interpret("for three days", IDLE).accepted
    assert understanding.interpret("it has been three days", IDLE).accepted


@pytest.mark.parametrize(
    ("text", "polarity", "correction"),
    [
        ("no i mean no", Polarity.NEGATE, Correction.CERTAIN),
        ("i mean yes", Polarity.AFFIRM, Correction.CERTAIN),
        ("no i mean yes", Polarity.CONFLICT, Correction.CERTAIN),
        ("sorry yes", Polarity.AFFIRM, Correction.PERHAPS),
        ("yes no wait no", Polarity.CONFLICT, Correction.NONE),
        ("yes", Polarity.AFFIRM, Correction.NONE),
    ],
)
def test_an_answer_may_take_back_the_one_before(
    understanding: Understanding, text: str, polarity: Polarity, correction: Correction
) -> None:
    found = understanding.interpret(text, asking("swelling"))
    assert (found.intent, found.accepted, found.polarity) == ("answer", True, polarity)
    assert found.correction is correction


def test_the_other_muscle_replaces_the_first(understanding: Understanding) -> None:
    found = understanding.interpret("no i mean my hamstring", asking("swelling"))
    assert (found.intent, found.accepted, found.slots["muscle"]) == ("cramp_relief", True, "hamstring")


def test_which_side_is_a_remark(understanding: Understanding) -> None:
    for text in ("no i mean the left one", "the left one", "no the left one"):
        found = understanding.interpret(text, OPEN)
        assert (found.intent, found.accepted, found.slots) == ("remark", True, {"side": "left"})


def test_the_side_is_an_answer_where_the_question_asks_about_one(understanding: Understanding) -> None:
    for text in ("left side", "my left side", "the left side of my face"):
        found = understanding.interpret(text, asking("face_side"))
        assert (found.intent, found.polarity) == ("answer", Polarity.AFFIRM)
    assert understanding.interpret("my left calf", asking("face_side")).intent == "cramp_relief"


@pytest.mark.parametrize("text", ["i'm not okay", "i don't feel well", "something is wrong"])
def test_whoever_is_not_well_is_asked_the_questions(understanding: Understanding, text: str) -> None:
    for expectation in (IDLE, STEP):
        found = understanding.interpret(text, expectation)
        assert (found.intent, found.accepted) == ("is_it_serious", True)


def test_a_word_that_only_opens_the_sentence_says_nothing(understanding: Understanding) -> None:
    found = understanding.interpret("right it let go", STEP)
    assert (found.intent, found.score, found.slots) == ("eased", 100.0, {})
    assert understanding.interpret("my right calf is cramping", IDLE).slots["side"] == "right"


@pytest.mark.parametrize(
    ("question", "text", "intent"),
    [
        ("pale_cold", "skin is red", "symptom"),
        ("overheated", "my leg is hot", "symptom"),
        ("alone", "nobody collapsed", "symptom"),
        ("swelling", "my leg is hot", "answer"),
        ("pale_cold", "my skin isn't pale", "answer"),
    ],
)
def test_the_questions_words_may_serve_to_say_something_else(
    understanding: Understanding, question: str, text: str, intent: str
) -> None:
    assert understanding.interpret(text, asking(question)).intent == intent


@pytest.mark.parametrize(
    ("text", "muscle"),
    [
        ("not my calf my foot is cramping", "foot"),
        ("it isn't serious just a cramp in my foot", "foot"),
        ("this isn't an emergency it's only a calf cramp", "calf"),
    ],
)
def test_the_cramp_behind_what_is_denied_counts(understanding: Understanding, text: str, muscle: str) -> None:
    found = understanding.interpret(text, IDLE)
    assert (found.intent, found.accepted, found.slots["muscle"]) == ("cramp_relief", True, muscle)
