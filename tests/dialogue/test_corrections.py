"""Corrections and mixtures: "no, I mean no", "no chest pain", "yes, but my hands are tingling too", by real words."""

from __future__ import annotations

import pytest

from tests.conversation import Talk, script, understanding
from voice_coach.understanding.interpretation import Correction, Expectation, Polarity, Situation


def at(question: str, *answers: str) -> Talk:
    """A conversation about whether it is serious, with every question before this one answered no."""
    talk = Talk()
    talk.hear("is this serious my calf keeps cramping")
    while talk.coach.expectation.question != question:
        assert talk.coach.expectation.question is not None, f"{question} is never asked"
        talk.hear("no")
    talk.hear(*answers)
    return talk


def opened(talk: Talk) -> str | None:
    """The open question."""
    return talk.coach.expectation.question


def answers(talk: Talk) -> dict[str, str]:
    """What became of the questions so far."""
    return dict(talk.coach._session.answers)


def levels(talk: Talk) -> list[object]:
    """Levels reached."""
    return [record["level"] for record in talk.of("level")]


TAKEN_BACK = ["no i mean no", "wait, no", "sorry I meant no", "I meant no", "i said no", "actually no", "sorry, no",
              "oops no", "no no I mean no", "hang on, no"]  # fmt: skip


@pytest.mark.parametrize("words", TAKEN_BACK)
def test_a_yes_that_is_taken_back_answers_no_other_question(words: str) -> None:
    talk = at("fall_hit", "yes", words)
    assert opened(talk) == "fall_hit"
    assert "fall_hit" not in answers(talk)
    assert set(answers(talk).values()) == {"no"}


@pytest.mark.parametrize("words", ["yes I mean yes", "I meant yes", "wait, yes", "sorry I meant yes", "actually yes"])
def test_a_no_that_is_taken_back_answers_no_other_question(words: str) -> None:
    talk = at("pain_worse", "no", words)
    assert opened(talk) == "pain_worse"
    assert levels(talk) == []
    talk.hear("yes")
    assert levels(talk) == ["emergency"]


def test_a_correction_is_accepted_once_and_a_second_yes_stands() -> None:
    talk = at("fall_hit", "yes", "no I mean no", "yes")
    assert answers(talk)["fall_hit"] == "yes"
    talk.hear("no I mean no")
    assert answers(talk)["fall_hit"] == "yes"
    assert opened(talk) not in ("fall_hit", None)
    assert opened(talk) not in answers(talk)


def test_a_correction_without_anything_to_correct_is_an_answer() -> None:
    talk = Talk()
    talk.hear("my calf is cramping", "no I mean no")
    assert answers(talk) == {"chest_breathing": "no"}


def test_a_correction_that_agrees_puts_the_open_question_again_once() -> None:
    talk = at("fall_hit", "no", "no I mean no")
    assert "swelling" not in answers(talk)
    assert opened(talk) == "swelling"
    talk.hear("no I mean no")
    assert answers(talk)["swelling"] == "no"


def test_a_polite_no_after_a_no_is_an_answer() -> None:
    talk = at("fall_hit", "no", "sorry, no")
    assert answers(talk)["swelling"] == "no"


def test_no_wait_is_no_no() -> None:
    talk = at("swelling", "no wait")
    assert opened(talk) == "swelling"
    assert "swelling" not in answers(talk)


def test_an_answer_is_taken_back_also_once_a_step_has_begun() -> None:
    talk = Talk()
    talk.hear("my calf is cramping", "no", "no", "no", "no", "wait I meant yes")
    assert opened(talk) == "fall_hit"
    talk.hear("yes")
    assert levels(talk) == ["doctor_today"] or "fall_hit" in answers(talk)
    assert [record["step"] for record in talk.of("step")].count("massage") == 0


def test_an_answer_is_taken_back_also_in_the_result() -> None:
    talk = at("at_risk")
    talk.time.settle()
    talk.coach.hear("no", talk.clock.now)
    talk.coach.hear("wait, yes", talk.clock.now)
    talk.time.settle()
    assert opened(talk) == "at_risk"
    talk.hear("yes")
    assert levels(talk)[-1] == "doctor_soon"


def test_a_cool_down_begun_by_a_misheard_yes_is_left_again() -> None:
    talk = at("overheated", "yes", "no I mean no")
    assert opened(talk) == "overheated"
    talk.hear("no")
    assert opened(talk) == "dark_urine"


def test_a_correction_while_the_next_question_is_spoken_counts() -> None:
    talk = at("fall_hit")
    talk.time.settle()
    talk.coach.hear("yes", talk.clock.now)
    talk.coach.hear("no I mean no", talk.clock.now, voice_start=talk.clock.now)
    assert opened(talk) == "fall_hit"


