"""Topics: a short answer alone or in mid-session, more, why, and volunteered symptoms."""

from __future__ import annotations

import pytest

from tests.conversation import Talk as Spoken
from tests.dialogue.driver import Talk, calf, meant, script, stretching
from voice_coach.dialogue.actions import StopSpeaking
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Polarity

TOPICS = [
    "see_doctor", "causes", "prevention", "hydration", "supplements", "medication", "heat_or_cold", "twitch_or_cramp",
    "soreness_or_cramp", "keep_training", "energy_drinks", "stress", "eyelid", "recurring", "at_risk",
]  # fmt: skip


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_and_the_conversation_ends_by_itself(topic):
    talk = Talk()
    talk.say(topic)
    known = script().topics[topic]
    assert talk.said == [*known.answer, *(["more.offer"] if known.more else [])]
    assert 1 <= len(known.answer) <= 2
    assert talk.levels == []
    talk.wait()
    assert talk.ends == ["finished"]


@pytest.mark.parametrize("topic", [*TOPICS, "night_cramps"])
def test_a_topic_in_mid_session_returns_to_the_question(topic):
    talk = calf()
    talk.answer("no")
    talk.say(topic)
    known = script().topics[topic]
    assert talk.open == "faint_confused"
    assert talk.session.answers == (("chest_breathing", "no"),)
    waits = topic in script().withheld and not script().withheld[topic].about
    assert (known.said(known.key(["calf"]))[0] in talk.said) is not waits
    talk.answer("no")
    assert known.said(known.key(["calf"]))[0] in talk.said


@pytest.mark.parametrize("answers", [["my calf popped"], ["no", "no", "my calf popped"]])
def test_a_danger_that_was_told_before_stop_is_met_with_a_line_and_still_forbids(answers):
    talk = Spoken()
    talk.hear("my calf is cramping", *answers, "stop")
    assert [record["line"] for record in talk.of("say")][-1] == "stopped.doctor_today"
    assert talk.of("end")[-1]["reason"] == "stopped"
    for words, line in (("can i massage it", "withheld.massage"), ("should i stretch it", "withheld.stretch")):
        talk.hear(words)
        assert [record["line"] for record in talk.of("say")][-1] == line


def test_a_topic_during_the_hold_does_not_stop_the_count():
    talk = stretching()
    talk.wait()
    talk.say("hydration")
    assert talk.holds == ["start", "count"]
    talk.wait()
    assert talk.holds == ["start", "count", "count"]


def test_more_goes_deeper_and_then_says_so():
    talk = Talk()
    talk.say("causes")
    deeper = script().topics["causes"].more
    for _ in range(len(deeper) + 1):
        talk.say("more")
    assert talk.said[2:] == ["more.offer", *deeper, "more.end.1"]


def test_why_names_the_source_in_plain_words():
    talk = Talk()
    talk.say("recurring")
    talk.say("why")
    assert talk.said[-1] == "origin.trainer"


def test_why_at_a_question_puts_it_again():
    talk = calf()
    talk.say("why")
    assert "origin.nhs" in talk.said
    assert talk.open == "chest_breathing"


def test_a_topic_nobody_wrote_an_answer_for_is_no_dead_end():
    talk = Talk()
    talk.say("astrology")
    assert talk.said == ["more.end.1"]
    talk.wait()
    assert talk.ends == ["finished"]


def test_an_eyelid_is_not_stretched():
    talk = Talk()
    talk.say("cramp_relief", muscle="eyelid")
    assert talk.said == [*script().topics["eyelid"].answer, "more.offer"]


def test_is_it_serious_in_mid_session_goes_on_with_the_questions():
    talk = calf()
    talk.say("is_it_serious")
    assert talk.open == "chest_breathing"
    assert "serious" in talk.session.flags


def test_a_volunteered_symptom_is_not_asked_again_and_takes_its_steps_away():
    talk = calf()
    talk.say("symptom", symptom="swollen")
    assert talk.session.answer("swelling") == "yes"
    for _ in range(30):
        if talk.levels:
            break
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert "swelling" not in talk.asked
    assert "massage" not in talk.steps
    assert talk.levels == ["doctor_today"]


def test_a_volunteered_pop_stops_a_stretch_that_is_running():
    talk = stretching()
    talk.say("symptom", symptom="pop")
    assert talk.holds[-1] == "end"
    assert talk.open is not None


def test_a_symptom_that_is_denied_while_its_question_is_open_is_a_no():
    talk = stretching()
    talk.say("eased")
    talk.send(Heard(meant("symptom", Polarity.NEGATE, symptom="swollen")))
    assert talk.session.answer("swelling") == "no"


