"""Cool-down: its own timer, a person beside it, spoken checks, and help when alone, silent, worse or no better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dialogue.driver import Talk, ambiguous, calf, meant, script
from voice_coach.dialogue.actions import Say
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Candidate

CHECKS = ["cool_worse", "cool_later", "still_unwell"]


def cooling() -> Talk:
    """Somebody is cooling down with company, and the first wait runs."""
    talk = calf()
    talk.say("symptom", symptom="overheated")
    talk.answer("no", "no", "no")
    assert talk.session.phase is Phase.STEP
    return talk


def at_check(check: str) -> Talk:
    """The check is open."""
    talk = cooling()
    while talk.open != check:
        talk.answer("no") if talk.open else talk.wait()
    return talk


def test_cooling_comes_before_the_first_question():
    talk = Talk()
    talk.say("symptom", symptom="overheated")
    assert talk.said.index("cool.skin") < talk.said.index("ask.faint_confused")


def test_the_gate_is_asked_when_heat_was_the_first_thing_said():
    talk = Talk()
    talk.say("symptom", symptom="overheated")
    assert talk.open == "faint_confused"
    talk.answer("no")
    assert talk.open == "chest_breathing"
    talk.answer("no")
    assert talk.open == "alone"


@pytest.mark.parametrize("question", ["faint_confused", "chest_breathing", "alone", *CHECKS])
@pytest.mark.parametrize("answer", ["yes", "not_sure", "silence"])
def test_anything_but_no_to_a_question_of_the_cool_down_is_an_emergency(question, answer):
    talk = Talk()
    talk.say("symptom", symptom="overheated")
    while talk.open != question:
        talk.answer("no") if talk.open else talk.wait()
    for _ in range(3):
        if talk.open == question:
            talk.wait() if answer == "silence" else talk.answer(answer)
    assert talk.levels == ["emergency"]


def test_the_work_is_handed_to_the_person_beside_them():
    talk = cooling()
    handed = next(action for action in talk.actions if isinstance(action, Say) and action.line == "cool.hand_over")
    assert "please stay" in handed.text
    assert "call one one two" in handed.text


def test_next_does_not_shorten_the_cooling():
    talk = cooling()
    due = talk.session.wait_until
    for _ in range(5):
        talk.say("nav_next")
    assert talk.open is None
    assert talk.session.wait_until == due
    assert talk.said[-1].startswith("cool.check")


@pytest.mark.parametrize("intent", ["eased", "nav_repeat", "nav_help", "nav_slower", "hydration", "cramp_relief"])
def test_nothing_that_is_said_starts_the_timer_anew(intent):
    talk = cooling()
    due = talk.session.wait_until
    talk.wait()
    talk.say(intent)
    assert talk.session.wait_until == due
    assert talk.open is None


def test_being_hot_said_again_while_cooling_changes_nothing():
    talk = cooling()
    due = talk.session.wait_until
    talk.say("symptom", symptom="overheated")
    assert talk.session.wait_until == due
    assert talk.levels == []


@pytest.mark.parametrize("question", [None, "alone", *CHECKS])
def test_it_is_worse_is_an_emergency_at_every_point_of_the_cool_down(question):
    if question == "alone":
        talk = calf()
        talk.say("symptom", symptom="overheated")
        talk.answer("no", "no")
    else:
        talk = cooling() if question is None else at_check(question)
    talk.say("not_working")
    assert talk.levels == ["emergency"]


@pytest.mark.parametrize("check", CHECKS)
def test_i_feel_better_answers_a_check(check):
    talk = at_check(check)
    talk.say("eased")
    assert talk.session.answer(check) == "no"
    assert talk.levels == []


@pytest.mark.parametrize("check", CHECKS)
def test_i_feel_sick_at_a_check_is_a_yes(check):
    talk = at_check(check)
    talk.say("symptom", symptom="overheated")
    assert talk.levels == ["emergency"]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("symptoms", [("overheated", "swollen"), ("swollen", "overheated")])
def test_a_symptom_beside_the_one_that_answers_a_check_counts_too(check, symptoms):
    talk = at_check(check)
    first, second = symptoms
    talk.send(Heard(replace(meant("symptom", symptom=first), reported=(second,))))
    assert talk.session.answer(check) == "yes"
    assert talk.session.answer("swelling") == "yes"
    assert talk.levels == ["emergency"]


def test_feeling_sick_again_while_the_result_is_said_is_an_emergency():
    talk = at_check("still_unwell")
    talk.answer("no")
    assert talk.open == "dark_urine"
    talk.mute = True
    talk.answer("no")
    assert talk.levels == ["doctor_today"]
    talk.say("symptom", symptom="overheated")
    assert talk.levels == ["doctor_today", "emergency"]


def test_a_doubtful_word_in_mid_cooling_asks_and_then_cools_on_with_the_same_timer():
    talk = cooling()
    due = talk.session.wait_until
    talk.say("emergency", symptom="faint", certainty="ask")
    assert talk.open == "faint_confused"
    talk.answer("no", "no")
    assert talk.session.wait_until == due
    assert talk.session.phase is Phase.STEP


def test_a_pause_does_not_keep_the_checks_from_coming():
    talk = cooling()
    talk.say("nav_pause")
    talk.wait()
    assert talk.ends == []
    while talk.open is None:
        talk.wait()
    assert talk.open == "cool_worse"
    talk.wait(3)
    assert talk.levels == ["emergency"]


def test_dark_urine_is_asked_before_the_result_and_is_an_emergency():
    talk = at_check("still_unwell")
    talk.answer("no", "yes")
    assert talk.because == ("dark_urine",)
    assert talk.levels == ["emergency"]


def test_the_result_after_cooling_speaks_of_cooling_and_ends_with_the_emergency_line():
    talk = at_check("still_unwell")
    talk.answer("no", "no")
    assert talk.levels == ["doctor_today"]
    assert talk.said[-3:] == ["level.doctor_today.watch.cool_down", "level.worse.cool_down", "closing.emergency"]


@pytest.mark.parametrize("topic", ["hydration", "energy_drinks", "supplements"])
def test_nothing_to_drink_is_advised_to_somebody_who_is_overheated(topic):
    talk = cooling()
    talk.say(topic)
    assert "withheld.drink" in talk.said
    assert not set(script().topics[topic].answer) & set(talk.said)
    talk.say("more")
    assert not set(script().topics[topic].more) & set(talk.said)


def test_somebody_else_is_cooled_in_the_third_person_and_never_left():
    talk = Talk()
    talk.say("symptom", symptom="overheated", who="other")
    talk.answer("no", "no")
    assert talk.said[-1] == "ask.alone.other"
    assert "leave them" in talk.spoken.split("cool.")[-1]
    talk.answer("yes")
    assert talk.levels == ["emergency"]


@pytest.mark.parametrize("check", CHECKS)
def test_still_dizzy_at_a_check_is_a_yes(check):
    talk = at_check(check)
    talk.say("emergency", symptom="faint", certainty="ask")
    assert talk.because == (check,)
    assert talk.levels == ["emergency"]


def test_dizzy_when_asked_about_heat_starts_the_cool_down():
    talk = calf()
    while talk.open != "overheated":
        talk.answer("no") if talk.open else talk.say("nav_next")
    talk.say("emergency", symptom="faint", certainty="ask")
    assert talk.session.answer("overheated") == "yes"
    assert "cool.lie" in talk.said
    assert talk.open == "faint_confused", "dizzy may be faint, whatever was answered before"


def test_fainting_is_an_emergency_also_when_heat_was_asked_about():
    talk = calf()
    while talk.open != "overheated":
        talk.answer("no") if talk.open else talk.say("nav_next")
    talk.say("symptom", symptom="faint")
    assert talk.levels == ["emergency"]


def test_nobody_who_cools_down_is_asked_which_muscle_they_said():
    talk = at_check("cool_worse")
    talk.send(
        Heard(
            ambiguous(
                Candidate("cramp_relief", 70.0, {"muscle": "foot"}), Candidate("cramp_relief", 69.0, {"muscle": "calf"})
            )
        )
    )
    assert talk.open == "cool_worse"
    assert "confirm.did_you_say" not in talk.said
    assert talk.session.no_matches == 1


def test_words_that_are_not_understood_while_cooling_are_met_with_what_to_watch_for_and_no_next():
    talk = cooling()
    talk.answer("no", "no", "no") if talk.open else None
    said = len(talk.said)
    talk.mumble()
    assert set(talk.said[said:]) & set(script().cues["at_wait"])
    assert not set(talk.said[said:]) & set(script().cues["step_hint"])