@pytest.mark.parametrize(
    "words", ["no chest pain", "my chest isn't tight", "no trouble breathing", "i'm not short of breath",
              "no i have no chest pain", "it isn't tingling"],
)  # fmt: skip
@pytest.mark.parametrize("question", ["fall_hit", "swelling", "overheated"])
def test_a_denial_of_something_else_answers_nothing_and_counts_for_nothing(question: str, words: str) -> None:
    talk = at(question, words, words, words, words)
    assert opened(talk) == question
    assert question not in answers(talk)
    assert talk.coach._session.no_matches == 0
    assert talk.of("rejected") == []
    assert levels(talk) == []


def test_a_denied_symptom_takes_an_earlier_yes_back_once() -> None:
    talk = at("swelling", "yes", "it's not swollen")
    assert opened(talk) == "swelling"
    talk.hear("yes", "it's not swollen")
    assert answers(talk)["swelling"] == "yes"


def test_a_denial_of_another_symptom_does_not_take_an_emergency_back() -> None:
    talk = Talk()
    talk.hear("my calf is cramping", "i can't feel my leg")
    talk.time.settle()
    talk.coach.hear("no chest pain", talk.clock.now)
    assert talk.coach.expectation.situation is Situation.EMERGENCY


@pytest.mark.parametrize("words", ["no i mean the left one", "no the left one", "the left one", "no, left"])
@pytest.mark.parametrize("question", ["pop_tear", "swelling", "chest_breathing"])
def test_a_side_is_no_answer(question: str, words: str) -> None:
    talk = at(question, words)
    assert opened(talk) == question
    assert question not in answers(talk)
    assert talk.coach._session.no_matches == 0


def test_a_yes_and_a_symptom_are_both_kept() -> None:
    talk = at("fall_hit", "yes but my hands are tingling too")
    assert levels(talk) == ["emergency"]
    assert {"fall_hit", "tingling"} <= set(talk.of("level")[0]["because"])


def test_a_no_and_a_symptom_keep_the_symptom_and_ask_again() -> None:
    talk = at("overheated", "no but my calf is swollen")
    assert answers(talk)["swelling"] == "yes"
    assert "overheated" not in answers(talk)
    assert opened(talk) == "overheated"


@pytest.mark.parametrize("words", ["it's numb and swollen", "it's swollen and numb", "swollen and it's gone numb"])
@pytest.mark.parametrize("question", ["swelling", "fall_hit", "weight"])
def test_a_graver_symptom_is_not_lost_beside_an_answer(question: str, words: str) -> None:
    talk = at(question, words)
    assert levels(talk) == ["emergency"]


def test_several_symptoms_in_one_breath_weigh_together() -> None:
    talk = Talk()
    talk.hear("it's swollen and tingling")
    assert levels(talk) == ["emergency"]


def test_doubtful_words_at_their_own_question_lead_to_a_person_in_the_end() -> None:
    talk = Talk()
    talk.hear("my calf is cramping", "i can breathe", "i can breathe")
    assert opened(talk) == "chest_breathing"
    talk.hear("i can breathe")
    assert levels(talk) == ["doctor_today"]
    assert "cannot_check.fetch" in [record["line"] for record in talk.of("say")]


def test_a_fall_in_the_first_sentence_is_heard() -> None:
    talk = Talk()
    talk.hear("i fell and my calf hurts")
    assert answers(talk) == {"fall_hit": "yes"}


def test_symptoms_in_the_first_sentence_are_not_asked_again() -> None:
    talk = Talk()
    talk.hear("my calf is cramping and it's swollen")
    while not levels(talk):
        talk.hear("no" if opened(talk) else "next")
    assert "swelling" not in [record["question"] for record in talk.of("ask")]
    assert levels(talk) == ["doctor_today"]


@pytest.mark.parametrize("words", ["is swelling normal", "what if it swells", "swollen no", "no swelling no tingling",
                                   "it isn't swollen and not numb"])  # fmt: skip
def test_a_symptom_asked_about_or_denied_is_not_reported(words: str) -> None:
    found = understanding().interpret(words, Expectation(Situation.STEP))
    assert found.reported == ()


@pytest.mark.parametrize("words", ["no it's swollen", "no but it's swollen", "nope, my calf is swollen"])
def test_a_no_before_a_statement_does_not_deny_it(words: str) -> None:
    swelling = script().questions["swelling"]
    expectation = Expectation(Situation.QUESTION, "swelling", None, swelling.topic_words)
    found = understanding().interpret(words, expectation)
    assert found.polarity is not Polarity.NEGATE
    talk = at("swelling", words)
    assert answers(talk).get("swelling") != "no"


def test_plain_answers_are_no_corrections() -> None:
    for words in ("no", "yes", "no thanks", "no not really", "yes please", "yeah a bit"):
        found = understanding().interpret(words, Expectation(Situation.QUESTION))
        assert found.correction is Correction.NONE, words
