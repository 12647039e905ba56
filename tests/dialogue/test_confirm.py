"""Confirm: one candidate at a time."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Talk, ambiguous, calf, stretching
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Candidate

CALF = Candidate("cramp_relief", 67.0, {"muscle": "calf"})
QUAD = Candidate("cramp_relief", 66.0, {"muscle": "quad"})
HEAT = Candidate("heat_or_cold", 66.0)


def confirming(first: Candidate = CALF, second: Candidate = QUAD) -> Talk:
    talk = Talk()
    talk.send(Heard(ambiguous(first, second)))
    return talk


def test_two_candidates_are_never_put_as_either_or():
    talk = confirming()
    assert talk.spoken == "Did you say calf?"


def test_yes_takes_the_first():
    talk = confirming()
    talk.answer("yes")
    assert talk.session.muscle == "calf"
    assert talk.open == "chest_breathing"


def test_no_offers_the_second():
    talk = confirming()
    talk.answer("no")
    assert talk.spoken.endswith("Did you say thigh?")
    talk.answer("yes")
    assert talk.session.muscle == "quad"


def test_no_to_both_asks_what_hurts_and_starts_nothing():
    talk = confirming()
    talk.answer("no", "no")
    assert "confirm.failed.1" in talk.said
    assert talk.session.protocol is None
    talk.wait()
    assert talk.session.phase is Phase.IDLE


@pytest.mark.parametrize("how", [lambda talk: talk.wait(), lambda talk: talk.mumble(2)])
def test_silence_and_noise_start_nothing(how):
    talk = confirming()
    how(talk)
    assert talk.session.protocol is None
    assert talk.levels == []


def test_a_confirmation_in_mid_session_returns_to_the_question():
    talk = calf()
    talk.send(Heard(ambiguous(HEAT, QUAD)))
    assert talk.open == "confirm"
    talk.answer("no", "no")
    assert talk.open == "chest_breathing"
    assert talk.session.answers == ()


def test_a_confirmation_during_the_hold_comes_back_to_the_stretch():
    talk = stretching()
    talk.send(Heard(ambiguous(CALF, QUAD)))
    talk.answer("yes")
    assert talk.steps[-1] == "stretch"
    assert talk.holds == ["start", "end", "start"]


def test_a_confirmed_topic_is_answered():
    talk = confirming(HEAT, CALF)
    assert talk.spoken == "Did you say heat or cold?"
    talk.answer("yes")
    assert "heat_or_cold.choose" in talk.said


def test_candidates_without_a_name_are_not_offered():
    talk = confirming(Candidate("nav_next", 60.0), Candidate("answer", 60.0))
    assert talk.said == []
    assert talk.session.phase is Phase.IDLE


def test_saying_it_clearly_instead_of_answering_counts():
    talk = confirming()
    talk.say("cramp_relief", muscle="foot")
    assert talk.session.muscle == "foot"
    assert talk.open == "chest_breathing"


def test_doubtful_words_over_and_over_at_a_question_lead_to_a_person_and_not_round_and_round():
    talk = calf()
    doubtful = ambiguous(
        Candidate("cramp_relief", 70.0, {"muscle": "foot"}), Candidate("cramp_relief", 69.0, {"muscle": "shoulder"})
    )
    for _ in range(3):
        assert talk.open == "chest_breathing"
        talk.send(Heard(doubtful))
        talk.answer("no", "no")
    assert talk.levels == ["doctor_today"]
    assert "cannot_check.fetch" in talk.said
