"""Somebody else: the same questions and steps in the third person, also when that is learned in the middle."""

from __future__ import annotations

import re

import pytest

from tests.dialogue.driver import Talk, calf, closing, cooling, paused, script, stretching, topic
from voice_coach.dialogue.actions import Ask, Say

TO_THE_SPEAKER = (
    "ask.alone",
    "emergency.",
    "reprompt.",
    "confirm.",
    "outage.",
    "step.",
    "pause.",
    "help.",
    "more.",
    "back.",
    "origin.",
)
"""Lines that speak to whoever talks to the coach, hurt or not."""

YOU = re.compile(r"\b(you|your|you're|you've|yours|yourself)\b", re.IGNORECASE)
EVERYWHERE = [Talk, calf, stretching, paused, closing, topic, cooling]


def of_topics() -> frozenset[str]:
    """Lines that answer a topic."""
    return frozenset(line for known in script().topics.values() for line in known.lines)


def test_every_question_step_and_result_that_says_you_has_a_wording_for_somebody_else():
    for line in script().lines.values():
        if line.id in of_topics() or line.id.startswith(TO_THE_SPEAKER):
            continue
        assert not YOU.search(line.say) or line.other is not None, f"{line.place}: {line.say}"


def test_no_wording_for_somebody_else_says_you():
    for line in script().lines.values():
        if line.other is not None and not line.id.startswith(TO_THE_SPEAKER) and line.id not in of_topics():
            assert not YOU.search(line.other), f"{line.place}: {line.other}"


@pytest.mark.parametrize("intent", ["cramp_relief", "is_it_serious", "night_cramps"])
def test_a_friend_is_asked_about_in_the_third_person_to_the_end(intent):
    talk = Talk()
    talk.say(intent, muscle="calf", who="other")
    for _ in range(40):
        if talk.levels:
            break
        talk.answer("no") if talk.open else talk.say("eased")
    assert talk.levels == ["self_care"]
    spoken = [a for a in talk.actions if isinstance(a, Say) and not a.line.startswith(TO_THE_SPEAKER)]
    asked = [a.text for a in talk.actions if isinstance(a, Ask)]
    knowledge = of_topics() | {f"{line}.other" for line in of_topics()}
    for text in (*asked, *(a.text for a in spoken if a.line not in knowledge and a.line != "closing.emergency")):
        assert not YOU.search(text), text


def test_a_friend_learned_in_the_middle_is_asked_about_again():
    talk = calf()
    talk.answer("no", "no")
    assert talk.open == "pop_tear"
    talk.say("cramp_relief", muscle="calf", who="other")
    assert "about_other.1" in talk.said
    assert talk.said[-1] == "ask.chest_breathing.other"
    assert talk.session.answers == ()


def test_a_danger_that_was_told_stays_when_it_turns_out_to_be_about_a_friend():
    talk = calf()
    talk.answer("no", "no", "yes")
    talk.say("symptom", symptom="swollen", muscle="foot", who="other")
    assert talk.session.muscle == "foot"
    assert talk.session.answer("pop_tear") == "yes"
    assert talk.session.answer("swelling") == "yes"
    assert talk.session.answer("chest_breathing") is None
    assert talk.open == "chest_breathing"


def test_a_friend_in_the_first_sentence_is_not_asked_about_twice():
    talk = Talk()
    talk.say("cramp_relief", muscle="calf", who="other")
    talk.answer("no")
    talk.say("symptom", symptom="swollen", who="other")
    assert talk.session.answer("chest_breathing") == "no"
    assert "about_other.1" not in talk.said


def test_a_doubtful_word_about_a_friend_asks_again_about_the_friend():
    talk = calf()
    talk.answer("no", "no", "no")
    talk.say("emergency", symptom="faint", certainty="ask", who="other")
    assert talk.said[-1] == "ask.faint_confused.other"
    talk.answer("no")
    assert talk.said[-1] == "ask.chest_breathing.other"


@pytest.mark.parametrize("start", EVERYWHERE)
@pytest.mark.parametrize("symptom", ["unresponsive", "faint"])
def test_he_collapsed_goes_straight_to_the_script_for_somebody_who_does_not_respond(start, symptom):
    talk = start()
    said = len(talk.said)
    talk.say("emergency", symptom=symptom, who="other")
    assert talk.levels[-1] == "emergency"
    assert talk.said[said : said + 3] == ["emergency.unresponsive", "emergency.stay", "emergency.operator"]


def test_he_collapsed_makes_a_running_emergency_graver():
    talk = calf()
    talk.answer("yes")
    talk.say("emergency", symptom="unresponsive", who="other")
    assert talk.levels == ["emergency", "emergency"]
    assert "emergency.unresponsive" in talk.said


def test_i_fainted_is_not_taken_for_somebody_who_does_not_respond():
    talk = calf()
    talk.say("emergency", symptom="faint")
    assert "emergency.call" in talk.said
    assert "emergency.unresponsive" not in talk.said
