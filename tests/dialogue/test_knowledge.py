"""Knowledge: answers for one muscle or one side of a matter, more, sources, and follow-ups that keep the muscle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conversation import Talk as Spoken
from tests.dialogue.driver import Talk, calf, script, stretching
from voice_coach.dialogue.knowledge import Topic
from voice_coach.dialogue.session import Phase

TOPIC = Topic(("a", "b"), ("c", "d"), {"calf": ("e", "b"), "age": ("f",)})


def test_an_answer_of_its_own_goes_before_the_general_one():
    assert TOPIC.said(TOPIC.key([None, "calf"])) == ("e", "b")
    assert TOPIC.said(TOPIC.key(["age", "calf"])) == ("f",)
    assert TOPIC.said(TOPIC.key([None, "neck"])) == ("a", "b")


def test_more_says_nothing_twice_and_comes_to_the_general_answer():
    assert TOPIC.deeper(None) == ("c", "d")
    assert TOPIC.deeper("calf") == ("a", "c", "d")
    assert TOPIC.deeper("age") == ("a", "b", "c", "d")


def test_an_answer_of_its_own_that_is_left_out_gives_way_to_the_general_one():
    left = TOPIC.without({"f", "c"})
    assert left.key(["age"]) is None
    assert left.deeper(None) == ("d",)
    assert TOPIC.lines == frozenset("abcdef")


def test_a_muscle_that_is_named_has_its_own_answer():
    talk = Talk()
    talk.say("causes", muscle="calf")
    assert talk.said == ["which_muscles.calf", "which_muscles.do", "more.offer"]
    talk.say("more")
    assert talk.said[-1] == "causes.tired"


def test_the_same_topic_for_another_muscle_keeps_the_topic():
    talk = Talk()
    talk.say("causes", muscle="calf")
    talk.say("what_about", muscle="back")
    assert talk.said[-2:] == ["which_muscles.back", "which_muscles.back.do"]
    assert talk.session.topic == "causes"


def test_a_topic_without_an_answer_for_the_muscle_gives_way_to_what_is_known_of_it():
    talk = Talk()
    talk.say("hydration")
    talk.say("what_about", muscle="neck")
    assert talk.said[-2:] == ["which_muscles.neck", "which_muscles.do"]


def test_the_next_topic_keeps_the_muscle():
    talk = Talk()
    talk.say("causes", muscle="calf")
    talk.say("prevention")
    assert talk.said[-2] == "prevention.calf"


def test_a_general_question_after_a_muscle_stays_general():
    talk = Talk()
    talk.say("which_muscles", muscle="calf")
    talk.say("which_muscles", about="where")
    assert talk.said[-2:] == list(script().topics["which_muscles"].answer)


def test_and_at_night_goes_on_about_the_muscle():
    talk = Talk()
    talk.say("causes", muscle="calf")
    talk.say("night_cramps")
    assert talk.session.muscle == "calf"
    assert {"night_cramps.common.calf", "night_cramps.habits.calf"} <= set(talk.said)


def test_is_it_serious_after_a_talk_about_the_back_asks_what_is_asked_of_backs():
    talk = Talk()
    talk.say("heat_or_cold", muscle="back")
    talk.say("is_it_serious")
    assert talk.session.muscle == "back"


def test_a_cramp_that_begins_later_is_not_taken_for_the_muscle_talked_about():
    talk = Talk()
    talk.say("causes", muscle="calf")
    talk.say("cramp_relief")
    assert talk.session.muscle == "other"


def test_the_other_side_is_the_same():
    talk = Talk()
    talk.say("causes", muscle="calf")
    talk.say("what_about", side="left")
    talk.say("what_about", side="right")
    assert talk.said[-2:] == ["more.same.1", "more.same.2"]
    assert talk.session.topic_muscle == "calf"


def test_a_follow_up_of_nothing_changes_nothing():
    talk = Talk()
    talk.say("what_about", muscle="back")
    assert talk.notes == [False]
    assert talk.session.phase is Phase.IDLE


def test_in_the_middle_of_a_session_another_muscle_is_one_that_hurts():
    talk = calf()
    talk.say("what_about", muscle="hamstring")
    assert talk.session.muscle == "hamstring"
    assert talk.open == "chest_breathing"


def test_in_the_middle_of_a_session_the_other_side_puts_the_question_again():
    talk = calf()
    talk.say("what_about", side="left")
    assert talk.open == "chest_breathing"
    assert talk.session.answers == ()


def test_a_question_about_another_muscle_does_not_change_the_one_that_is_treated():
    talk = calf()
    talk.say("causes", muscle="back")
    assert "which_muscles.back" in talk.said
    assert talk.session.muscle == "calf"


def test_more_in_the_middle_of_a_session_comes_back_to_the_question():
    talk = calf()
    talk.answer("no", "no")
    talk.say("hydration")
    talk.say("more")
    assert script().topics["hydration"].more[0] in talk.said
    assert talk.open == "pop_tear"


def test_more_is_offered_once_in_a_conversation_and_never_beside_a_question():
    talk = Talk()
    talk.say("causes")
    talk.say("prevention")
    assert talk.said.count("more.offer") == 1
    talk.wait()
    talk.say("causes")
    assert talk.said.count("more.offer") == 2
    session = calf()
    session.say("causes")
    assert "more.offer" not in session.said


def test_nothing_is_offered_where_there_is_no_more():
    talk = Talk()
    talk.say("stress")
    assert "more.offer" not in talk.said


@pytest.mark.parametrize("about", sorted(script().topics["is_it_serious"].answer_for))
def test_a_row_of_harmless_or_serious_is_answered_and_the_danger_questions_are_offered(about):
    talk = Talk()
    talk.say("is_it_serious", about=about)
    assert talk.said == [*script().topics["is_it_serious"].answer_for[about], "more.check"]
    assert talk.open is None


def test_a_row_in_the_middle_of_a_session_also_brings_the_danger_questions_into_the_plan():
    talk = stretching()
    talk.say("is_it_serious", about="pain")
    assert "is_it_serious.pain" in talk.said
    assert "serious" in talk.session.flags


def test_a_question_about_a_row_that_reports_a_symptom_starts_the_danger_questions():
    talk = Talk()
    talk.say("is_it_serious", about="pain", symptom="swollen")
    assert talk.session.protocol == "is_it_serious"
    assert talk.session.answer("swelling") == "yes"


@pytest.mark.parametrize(
    ("topic", "about", "origin"),
    [
        ("heat_or_cold", None, "origin.nhs"),
        ("eyelid", None, "origin.clinic"),
        ("hydration", "fluid", "origin.nhs"),
        ("twitch_or_cramp", None, "origin.instructor"),
        ("which_muscles", "back", "origin.snippets"),
    ],
)
def test_why_names_where_the_last_statement_comes_from(topic, about, origin):
    talk = Talk()
    talk.say(topic, **({"about": about} if about else {}))
    talk.say("why")
    assert talk.said[-1] == origin


def test_why_names_public_guidance_where_the_publisher_has_no_line_of_its_own():
    talk = Talk()
    talk.session = replace(talk.session, phase=Phase.TOPIC, said="causes.lactic")
    talk.say("why")
    assert talk.said[-1] == "origin.public"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (["why do calves cramp", "and at night"], "night_cramps.common.calf"),
        (["why do calves cramp", "what about my back"], "which_muscles.back"),
        (["why do calves cramp", "and the left one"], "more.same.1"),
        (["how can i prevent calf cramps", "and my hamstring"], "prevention.hamstring"),
        (["heat or ice", "what about my back"], "heat_or_cold.back"),
    ],
)
def test_follow_ups_in_peoples_own_words_keep_topic_or_muscle(said, line):
    talk = Spoken()
    talk.hear(*said)
    assert line in [record["line"] for record in talk.of("say")]
