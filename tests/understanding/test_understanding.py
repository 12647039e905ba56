"""Understanding as the dialogue meets it: situations, negation, answers, slots, doubts and margins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Expectation, Interpretation, Polarity, Rejection, Situation
from voice_coach.understanding.library import IntentLibrary, load_library
from voice_coach.understanding.thresholds import Limits, Thresholds
from voice_coach.understanding.understanding import Understanding

CHEST = Expectation(Situation.QUESTION, "chest_breathing", None, ("chest", "pain", "breathing", "breathe", "breath"))
SWELLING = Expectation(Situation.QUESTION, "swelling", None, ("swollen", "swelling", "hot", "red"))
OPEN = Expectation(Situation.QUESTION)
IDLE = Expectation(Situation.IDLE)
STEP = Expectation(Situation.STEP)
EMERGENCY = Expectation(Situation.EMERGENCY)


def alarms(found: Interpretation) -> bool:
    """True for an emergency that does not ask first."""
    return found.accepted and found.intent == "emergency" and "certainty" not in found.slots


@pytest.mark.parametrize(
    "text",
    ["no chest pain", "my chest isn't sore", "i do not have chest pain", "no pain in my chest", "without chest pain",
     "he is not unconscious", "i have never fainted", "im not short of breath", "no trouble breathing"],
)  # fmt: skip
@pytest.mark.parametrize("expectation", [IDLE, CHEST, SWELLING, STEP, EMERGENCY])
def test_a_denied_danger_is_no_emergency(understanding: Understanding, text: str, expectation: Expectation) -> None:
    assert understanding.interpret(text, expectation).intent != "emergency"


def test_no_chest_pain_answers_the_question_about_chest_pain(understanding: Understanding) -> None:
    found = understanding.interpret("no chest pain", CHEST)
    assert (found.intent, found.accepted, found.polarity) == ("answer", True, Polarity.NEGATE)


def test_no_chest_pain_does_not_answer_the_question_about_swelling(understanding: Understanding) -> None:
    found = understanding.interpret("no chest pain", SWELLING)
    assert (found.intent, found.polarity, found.slots) == ("symptom", Polarity.NEGATE, {"symptom": "chest_pain"})


@pytest.mark.parametrize("text", ["no i can't breathe", "i can breathe", "can feel my leg", "help help", "chest"])
def test_what_may_be_danger_asks_the_gate_question(understanding: Understanding, text: str) -> None:
    found = understanding.interpret(text, IDLE)
    assert (found.intent, found.accepted, found.slots["certainty"]) == ("emergency", True, "ask")
    assert found.polarity is Polarity.NONE


def test_danger_after_a_denial_still_alarms(understanding: Understanding) -> None:
    assert alarms(understanding.interpret("no chest pain but i can't breathe", SWELLING))


@pytest.mark.parametrize("text", ["breathe in and breathe out", "chest day tomorrow", "heart rate is one forty"])
@pytest.mark.parametrize("expectation", [IDLE, OPEN, STEP, EMERGENCY])
def test_an_instructor_raises_no_alarm(understanding: Understanding, text: str, expectation: Expectation) -> None:
    assert not understanding.interpret(text, expectation).accepted


def test_a_bystander_is_the_other_person(understanding: Understanding) -> None:
    found = understanding.interpret("he dropped and hes twitching on the floor", IDLE)
    assert alarms(found)
    assert found.slots["who"] == "other"
    assert found.slots["symptom"] == "unresponsive"


@pytest.mark.parametrize(
    ("text", "expectation", "polarity"),
    [
        ("yes", OPEN, Polarity.AFFIRM),
        ("uh huh", OPEN, Polarity.AFFIRM),
        ("a bit yeah", OPEN, Polarity.AFFIRM),
        ("yet", OPEN, Polarity.AFFIRM),
        ("its swollen", SWELLING, Polarity.AFFIRM),
        ("red but not hot", SWELLING, Polarity.AFFIRM),
        ("yes my chest is sore", CHEST, Polarity.AFFIRM),
        ("my breathing is not good", CHEST, Polarity.AFFIRM),
        ("nope", OPEN, Polarity.NEGATE),
        ("know", OPEN, Polarity.NEGATE),
        ("no it doesn't", OPEN, Polarity.NEGATE),
        ("its not swollen", SWELLING, Polarity.NEGATE),
        ("no my chest is fine", CHEST, Polarity.NEGATE),
        ("my breathing is fine", CHEST, Polarity.NEGATE),
        ("not sure", OPEN, Polarity.UNSURE),
        ("i have no idea", OPEN, Polarity.UNSURE),
        ("maybe", OPEN, Polarity.UNSURE),
        ("uh uh", OPEN, Polarity.CONFLICT),
        ("yes no wait no", OPEN, Polarity.CONFLICT),
        ("yes i mean no", OPEN, Polarity.CONFLICT),
        ("yes it isn't", OPEN, Polarity.CONFLICT),
    ],
)
def test_an_answer_points_one_way(
    understanding: Understanding, text: str, expectation: Expectation, polarity: Polarity
) -> None:
    found = understanding.interpret(text, expectation)
    assert (found.intent, found.accepted, found.polarity) == ("answer", True, polarity)


@pytest.mark.parametrize("text", ["yes", "no", "maybe", "yet", "know"])
@pytest.mark.parametrize("expectation", [IDLE, STEP])
def test_without_a_question_there_is_no_answer(
    understanding: Understanding, text: str, expectation: Expectation
) -> None:
    assert not understanding.interpret(text, expectation).accepted


def test_a_symptom_beside_a_yes_is_kept(understanding: Understanding) -> None:
    found = understanding.interpret("yes but my hands are tingling too", SWELLING)
    assert (found.intent, found.polarity, found.slots["symptom"]) == ("answer", Polarity.AFFIRM, "tingling")


def test_a_symptom_beside_a_no_is_not_lost_in_the_no(understanding: Understanding) -> None:
    found = understanding.interpret("no but its swollen", OPEN)
    assert (found.intent, found.accepted, found.slots["symptom"]) == ("symptom", True, "swollen")


@pytest.mark.parametrize("text", ["next", "stop", "go back", "back", "pause", "louder", "that helped", "tell me more"])
def test_navigation_means_nothing_to_the_idle_coach(understanding: Understanding, text: str) -> None:
    assert understanding.interpret(text, STEP).accepted
    assert not understanding.interpret(text, IDLE).accepted


@pytest.mark.parametrize("text", ["next song please", "my back", "keep your back straight", "can i carry on lifting"])
@pytest.mark.parametrize("expectation", [IDLE, OPEN, STEP])
def test_navigation_words_in_other_talk_do_not_navigate(
    understanding: Understanding, text: str, expectation: Expectation
) -> None:
    found = understanding.interpret(text, expectation)
    assert not (found.accepted and str(found.intent).startswith("nav_"))


def test_topics_wait_while_the_emergency_screen_is_up(understanding: Understanding) -> None:
    assert not understanding.interpret("should i drink water", EMERGENCY).accepted
    assert understanding.interpret("stop", EMERGENCY).accepted
    assert understanding.interpret("yes", EMERGENCY).accepted


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("my left calf is cramping", {"muscle": "calf", "side": "left"}),
        ("back of my thigh is spasming", {"muscle": "hamstring"}),
        ("my lower leg is in a knot", {"muscle": "calf"}),
        ("cramp everywhere", {"muscle": "many"}),
        ("it still hurts after three days", {"duration": 259200}),
        ("it has hurt for half an hour", {"duration": 1800}),
        ("it has hurt for a couple of weeks", {"duration": 1209600}),
        ("my friend has a cramp in his calf", {"muscle": "calf", "who": "other"}),
        ("my eye keeps twitching", {"muscle": "eyelid"}),
        ("cough cramp", {"muscle": "calf"}),
        ("squad cramp", {"muscle": "quad"}),
        ("ham string cram", {"muscle": "hamstring"}),
        ("its numb and swollen", {"symptom": "numb"}),
    ],
)
def test_slots_come_from_what_was_said(understanding: Understanding, text: str, slots: dict[str, str | int]) -> None:
    found = understanding.interpret(text, OPEN)
    assert found.accepted
    assert slots.items() <= dict(found.slots).items()


def test_no_muscle_is_invented(understanding: Understanding) -> None:
    assert "muscle" not in understanding.interpret("how can i get rid of this cramp", OPEN).slots


def test_a_lone_cough_is_no_calf(understanding: Understanding) -> None:
    assert not understanding.interpret("cough", IDLE).accepted


def test_a_strange_word_beside_a_cramp_is_asked_about(understanding: Understanding) -> None:
    found = understanding.interpret("calt cramp", IDLE)
    assert found.rejection is Rejection.AMBIGUOUS
    assert found.slots["muscle"] == "calf"
    assert found.runner_up is not None
    assert found.runner_up.slots["muscle"] != "calf"


def test_the_runner_up_is_another_intent(understanding: Understanding) -> None:
    found = understanding.interpret("should i drink water", OPEN)
    assert found.runner_up is not None
    assert found.runner_up.intent != found.intent
    assert found.runner_up.score < found.score


@pytest.mark.parametrize("text", ["", "   ", "um", "uh er", "?!"])
def test_nothing_said_is_noise(understanding: Understanding, text: str) -> None:
    assert understanding.interpret(text, OPEN).rejection is Rejection.NOISE


def test_stop_is_never_an_echo(understanding: Understanding) -> None:
    speaking = Expectation(Situation.STEP, speaking="Stop what you're doing. Then say next.")
    assert understanding.interpret("stop", speaking).intent == "nav_stop"
    assert understanding.interpret("stop", speaking).accepted
    assert understanding.interpret("next", speaking).rejection is Rejection.ECHO


def test_the_coachs_own_words_are_an_echo(understanding: Understanding) -> None:
    speaking = replace(CHEST, speaking="Do you have chest pain, or trouble breathing?")
    assert understanding.interpret("chest pain or trouble breathing", speaking).rejection is Rejection.ECHO
    assert alarms(understanding.interpret("my chest is tight", speaking))
    assert understanding.interpret("yes", speaking).accepted


def test_stray_words_lower_the_score(understanding: Understanding) -> None:
    clean = understanding.interpret(Hypothesis("my calf is cramping"), IDLE)
    stray = understanding.interpret(Hypothesis("[unk] [unk] my calf is cramping [unk]"), IDLE)
    assert stray.score < clean.score


def test_a_long_story_is_known_by_its_opening(understanding: Understanding) -> None:
    story = "because i ran for like two hours in the sun and now it just will not let go and i do not know what to do"
    found = understanding.interpret(f"my calf is cramping {story}", IDLE)
    assert (found.intent, found.accepted, found.slots["muscle"]) == ("cramp_relief", True, "calf")
    assert not understanding.interpret(f"he told me about my trainer {story}", IDLE).accepted
    assert not understanding.interpret(f"my calf is growing {story}", IDLE).accepted


def test_a_small_margin_is_refused_by_the_limit_of_its_class(library: IntentLibrary) -> None:
    strict = replace(Thresholds().strict, answer=Limits(84, margin=0.5, margin_short=2.0))
    understanding = Understanding(library, Thresholds(strict=strict))
    short, long = Hypothesis("yes", margin=1.0), Hypothesis("yes it does", margin=1.0)
    assert understanding.interpret(short, OPEN).rejection is Rejection.LOW_SCORE
    assert understanding.interpret(long, OPEN).accepted
    assert understanding.interpret(replace(short, margin=2.5), OPEN).accepted
    assert understanding.interpret(replace(short, margin=None), OPEN).accepted
    assert understanding.interpret("yes", OPEN).accepted


def test_a_template_too_large_to_list_is_walked(root: Path) -> None:
    barista = Understanding(load_library(root / "bench" / "barista"))
    found = barista.interpret(Hypothesis("can i get a large medium roast coffee with some milk and sugar"), IDLE)
    assert found.accepted
    assert found.slots == {
        "size": "large",
        "roast": "medium roast",
        "coffee_drink": "coffee",
        "milk_amount": "some milk",
        "sugar_amount": "sugar",
    }
    assert not barista.interpret(Hypothesis("coffee with a large milk and medium"), IDLE).accepted


def test_no_language_is_in_the_code(tmp_path: Path) -> None:
    """An invented language works from data alone, and English means nothing to it."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.yaml").write_text(
        "intents:\n"
        "  - {intent: cramp_relief, sentences: ['mo {muscle} zarpa']}\n"
        "  - {intent: emergency, slots: {symptom: chest_pain}, sentences: ['mo torak dola']}\n"
        "  - {intent: answer, slots: {answer: affirm}, sentences: ['vai']}\n"
        "  - {intent: answer, slots: {answer: negate}, sentences: ['nui']}\n"
        "  - {intent: nav_next, context: session, sentences: ['plek']}\n"
    )
    (tmp_path / "lists.yaml").write_text("muscle:\n  - {in: kalvo, out: calf}\n")
    (tmp_path / "wording.yaml").write_text(
        "negators: [nui, senza]\naffirm: [vai]\nnegate: [nui]\nunsure: [forsa]\nfillers: [eh]\n"
    )
    (tmp_path / "signs.yaml").write_text(
        "- {slots: {symptom: chest_pain}, words: [[torak], [dola, prema]], within: 5}\n"
    )
    (tmp_path / "aliases.yaml").write_text("- {heard: [galvo], said: kalvo, beside: [zarpa]}\n")
    understanding = Understanding(load_library(tmp_path))
    cramp = understanding.interpret("eh mo galvo zarpa", IDLE)
    assert (cramp.intent, cramp.accepted, cramp.slots) == ("cramp_relief", True, {"muscle": "calf"})
    assert alarms(understanding.interpret("torak eh mo prema", IDLE))
    assert understanding.interpret("senza torak dola", IDLE).intent != "emergency"
    assert understanding.interpret("vai", OPEN).polarity is Polarity.AFFIRM
    assert understanding.interpret("nui", OPEN).polarity is Polarity.NEGATE
    assert understanding.interpret("forsa", OPEN).polarity is Polarity.UNSURE
    assert understanding.interpret("plek", STEP).accepted
    for english in ("yes", "no", "not sure", "chest pain", "my calf is cramping", "help", "stop"):
        assert not understanding.interpret(english, OPEN).accepted


