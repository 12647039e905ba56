"""Emergency: it wins everywhere, asks nothing more, can be silenced at once and taken back once."""

from __future__ import annotations

import pytest

from tests.conversation import Talk as Spoken
from tests.dialogue.driver import Talk, ambiguous, calf, closing, cooling, meant, paused, stretching, topic
from voice_coach.dialogue.actions import Alert, Ask, Say, StopSpeaking
from voice_coach.dialogue.core import step
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Candidate

EVERYWHERE = [Talk, calf, stretching, paused, closing, topic, cooling]


@pytest.mark.parametrize("start", EVERYWHERE)
def test_a_volunteered_emergency_wins_everywhere(start):
    talk = start()
    actions = talk.say("emergency", symptom="chest_pain")
    assert talk.levels[-1] == "emergency"
    assert talk.because == ("chest_pain",)
    assert not any(isinstance(action, Ask) for action in actions)
    assert "emergency.call" in talk.said


@pytest.mark.parametrize("start", EVERYWHERE)
def test_the_emergency_button_wins_everywhere(start):
    talk = start()
    talk.tap("emergency")
    assert talk.levels[-1] == "emergency"


@pytest.mark.parametrize("start", EVERYWHERE)
def test_doubtful_emergency_words_ask_the_first_gate_question(start):
    talk = start()
    talk.say("emergency", symptom="chest_pain", certainty="ask")
    assert talk.levels[-1:] != ["emergency"]
    assert talk.open == "chest_breathing"


@pytest.mark.parametrize("start", EVERYWHERE)
def test_a_bystander_hears_to_call_on_speaker_and_no_resuscitation_of_our_own(start):
    talk = start()
    talk.say("emergency", symptom="unresponsive", who="other")
    assert "emergency.unresponsive" in talk.said
    assert "Send for the defibrillator." in talk.spoken
    assert "chest" not in talk.spoken.split("Send for the defibrillator.")[1]


def test_after_an_emergency_nothing_is_asked_and_no_topic_is_answered():
    talk = calf()
    talk.answer("yes")
    asked = len(talk.asked)
    for intent in ("hydration", "nav_next", "nav_back", "nav_help", "cramp_relief", "eased", "more", "is_it_serious"):
        talk.say(intent, muscle="calf")
    talk.answer("yes", "not_sure")
    assert len(talk.asked) == asked
    assert talk.session.phase is Phase.EMERGENCY
    assert not any(line.startswith("hydration") for line in talk.said)


def test_the_emergency_line_has_the_number_of_the_settings():
    talk = calf()
    talk.answer("yes")
    assert "call one one two" in talk.spoken


def test_emergency_lines_are_marked_as_danger_and_cut_what_was_being_said():
    talk = Talk(mute=True)
    talk.say("cramp_relief", muscle="calf")
    actions = talk.say("emergency", symptom="breathing")
    assert StopSpeaking() in actions
    assert all(action.danger for action in actions if isinstance(action, Say))
    assert Alert("emergency") in actions


def test_the_emergency_script_is_said_twice_and_then_ends():
    talk = calf()
    talk.answer("yes")
    talk.wait(2)
    assert talk.said.count("emergency.call") == 2
    assert talk.ends == ["finished"]


def test_stop_silences_an_emergency_at_once_and_leaves_one_short_line():
    talk = Talk(mute=True)
    talk.say("cramp_relief", muscle="calf")
    talk.answer("yes")
    actions = talk.say("nav_stop")
    assert StopSpeaking() in actions
    assert [action.text for action in actions if isinstance(action, Say)] == ["Call one one two."]
    talk.mute = False
    talk.wait()
    assert talk.ends == ["stopped"]


def test_stop_twice_ends_an_emergency_without_a_word():
    talk = Talk(mute=True)
    talk.say("emergency", symptom="chest_pain")
    talk.say("nav_stop")
    said = len(talk.said)
    talk.say("nav_stop")
    assert talk.ends == ["stopped"]
    assert len(talk.said) == said


def test_a_misheard_yes_is_taken_back_once_and_the_question_put_again():
    talk = calf()
    talk.answer("yes")
    talk.answer("no")
    assert talk.open == "chest_breathing"
    talk.answer("no")
    assert talk.open == "faint_confused"


def test_a_second_yes_stands():
    talk = calf()
    talk.answer("yes", "no", "yes", "no", "no")
    assert talk.levels == ["emergency", "emergency"]
    assert talk.session.phase is Phase.EMERGENCY


def test_a_misheard_emergency_asks_about_what_was_misheard():
    talk = Talk()
    talk.say("emergency", symptom="dark_urine")
    talk.answer("no")
    assert talk.open == "dark_urine"


def test_an_emergency_that_is_taken_back_does_not_skip_the_gate():
    talk = stretching()
    talk.say("emergency", symptom="breathing")
    talk.answer("no")
    assert talk.open == "chest_breathing"
    talk.answer("no")
    assert talk.levels == ["emergency"]
    assert talk.steps[-1] == "stretch"


def test_an_emergency_in_the_middle_of_an_ambiguity_asks_the_gate():
    talk = calf()
    doubtful = ambiguous(
        Candidate("emergency", 80.0, {"symptom": "chest_pain"}), Candidate("cramp_relief", 79.0, {"muscle": "calf"})
    )
    talk.answer("no")
    talk.send(Heard(doubtful))
    assert talk.open == "chest_breathing"


def test_the_core_keeps_no_state_of_its_own():
    talk = calf()
    before = talk.session
    first = step(before, Heard(meant("emergency", symptom="faint")), 3.0)
    assert step(before, Heard(meant("emergency", symptom="faint")), 3.0) == first
    assert talk.session is before


def test_the_same_doubtful_word_over_and_over_leads_to_a_person_and_not_round_and_round():
    talk = calf()
    talk.answer("no", "no")
    for _ in range(3):
        assert talk.levels == []
        talk.say("emergency", symptom="faint", certainty="ask")
        while talk.open in ("faint_confused", "chest_breathing"):
            talk.answer("no")
    assert talk.levels == ["doctor_today"]
    assert "cannot_check.fetch" in talk.said


@pytest.mark.parametrize("words", ["no one is here", "no please help", "no i can't", "no one's here"])
@pytest.mark.parametrize("alarm", ["my chest hurts", "he collapsed"])
def test_a_no_that_is_about_something_else_takes_no_emergency_back(alarm, words):
    talk = Spoken()
    talk.hear(alarm, words)
    assert not talk.of("ask")


@pytest.mark.parametrize("words", ["no", "no i don't", "i mean no", "um no"])
def test_a_bare_no_takes_it_back(words):
    talk = Spoken()
    talk.hear("my chest hurts", words)
    assert [record["question"] for record in talk.of("ask")] == ["chest_breathing"]


def test_no_no_takes_back_that_somebody_does_not_respond_but_starting_over_does():
    talk = Talk()
    talk.say("emergency", symptom="unresponsive", who="other")
    talk.answer("no", "no")
    talk.tap("no")
    assert not talk.asked
    talk.say("nav_restart")
    assert talk.open == "faint_confused"
