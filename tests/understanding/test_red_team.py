"""Findings of people who tried to break the coach: each was heard wrongly once; its harmless twin stays harmless."""

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


# Emergencies of somebody else.


@pytest.mark.parametrize(
    ("text", "symptom"),
    [("she's stopped talking", "unresponsive"), ("he's stopped talking", "unresponsive"),
     ("he's on the floor and won't get up", "unresponsive"), ("he's sweating and grey", "faint"),
     ("she's stopped breathing", "unresponsive")],
)  # fmt: skip
def test_what_befalls_somebody_else_alarms(understanding: Understanding, text: str, symptom: str) -> None:
    for expectation in (IDLE, STEP, asked("chest_breathing")):
        found = understanding.interpret(text, expectation)
        assert found.intent == "emergency"
        assert found.slots["symptom"] == symptom
        assert found.slots["who"] == "other"


@pytest.mark.parametrize(
    "text",
    ["he isn't talking", "he won't get up", "someone's on the floor", "a man's fallen over", "he's gone down",
     "he went down", "he's in a bad way", "my friend needs help", "get help", "get someone", "i'm cold and clammy",
     "my calf is cramping and it's cold", "my calf cramped and my foot is cold"],
)  # fmt: skip
def test_what_may_be_an_emergency_is_asked_about(understanding: Understanding, text: str) -> None:
    found = understanding.interpret(text)
    assert found.intent == "emergency"
    assert found.accepted


@pytest.mark.parametrize(
    "text",
    ["he's gone down to the shop", "he's on the floor doing sit ups", "he won't get up in the morning",
     "how do i get help", "she's not talking to me", "it's cold in here", "my calf cramped and it's freezing in here"],
)  # fmt: skip
def test_talk_of_somebody_else_is_no_emergency(understanding: Understanding, text: str) -> None:
    assert understanding.interpret(text).intent != "emergency" or not understanding.interpret(text).accepted


# What the muscle does is no relief.


@pytest.mark.parametrize(
    ("text", "symptom"),
    [("it's gone weak", "tingling"), ("it's gone dead", "numb"), ("it's gone blue", "pale_cold"),
     ("it's going purple", "pale_cold"), ("it's gone really cold", "pale_cold"),
     ("it's gone hard and shiny", "swollen"),
     ("both my legs are weak", "tingling"), ("my whole leg aches and it's red", "swollen"),
     ("it felt like someone kicked me", "pop"), ("i threw up", "overheated"), ("i've been sick", "overheated")],
)  # fmt: skip
def test_a_change_of_the_muscle_is_a_symptom(understanding: Understanding, text: str, symptom: str) -> None:
    assert symptom in symptoms(understanding.interpret(text, STEP))


@pytest.mark.parametrize("text", ["it's gone", "it's gone now", "it's gone off", "it has gone away"])
def test_a_cramp_that_is_gone_has_eased(understanding: Understanding, text: str) -> None:
    assert understanding.interpret(text, STEP).intent == "eased"


@pytest.mark.parametrize(
    "text",
    ["i threw up", "i vomited", "i've been throwing up", "i've been sick", "i am very hot and feel sick",
     "my calf is cramping and i threw up", "my calf is cramping and i've been sick"],
)  # fmt: skip
def test_being_sick_is_heard_by_the_idle_coach(understanding: Understanding, text: str) -> None:
    assert "overheated" in symptoms(understanding.interpret(text))


@pytest.mark.parametrize(
    "text",
    ["is it a blood clot", "is it dvt", "do i have rhabdo", "could it be compartment syndrome", "what about clots",
     "my leg's been aching since my flight", "i'm pregnant and my calf hurts",
     "i had surgery last week and my calf aches"],
)  # fmt: skip
def test_what_may_be_a_clot_is_taken_seriously(understanding: Understanding, text: str) -> None:
    found = understanding.interpret(text)
    assert found.accepted
    assert found.intent == "is_it_serious"


def test_a_sore_warm_calf_is_a_swelling_and_a_pregnancy_is_told(understanding: Understanding) -> None:
    for text in ("i'm pregnant and my calf is sore and warm", "my calf is sore warm and i just had a baby"):
        assert "swollen" in symptoms(understanding.interpret(text))
    assert "at_risk" in symptoms(understanding.interpret("i'm pregnant and my calf hurts"))
    cramp = understanding.interpret("six months pregnant with calf cramp")
    assert (cramp.intent, cramp.reported) == ("cramp_relief", ("at_risk",))


# Half a no, who is hurt, and commands.


@pytest.mark.parametrize("text", ["barely", "hardly", "not anymore", "not any more", "no not anymore"])
def test_half_a_no_to_danger_is_asked_again(understanding: Understanding, text: str) -> None:
    for question in ("chest_breathing", "faint_confused"):
        assert understanding.interpret(text, asked(question)).polarity is Polarity.CONFLICT
    assert understanding.interpret(text, asked("still_unwell")).polarity is Polarity.NEGATE


@pytest.mark.parametrize(
    ("text", "who"),
    [("it's my daughter", "other"), ("it's not me it's my wife", "other"), ("it's for my mum", "other"),
     ("it's me actually", "self")],
)  # fmt: skip
def test_who_is_hurt_is_heard(understanding: Understanding, text: str, who: str) -> None:
    assert understanding.interpret(text, STEP).slots["who"] == who


def test_a_form_of_address_is_nobody_else(understanding: Understanding) -> None:
    for text in ("my calf is cramping mate", "mate my calf is cramping"):
        assert "who" not in understanding.interpret(text).slots
    assert understanding.interpret("my mate has a cramp").slots["who"] == "other"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("it won't stop hurting", "not_working"), ("the pain won't stop", "not_working"),
     ("i can't carry on", "not_working"), ("carry on", "nav_resume"), ("skip", "nav_next"),
     ("thanks that's all", "nav_stop"), ("stop talking", "nav_stop")],
)  # fmt: skip
def test_what_is_wanted_in_a_step(understanding: Understanding, text: str, intent: str) -> None:
    found = understanding.interpret(text, STEP)
    assert found.accepted
    assert found.intent == intent


def test_idioms_report_nothing(understanding: Understanding) -> None:
    assert not symptoms(understanding.interpret("my leg fell asleep", asked("chest_breathing")))
    assert not symptoms(understanding.interpret("no i'm just puffed from the set", asked("swelling")))
    assert not symptoms(understanding.interpret("i feel fine can i go", asked("cool_worse")))