@pytest.mark.parametrize("text", ["stop", "next", "yes"])
def test_over_the_coach_commands_and_yes_are_as_welcome_as_ever(understanding: Understanding, text: str) -> None:
    assert understanding.interpret(Hypothesis(text, margin=0.1), replace(CHEST, over=True)).accepted


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("will coffee help", 3.0), ("no", 1.5), ("that stopped", 3.0),
        ("i have chest pain", 2.0), ("my leg is numb", 2.0),
    ],
)  # fmt: skip
def test_over_the_coach_all_else_must_be_clearer(understanding: Understanding, text: str, enough: float) -> None:
    expectation = replace(CHEST if text == "no" or "i have" in text else STEP, over=True)
    doubtful, clear = Hypothesis(text, margin=0.4), Hypothesis(text, margin=enough)
    assert understanding.interpret(doubtful, expectation).rejection is Rejection.LOW_SCORE
    assert understanding.interpret(doubtful, replace(expectation, over=False)).accepted
    assert understanding.interpret(clear, expectation).accepted


@pytest.mark.parametrize(
    ("text", "spoken", "echo"),
    [
        ("it's hard to breathe", "Does your chest hurt, or is it hard to breathe?", True),
        ("i have chest pain", "Do you have chest pain, or trouble breathing?", False),
        ("it hurts", "Does your chest hurt, or is it hard to breathe?", False),
    ],
)
def test_a_line_that_comes_back_with_a_word_misheard_is_an_echo(
    understanding: Understanding, text: str, spoken: str, echo: bool
) -> None:
    found = understanding.interpret(Hypothesis(text, margin=9.0), replace(CHEST, over=True, speaking=spoken))
    assert (found.rejection is Rejection.ECHO) is echo