def test_a_symptom_that_is_denied_unasked_changes_nothing():
    talk = calf()
    talk.send(Heard(meant("symptom", Polarity.NEGATE, symptom="swollen")))
    assert talk.session.answers == ()
    assert talk.session.no_matches == 0
    assert talk.open == "chest_breathing"


def test_a_symptom_alone_starts_the_danger_questions():
    talk = Talk()
    talk.say("symptom", symptom="tingling")
    assert talk.session.protocol == "is_it_serious"
    assert talk.session.answer("tingling") == "yes"
    assert talk.open == "chest_breathing"


def test_the_opening_is_heard_when_a_symptom_starts_the_conversation():
    talk = Talk(mute=True)
    actions = talk.say("symptom", symptom="swollen")
    assert StopSpeaking() not in actions
    assert talk.said[0] == "opening.coach"


@pytest.mark.parametrize("intent", ["cramp_relief", "is_it_serious"])
def test_a_danger_sign_in_the_first_sentence_is_acted_on_at_once(intent):
    talk = Talk()
    talk.say(intent, muscle="calf", symptom="numb")
    assert talk.levels == ["emergency"]
    talk = Talk()
    talk.say(intent, muscle="calf", symptom="overheated")
    assert talk.session.protocol == "cool_down"
    assert "cool.skin" in talk.said
    assert talk.steps == []


def test_a_cramp_that_has_lasted_is_asked_about_even_when_next_is_said():
    talk = Talk()
    talk.say("cramp_relief", muscle="calf", duration=1200)
    talk.answer("no", "no", "no", "no")
    talk.say("nav_next")
    assert talk.open == "pain_worse"


def test_terrible_pain_is_no_ambulance_by_itself():
    talk = stretching()
    talk.say("symptom", symptom="worse_at_rest")
    assert talk.levels == []
    talk.say("nav_next")
    assert talk.open == "pain_worse"


def test_recurring_in_mid_session_asks_about_it_at_the_end():
    talk = calf()
    talk.say("recurring")
    for _ in range(30):
        if talk.levels:
            break
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert {"often", "same_muscle"} <= set(talk.asked)


def test_overheated_starts_the_cool_down():
    talk = calf()
    talk.say("symptom", symptom="overheated")
    assert talk.session.protocol == "cool_down"
    assert talk.said[-1] == "ask.faint_confused"
    talk.answer("no", "no")
    assert talk.open == "alone"
    assert talk.steps == []


def test_cooling_down_alone_is_an_emergency():
    talk = calf()
    talk.say("symptom", symptom="overheated")
    talk.answer("no", "no", "yes")
    assert talk.because == ("alone",)
    assert talk.levels == ["emergency"]


def test_cooling_down_without_an_answer_is_an_emergency():
    talk = calf()
    talk.say("symptom", symptom="overheated")
    talk.wait(3)
    assert talk.levels == ["emergency"]


def test_cooling_down_checks_every_ten_minutes_and_ends_with_a_doctor_today():
    talk = calf()
    talk.say("symptom", symptom="overheated")
    started = talk.now
    for question in (
        "faint_confused",
        "chest_breathing",
        "alone",
        "cool_worse",
        "cool_later",
        "still_unwell",
        "dark_urine",
    ):
        while talk.open is None:
            talk.wait()
        assert talk.open == question
        talk.answer("no")
    assert talk.now - started >= 1800
    assert talk.levels == ["doctor_today"]


def test_no_better_after_half_an_hour_is_an_emergency():
    talk = calf()
    talk.say("symptom", symptom="overheated")
    talk.answer("no", "no")
    for _ in range(3):
        while talk.open is None:
            talk.wait()
        talk.answer("no")
    while talk.open is None:
        talk.wait()
    talk.answer("yes")
    assert talk.levels == ["emergency"]


def test_a_new_conversation_knows_nothing_of_the_last():
    talk = calf()
    talk.answer("no", "no", "yes")
    talk.say("nav_stop")
    talk.say("cramp_relief", muscle="quad")
    assert talk.session.answers == ()
    assert talk.session.muscle == "quad"
    assert talk.session.phase is Phase.QUESTION


def test_drinking_is_never_advised_to_the_faint_or_overheated():
    for start in ("faint", "overheated"):
        talk = calf()
        if start == "faint":
            talk.answer("no", "yes")
        else:
            talk.say("symptom", symptom="overheated")
            talk.answer("no")
            talk.wait(3)
        assert "water" not in talk.spoken
        assert "drink" not in talk.spoken
