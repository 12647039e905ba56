"""Relief: the order of the steps, the hold, and what eased and not working do."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Talk, calf, script, stretching
from voice_coach.dialogue.actions import Hold
from voice_coach.dialogue.relief import LONGEST_HOLD


def test_no_step_comes_before_the_gate_questions():
    talk = calf()
    talk.answer("no", "no")
    assert talk.steps == []


def test_stop_leads_on_to_the_stretch_by_itself():
    assert stretching().steps == ["stop", "stretch"]


def test_the_hold_is_counted_every_ten_seconds():
    talk = stretching()
    talk.wait(3)
    holds = [action for action in talk.actions if isinstance(action, Hold)]
    assert [hold.state for hold in holds] == ["start", "count", "count", "count"]
    assert [hold.elapsed for hold in holds] == [0.0, 10.0, 20.0, 30.0]


def test_no_hold_names_seconds():
    for line in script().lines.values():
        if not line.id.startswith("how_long."):
            assert "second" not in line.say.lower(), line.id


def test_eased_ends_the_hold_and_goes_on():
    talk = stretching()
    talk.wait()
    talk.say("eased")
    assert talk.holds[-1] == "end"
    assert talk.open == "swelling"


def test_not_working_tries_once_more_and_then_asks_what_is_wrong():
    talk = stretching()
    talk.say("not_working")
    assert talk.open is None
    assert talk.holds == ["start", "end", "start"]
    talk.say("not_working")
    assert talk.open == "pain_worse"


def test_pain_that_still_grows_after_the_stretch_is_an_emergency():
    talk = stretching()
    talk.say("not_working")
    talk.say("not_working")
    talk.answer("yes")
    assert talk.levels == ["emergency"]


def test_a_cramp_that_stays_locked_is_seen_today():
    talk = stretching()
    talk.say("not_working")
    talk.say("not_working")
    while talk.open != "still_locked":
        talk.answer("no")
    talk.answer("yes")
    while not talk.levels:
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert talk.levels == ["doctor_today"]
    assert not {"massage", "temperature"} & set(talk.steps)


def test_a_hold_without_a_word_goes_on_to_questions():
    talk = stretching()
    talk.wait(LONGEST_HOLD)
    assert talk.open == "pain_worse"


def test_the_hold_never_says_the_same_three_times_in_a_row():
    talk = stretching()
    talk.wait(LONGEST_HOLD - 1)
    said = talk.said
    assert all(len({*said[at : at + 3]}) > 1 for at in range(len(said) - 2))


def test_massage_water_and_warmth_go_on_by_themselves_when_nothing_is_said():
    talk = stretching()
    talk.say("eased")
    talk.answer("no", "no")
    assert talk.steps[-1] == "massage"
    talk.wait(2)
    assert talk.steps[-1] == "hydrate"
    talk.wait(2)
    talk.wait(2)
    assert talk.open == "overheated"


@pytest.mark.parametrize(
    "muscle",
    [
        "calf",
        "hamstring",
        "quad",
        "foot",
        "abs",
        "back",
        "neck",
        "glute",
        "biceps",
        "forearm",
        "hand",
        "shoulder",
        "side",
    ],
)
def test_every_muscle_has_its_own_stretch(muscle):
    talk = Talk()
    talk.say("cramp_relief", muscle=muscle)
    while "stretch" not in talk.steps:
        talk.answer("no")
    assert f"relief.stretch.{muscle}" in talk.said


def test_an_unnamed_muscle_gets_the_general_stretch():
    talk = Talk()
    talk.say("cramp_relief")
    talk.answer("no", "no", "no", "no")
    assert "relief.stretch" in talk.said


def test_another_muscle_named_in_mid_session_changes_the_stretch():
    talk = calf()
    talk.answer("no", "no")
    talk.say("cramp_relief", muscle="hamstring")
    assert talk.open == "pop_tear", "what was answered is not asked again"
    talk.answer("no", "no")
    assert "relief.stretch.hamstring" in talk.said


def test_another_muscle_after_the_stretch_gets_a_stretch_of_its_own():
    talk = stretching()
    talk.say("eased")
    talk.say("cramp_relief", muscle="hamstring")
    assert "relief.stretch.hamstring" in talk.said


def test_yes_after_a_step_means_done():
    talk = stretching()
    talk.say("eased")
    talk.answer("no", "no")
    talk.answer("yes")
    assert talk.steps[-1] == "hydrate"


def test_a_friend_is_spoken_of_in_the_third_person():
    talk = Talk()
    talk.say("cramp_relief", muscle="calf", who="other")
    assert "Do they have chest pain, or trouble breathing?" in talk.spoken
    assert "ask.chest_breathing.other" in talk.said
    talk.answer("no", "no", "no", "no")
    assert "relief.stretch.calf.other" in talk.said or "relief.stretch.calf" in talk.said
    assert "Straighten their knee" in talk.spoken
