"""One breath: danger first, then the cramp, then the topic; and what is said while the result is being told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dialogue.driver import Talk, at_question, calf, meant, script, stretching
from voice_coach.dialogue.actions import StopSpeaking
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Candidate


def both(talk: Talk, intent: str, also: str, reported: tuple[str, ...] = (), **slots: str | int) -> None:
    """Two intents in one breath."""
    found = replace(meant(intent, **slots), reported=reported, also=(Candidate(also, 90.0),))
    talk.send(Heard(found))


def done(talk: Talk) -> Talk:
    """Answer "no" and go on until the result is being said."""
    talk.mute = True
    while not talk.levels:
        talk.answer("no") if talk.open else talk.say("nav_next")
    talk.mute = False
    assert talk.session.phase is Phase.CLOSING
    return talk


def telling() -> Talk:
    """The result of an ordinary calf cramp is being said."""
    talk = stretching()
    talk.say("eased")
    done(talk)
    assert talk.levels == ["self_care"]
    return talk


def test_better_but_tingling_takes_the_stretch_as_done_and_keeps_the_symptom():
    talk = stretching()
    both(talk, "symptom", "eased", ("tingling",), symptom="tingling")
    assert talk.session.answer("tingling") == "yes"
    assert "stretch" in talk.session.done
    assert talk.steps.count("stretch") == 1
    assert talk.open == "numb_floppy"
    for _ in range(20):
        if talk.levels:
            break
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert talk.steps.count("stretch") == 1
    assert "massage" not in talk.steps
    assert talk.levels == ["doctor_soon"]


def test_not_working_and_a_symptom_ask_on_about_both():
    talk = stretching()
    both(talk, "symptom", "not_working", ("tingling",), symptom="tingling")
    assert "not_working" in talk.session.flags
    assert talk.session.answer("tingling") == "yes"
    assert talk.open == "numb_floppy"


def test_a_symptom_that_raises_nothing_more_lets_the_stretch_be_held_on():
    talk = stretching()
    talk.answer()
    talk.session = replace(talk.session, answers=(*talk.session.answers, ("weight", "yes")))
    talk.wait()
    talk.say("symptom", symptom="weight_bearing")
    assert talk.steps.count("stretch") == 1
    assert talk.holds == ["start", "count"]
    talk.wait()
    assert talk.holds == ["start", "count", "count"]


def test_a_topic_beside_a_cramp_waits_for_the_gate_and_is_answered_once():
    talk = Talk()
    both(talk, "cramp_relief", "stress", muscle="calf")
    assert talk.said == ["opening.coach", "ask.chest_breathing"]
    talk.answer("no")
    assert talk.said[-1] == "ask.faint_confused"
    talk.answer("no")
    told = list(script().topics["stress"].answer)
    assert talk.said[-len(told) - 1 :] == [*told, "ask.pop_tear"]
    done(talk)
    assert talk.said.count(told[0]) == 1


def test_a_topic_that_waits_is_forgotten_in_an_emergency():
    talk = Talk()
    both(talk, "cramp_relief", "stress", muscle="calf")
    talk.answer("yes")
    talk.say("nav_stop")
    assert not any(line.startswith("stress.") for line in talk.said)
    assert talk.session.asides == ()


def test_a_topic_that_waits_is_answered_before_the_result_never_after_it():
    talk = telling()
    both(talk, "not_working", "stress")
    talk.mumble(3)
    assert talk.said[-1] == "closing.emergency"
    assert "stress.tension" in talk.said


def test_two_topics_in_one_breath_are_both_answered():
    talk = Talk()
    both(talk, "hydration", "stress")
    assert talk.said[0] == script().topics["hydration"].answer[0]
    assert set(script().topics["stress"].answer) <= set(talk.said)


def test_a_topic_beside_it_eased_is_answered_on_the_way_to_the_next_question():
    talk = stretching()
    said = len(talk.said)
    both(talk, "eased", "stress")
    later = talk.said[said:]
    assert later[0].startswith("hold.eased")
    assert any(line.startswith("stress.") for line in later)
    assert later[-1] == "ask.swelling"


def test_a_topic_beside_an_emergency_is_not_answered():
    talk = calf()
    both(talk, "emergency", "hydration", symptom="chest_pain")
    assert talk.levels == ["emergency"]
    assert not any(line.startswith(("hydration", "withheld")) for line in talk.said)


def test_a_topic_beside_a_symptom_that_alarms_is_not_answered():
    talk = calf()
    both(talk, "symptom", "hydration", ("numb",), symptom="numb")
    assert talk.levels == ["emergency"]
    assert not any(line.startswith("hydration") for line in talk.said)


def test_a_topic_whose_answer_is_withheld_is_withheld_also_in_one_breath():
    talk = calf()
    both(talk, "symptom", "heat_or_cold", ("swollen",), symptom="swollen")
    talk.answer("no", "no", "no")
    assert "withheld.temperature" in talk.said
    assert talk.open is not None


def test_third_time_this_week_beside_a_cramp_is_asked_about_at_the_end():
    talk = Talk()
    talk.send(Heard(replace(meant("cramp_relief", muscle="calf"), reported=("recurring",))))
    assert talk.session.flags == {"recurring"}
    done(talk)
    assert {"often", "same_muscle"} <= set(talk.asked)


def test_an_answer_and_two_symptoms_are_all_kept():
    talk = at_question("fall_hit")
    found = replace(meant("answer", symptom="swollen"), polarity=meant("answer").polarity, reported=("tingling",))
    talk.send(Heard(replace(found, polarity="affirm")))
    assert talk.levels == ["emergency"]


def test_a_symptom_while_the_result_is_said_keeps_what_was_answered_and_asks_only_what_is_open():
    talk = telling()
    before = set(talk.asked)
    talk.say("symptom", symptom="tingling")
    assert "opening.coach" not in talk.said[len(talk.said) - 4 :]
    asked = set()
    while talk.session.phase is Phase.QUESTION:
        asked.add(talk.open)
        talk.answer("no")
    assert asked
    assert not asked & before
    assert talk.levels == ["self_care", "doctor_soon"]
    assert talk.steps.count("stretch") == 1


def test_a_graver_symptom_while_the_result_is_said_is_an_emergency():
    talk = telling()
    talk.say("symptom", symptom="numb")
    assert talk.levels == ["self_care", "emergency"]


def test_it_is_worse_while_the_result_is_said_asks_what_is_still_open():
    talk = telling()
    talk.say("not_working")
    assert talk.open == "pain_worse"
    talk.answer("yes")
    assert talk.levels == ["self_care", "emergency"]


def test_is_it_serious_while_the_result_is_said_asks_only_what_is_open():
    talk = telling()
    before = set(talk.asked)
    talk.say("is_it_serious")
    asked = []
    while talk.session.phase is Phase.QUESTION:
        asked.append(talk.open)
        talk.answer("no")
    assert "face_side" in asked
    assert not before & set(asked)


def test_a_doubtful_word_while_the_result_is_said_asks_that_and_forgets_nothing_else():
    talk = telling()
    talk.say("emergency", symptom="faint", certainty="ask")
    assert talk.open == "faint_confused"
    assert talk.session.answer("dark_urine") == "no"
    talk.answer("no", "no")
    assert talk.levels == ["self_care", "self_care"]


def test_the_cramp_that_comes_back_during_the_result_is_checked_anew_but_no_danger_is_forgotten():
    talk = calf()
    talk.say("symptom", symptom="swollen")
    done(talk)
    talk.say("cramp_relief", muscle="calf")
    assert talk.session.answers == (("swelling", "yes"),)
    assert talk.open == "chest_breathing"
    while len(talk.levels) < 2:
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert "stretch" not in talk.steps[2:]
    assert talk.levels[1] == "doctor_today"


def test_somebody_elses_cramp_during_the_result_is_a_new_conversation():
    talk = calf()
    talk.say("symptom", symptom="swollen")
    done(talk)
    talk.say("cramp_relief", muscle="calf", who="other")
    assert talk.session.answers == ()
    assert talk.session.third_person


@pytest.mark.parametrize("how", ["finished", "stopped"])
def test_the_result_can_be_repeated_after_the_end(how):
    talk = telling()
    if how == "finished":
        talk.wait() if talk.session.deadline else talk.tap("stop")
    else:
        talk.say("nav_stop")
    assert talk.session.phase is Phase.IDLE
    said = len(talk.said)
    talk.say("nav_repeat")
    assert talk.notes[-1] is True
    assert talk.said[said:] == [
        "level.self_care", "level.self_care.watch", "tip.later", "level.worse", "closing.emergency",
    ]  # fmt: skip
    assert talk.levels == ["self_care"], "a repetition is no new result"
    assert talk.session.phase is Phase.IDLE
    talk.tap("repeat")
    assert talk.said.count("closing.emergency") >= 3


def test_the_result_is_forgotten_after_a_while():
    talk = telling()
    talk.say("nav_stop")
    talk.now += talk.session.settings.remember + 1
    said = len(talk.said)
    talk.say("nav_repeat")
    assert talk.notes[-1] is False
    assert len(talk.said) == said


@pytest.mark.parametrize("intent", ["cramp_relief", "nav_help", "symptom"])
def test_the_result_is_forgotten_when_something_new_starts(intent):
    talk = telling()
    talk.say("nav_stop")
    talk.say(intent, muscle="calf")
    talk.say("nav_stop")
    said = len(talk.said)
    talk.say("nav_repeat")
    assert len(talk.said) == said


def test_what_a_result_forbids_is_not_advised_right_after_it():
    talk = calf()
    talk.say("symptom", symptom="pop")
    while not talk.ends:
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert talk.levels == ["doctor_today"]
    talk.say("keep_training")
    assert "withheld.training" in talk.said
    talk.wait()
    talk.say("keep_training")
    assert talk.said.count("withheld.training") == 2
    assert not set(script().topics["keep_training"].answer) & set(talk.said)


def test_what_a_result_forbids_is_forgotten_with_it():
    talk = calf()
    talk.say("symptom", symptom="pop")
    while not talk.ends:
        talk.answer("no") if talk.open else talk.say("nav_next")
    talk.now += talk.session.settings.remember + 1
    talk.say("keep_training")
    assert "withheld.training" not in talk.said


def test_after_an_emergency_neither_drink_nor_training_is_advised():
    talk = calf()
    talk.answer("yes")
    talk.say("nav_stop")
    for intent in ("hydration", "keep_training", "heat_or_cold"):
        talk.say(intent)
    assert {"withheld.drink", "withheld.training", "withheld.temperature"} <= set(talk.said)


def test_a_new_cramp_after_an_alarm_forbids_until_its_own_questions_are_answered_no():
    talk = calf()
    talk.answer("yes")
    talk.say("nav_stop")
    talk.say("cramp_relief", muscle="calf")
    talk.answer("no", "no")
    talk.say("keep_training")
    assert talk.said.count("withheld.training") == 1
    while talk.levels == ["emergency"]:
        talk.answer("no") if talk.open else talk.say("eased" if talk.steps[-1:] == ["stretch"] else "nav_next")
    talk.say("keep_training")
    assert talk.said.count("withheld.training") == 1


def test_before_the_first_conversation_there_is_nothing_to_repeat():
    talk = Talk()
    talk.say("nav_repeat")
    assert talk.notes == [False]
    assert talk.said == []
    assert talk.session.expectation.welcome == frozenset()


def test_a_stopped_session_without_a_result_leaves_nothing_to_repeat():
    talk = stretching()
    talk.say("nav_stop")
    talk.say("nav_repeat")
    assert talk.notes[-1] is False


def test_an_emergency_is_repeated_after_its_end_in_its_own_words():
    talk = calf()
    talk.answer("yes")
    talk.say("nav_stop")
    talk.wait() if talk.session.deadline else None
    assert talk.session.phase is Phase.IDLE
    said = len(talk.said)
    talk.say("nav_repeat")
    assert talk.said[said:] == list(script().emergency["self"])


def test_a_milder_result_is_not_repeated_once_something_graver_was_said():
    talk = telling()
    talk.say("symptom", symptom="tingling")
    talk.say("nav_stop")
    said = len(talk.said)
    talk.say("nav_repeat")
    assert talk.said[said:] == ["stopped.doctor_soon"]


def test_the_idle_coach_takes_repeat_only_while_there_is_a_result():
    talk = telling()
    talk.say("nav_stop")
    assert talk.session.expectation.welcome == {"nav_repeat"}


def test_pain_that_grows_at_rest_is_asked_about_at_once():
    talk = stretching()
    actions = talk.say("symptom", symptom="worse_at_rest")
    assert talk.open == "pain_worse"
    assert StopSpeaking() not in actions[3:]
    talk.answer("no")
    assert talk.steps[-1] == "stretch"


def test_it_let_go_answers_whether_it_is_still_locked():
    talk = at_question("still_locked")
    talk.say("eased")
    assert talk.session.answer("still_locked") == "no"


def test_it_does_not_help_answers_whether_it_is_still_locked():
    talk = at_question("still_locked")
    talk.mute = True
    talk.say("not_working")
    assert talk.session.answer("still_locked") == "yes"


def test_it_does_not_help_is_no_clear_answer_to_growing_pain():
    talk = at_question("pain_worse")
    talk.say("not_working")
    assert talk.open == "pain_worse"
    assert talk.said[-1] == "ask.pain_worse.clarify"


def test_it_let_go_answers_no_question_about_anything_else():
    talk = at_question("swelling")
    talk.say("eased")
    assert talk.open == "swelling"
    assert talk.session.answer("swelling") is None
