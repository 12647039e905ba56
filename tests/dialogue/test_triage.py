"""Triage: what each kind of answer to each question leads to."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Talk, at_question, calf, script, stretching
from voice_coach.dialogue import triage
from voice_coach.dialogue.question import LEVELS

SERIOUS = [item.name for item in script().protocols["is_it_serious"].plan]
DANGER = [name for name in SERIOUS if script().questions[name].danger]
HARMLESS = [name for name in SERIOUS if not script().questions[name].danger]


def finish(talk: Talk) -> None:
    """Answer "no" and say "next" until a level is reached."""
    for _ in range(80):
        if talk.levels:
            return
        if talk.open is not None:
            talk.answer("no")
        elif talk.session.wait_until is not None:
            talk.wait()  # cooling takes its time
        else:
            talk.say("nav_next")
    raise AssertionError("no level is ever reached")


@pytest.mark.parametrize("question", DANGER)
def test_not_sure_about_danger_never_ends_in_self_care(question):
    talk = at_question(question)
    talk.answer("not_sure")
    assert talk.open == question, "the first one is put in plain words"
    talk.answer("not_sure")
    finish(talk)
    assert talk.levels[0] != "self_care"


@pytest.mark.parametrize("question", DANGER)
def test_silence_about_danger_never_ends_in_self_care(question):
    talk = at_question(question)
    talk.wait(3)
    assert talk.open == ("alone" if question == "overheated" else None)
    finish(talk)
    assert talk.levels[0] != "self_care"


@pytest.mark.parametrize("question", DANGER)
def test_words_that_mean_nothing_never_end_in_self_care_and_send_nobody_to_an_ambulance(question):
    talk = at_question(question)
    talk.mumble(3)
    assert talk.levels[0] in ("doctor_today", "doctor_soon")
    assert "cannot_check.fetch" in talk.said


@pytest.mark.parametrize("question", DANGER)
def test_a_yes_to_danger_reaches_at_least_its_level(question):
    talk = at_question(question)
    talk.answer("yes")
    outcome = script().questions[question].outcomes["yes"]
    if outcome == "cool_down":
        assert "cool.lie" in talk.said
        return
    finish(talk)
    assert triage.severity(talk.levels[0]) >= triage.severity(outcome)
    assert question in talk.because or talk.levels[0] == "emergency"


@pytest.mark.parametrize("question", HARMLESS)
def test_silence_about_something_harmless_goes_on(question):
    talk = at_question(question)
    talk.wait(3)
    finish(talk)
    assert talk.levels == ["self_care"]


def test_all_no_to_is_it_serious_is_self_care_with_every_question_asked_once():
    talk = Talk()
    talk.say("is_it_serious", muscle="calf")
    finish(talk)
    assert talk.levels == ["self_care"]
    assert talk.asked == [name for name in SERIOUS if name != "back_numb"]
    assert talk.ends == ["finished"]


def test_an_ordinary_calf_cramp_takes_at_most_eight_questions_four_of_them_before_relief():
    talk = stretching()
    assert len(talk.asked) <= 4
    talk.say("eased")
    finish(talk)
    assert talk.levels == ["self_care"]
    assert talk.ends == ["finished"]
    assert len(talk.asked) <= 8
    assert talk.steps == ["stop", "stretch", "massage", "hydrate", "temperature"]


def test_an_ordinary_cramp_takes_no_more_questions_when_next_is_said_instead_of_it_eased():
    talk = stretching()
    talk.say("nav_next")
    finish(talk)
    assert talk.levels == ["self_care"]
    assert len(talk.asked) <= 8


@pytest.mark.parametrize("muscle", ["calf", "hamstring", "quad", "foot", "abs", "back", "neck", "other", "many"])
def test_self_care_follows_heat_and_urine_questions_for_every_muscle(muscle):
    talk = Talk()
    talk.say("cramp_relief", muscle=muscle)
    finish(talk)
    assert talk.levels == ["self_care"]
    assert {"chest_breathing", "faint_confused", "overheated", "dark_urine"} <= set(talk.asked)


def test_cramp_everywhere_asks_about_heat_and_urine_before_any_step():
    talk = Talk()
    talk.say("cramp_relief", muscle="many")
    talk.answer("no", "no", "no", "no")
    assert talk.asked[:4] == ["chest_breathing", "faint_confused", "overheated", "dark_urine"]
    assert talk.steps[0] == "stop"


def test_a_back_cramp_asks_about_the_bladder_before_the_stretch():
    talk = Talk()
    talk.say("cramp_relief", muscle="back")
    talk.answer("no", "no", "no", "no", "no")
    assert "back_numb" in talk.asked
    assert talk.steps == ["stop", "stretch"]


@pytest.mark.parametrize("question", ["pop_tear", "fall_hit"])
def test_a_torn_or_hit_muscle_is_neither_stretched_nor_massaged(question):
    talk = calf()
    while talk.open != question:
        talk.answer("no")
    talk.answer("yes")
    finish(talk)
    assert not {"stretch", "massage", "temperature"} & set(talk.steps)
    assert talk.levels == ["doctor_today"]


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_a_swollen_muscle_gets_neither_massage_nor_warmth(answer):
    talk = stretching()
    talk.say("eased")
    assert talk.open == "swelling"
    talk.answer(answer)
    if answer == "not_sure":
        talk.answer(answer)
    finish(talk)
    assert not {"massage", "temperature"} & set(talk.steps)
    assert talk.levels == ["doctor_today"]


def test_after_a_grave_answer_only_graver_questions_are_asked():
    talk = calf()
    talk.answer("no", "no", "yes")
    finish(talk)
    graver = [name for name in talk.asked[3:] if name != "overheated"]
    assert graver
    assert all(script().questions[name].outcomes["yes"] == "emergency" for name in graver)


def test_a_graver_answer_after_a_grave_one_is_not_lost():
    talk = calf()
    talk.answer("no", "no", "yes")
    while talk.open != "dark_urine":
        talk.answer("no") if talk.open else talk.say("nav_next")
    talk.answer("yes")
    assert talk.levels == ["emergency"]


def test_three_unsure_answers_fetch_a_person():
    talk = at_question("swelling")
    talk.answer("not_sure", "no", "not_sure", "no", "not_sure")
    while not talk.levels:
        talk.answer("not_sure")
    assert talk.levels == ["doctor_today"]
    assert "cannot_check.fetch" in talk.said


def test_a_risk_raises_the_level_by_one_and_never_to_an_emergency():
    talk = at_question("at_risk")
    talk.answer("yes")
    assert talk.levels == ["doctor_soon"]
    level, because = triage.assess(script(), {"swelling": "yes", "at_risk": "yes"})
    assert level == "doctor_today"
    assert because == ("swelling",)


def test_swelling_with_tingling_is_an_emergency():
    assert triage.assess(script(), {"swelling": "yes", "tingling": "yes"})[0] == "emergency"
    assert triage.assess(script(), {"swelling": "yes", "tingling": "no"})[0] == "doctor_today"


def test_the_same_muscle_again_and_again_is_for_a_physiotherapist():
    talk = at_question("same_muscle")
    talk.answer("yes", "no")
    assert talk.levels == ["physiotherapist"]


def test_every_level_can_be_reached():
    reached = {"self_care"}
    for question in SERIOUS:
        talk = at_question(question)
        talk.answer("yes")
        if script().questions[question].outcomes["yes"] != "cool_down":
            finish(talk)
            reached.add(talk.levels[0])
    assert reached == set(LEVELS)


def test_night_cramps_answers_first_and_asks_its_own_questions():
    talk = Talk()
    talk.say("night_cramps")
    assert "night_cramps.common" in talk.said
    finish(talk)
    assert "night_often" in talk.asked
    assert "chest_breathing" not in talk.asked
    assert talk.levels == ["self_care"]


def test_one_swollen_leg_at_night_asks_about_breathing_too():
    talk = Talk()
    talk.say("night_cramps", muscle="calf")
    talk.answer("yes")
    assert talk.open == "chest_breathing"
    talk.answer("yes")
    assert talk.levels == ["emergency"]


@pytest.mark.parametrize("level", ["self_care", "physiotherapist", "doctor_soon", "doctor_today"])
def test_every_result_ends_with_the_emergency_line(level):
    assert script().levels[level][-1] == "closing.emergency"


# Every row of the list, its amendments and its combinations.

TABLE = {
    # question: (yes, not sure, silence, no match), each at least so grave
    "chest_breathing": ("emergency", "emergency", "emergency", "doctor_today"),
    "faint_confused": ("emergency", "emergency", "emergency", "doctor_today"),
    "face_side": ("emergency", "emergency", "emergency", "doctor_today"),
    "numb_floppy": ("emergency", "emergency", "emergency", "doctor_today"),
    "pale_cold": ("emergency", "doctor_today", "doctor_today", "doctor_today"),
    "pain_worse": ("emergency", "doctor_today", "doctor_today", "doctor_today"),
    "overheated": ("cool_down", "cool_down", "cool_down", "doctor_today"),
    "back_numb": ("emergency", "emergency", "doctor_today", "doctor_today"),
    "swelling": ("doctor_today", "doctor_today", "doctor_soon", "doctor_today"),
    "dark_urine": ("emergency", "doctor_today", "doctor_soon", "doctor_today"),
    "pop_tear": ("doctor_today", "doctor_soon", "doctor_soon", "doctor_today"),
    "fall_hit": ("doctor_today", "doctor_today", "doctor_today", "doctor_today"),
    "weight": ("doctor_today", "doctor_soon", "doctor_soon", "doctor_today"),
    "still_locked": ("doctor_today", "doctor_soon", "doctor_soon", "doctor_today"),
    "tingling": ("doctor_soon", "doctor_soon", "doctor_soon", "doctor_soon"),
    "often": ("doctor_soon", "doctor_soon", "next", "next"),
    "same_muscle": ("physiotherapist", "next", "next", "next"),
    "at_risk": ("raise", "next", "next", "next"),
}


@pytest.mark.parametrize("question", TABLE)
def test_the_outcomes_are_the_tables_or_graver(question):
    outcomes = script().questions[question].outcomes
    for answer, least in zip(("yes", "not_sure", "silence", "no_match"), TABLE[question], strict=True):
        if least in LEVELS and outcomes[answer] in LEVELS:
            assert triage.severity(outcomes[answer]) >= triage.severity(least), answer
        else:
            assert outcomes[answer] == least, answer
    assert outcomes["yes"] == TABLE[question][0], "a yes is neither milder nor graver than the table says"


def test_the_gravest_are_asked_first():
    assert SERIOUS[:5] == ["chest_breathing", "faint_confused", "face_side", "numb_floppy", "pale_cold"]
    assert set(SERIOUS) == set(TABLE)
    # heat leads to cooling at once, and being at risk raises whatever was found
    graded = [
        triage.severity(script().questions[name].level) for name in SERIOUS if name not in ("overheated", "at_risk")
    ]
    assert graded == sorted(graded, reverse=True)


@pytest.mark.parametrize("question", [*TABLE, "night_often", "alone", "cool_worse", "cool_later", "still_unwell"])
def test_every_question_names_its_level_and_no_outcome_is_graver(question):
    known = script().questions[question]
    for outcome in known.outcomes.values():
        if outcome in LEVELS:
            assert triage.severity(outcome) <= max(triage.severity(known.level), triage.severity("doctor_today"))
    assert known.outcomes["yes"] in (known.level, "raise", "cool_down")


COMBINATIONS = [
    ({"swelling": "yes", "tingling": "yes"}, "calf", "emergency"),
    ({"swelling": "yes", "pain_worse": "not_sure"}, "calf", "emergency"),
    ({"swelling": "yes", "pale_cold": "not_sure"}, "calf", "emergency"),
    ({"swelling": "yes", "chest_breathing": "no_match"}, "calf", "emergency"),
    ({"pale_cold": "not_sure", "tingling": "yes"}, "foot", "emergency"),
    ({"fall_hit": "yes", "tingling": "yes"}, "calf", "emergency"),
    ({"pop_tear": "not_sure", "weight": "not_sure"}, "calf", "doctor_today"),
    ({"tingling": "yes", "weight": "not_sure"}, "calf", "doctor_today"),
    ({"tingling": "yes", "dark_urine": "not_sure"}, "quad", "emergency"),
    ({"overheated": "yes", "dark_urine": "not_sure"}, "many", "emergency"),
    ({"tingling": "yes"}, "back", "doctor_today"),
    ({"tingling": "yes", "weight": "yes"}, "back", "emergency"),
    ({"same_muscle": "yes"}, "many", "doctor_soon"),
]


@pytest.mark.parametrize(("answers", "muscle", "level"), COMBINATIONS)
def test_risky_combinations_weigh_more_than_each_answer(answers, muscle, level):
    assert triage.assess(script(), answers, muscle)[0] == level
    alone = [triage.assess(script(), {name: answer})[0] for name, answer in answers.items()]
    assert all(triage.severity(each) < triage.severity(level) for each in alone)


@pytest.mark.parametrize(("answers", "muscle", "level"), COMBINATIONS)
def test_a_combination_of_which_one_is_answered_no_does_not_hold(answers, muscle, level):
    for name in answers:
        if len(answers) > 1:
            milder = triage.assess(script(), {**answers, name: "no"}, "calf")[0]
            assert triage.severity(milder) < triage.severity(level), name


@pytest.mark.parametrize(
    ("answers", "muscle"), [({"tingling": "yes"}, "calf"), ({"same_muscle": "yes"}, "calf"), ({}, "many")]
)
def test_a_combination_for_a_muscle_leaves_the_others_alone(answers, muscle):
    assert triage.assess(script(), answers, muscle)[0] in ("doctor_soon", "physiotherapist", "self_care")


def test_a_swelling_is_followed_by_the_questions_that_could_make_it_graver():
    talk = stretching()
    talk.say("eased")
    talk.answer("yes")
    asked = set()
    while not talk.levels:
        asked.add(talk.open)
        talk.answer("no") if talk.open else talk.say("nav_next")
    assert {"pale_cold", "pain_worse", "tingling"} <= asked
    assert talk.levels == ["doctor_today"]


def test_a_fall_is_followed_by_the_feeling_in_the_part():
    talk = calf()
    talk.answer("no", "no", "no", "yes")
    assert talk.open == "tingling"
    talk.answer("yes")
    assert talk.levels == ["emergency"]


@pytest.mark.parametrize("symptom", ["swollen", "tingling", "fall", "pop", "weight_bearing"])
def test_an_ordinary_cramp_with_one_sign_is_no_ambulance(symptom):
    talk = calf()
    talk.say("symptom", symptom=symptom)
    finish(talk)
    assert talk.levels[0] in ("doctor_soon", "doctor_today")


def test_a_swollen_part_that_was_volunteered_is_not_stretched():
    talk = Talk()
    talk.say("cramp_relief", muscle="calf", symptom="swollen")
    finish(talk)
    assert not {"stretch", "massage", "temperature"} & set(talk.steps)


def test_the_result_says_what_to_do_whom_to_see_and_what_would_be_an_emergency_for_both_persons():
    for level in LEVELS[:-1]:
        for other in (False, True):
            lines = [script().lines[line].worded(other)[1] for line in script().levels[level]]
            text = " ".join(lines)
            assert "doctor" in text or "physiotherapist" in text, level
            assert "today" in text or "next days" in text or "next weeks" in text, level
            assert "is an emergency" in lines[-2], level
            assert lines[-1].endswith("call {number}."), level
            assert len(lines) == 4, level


@pytest.mark.parametrize(
    ("question", "answer", "tip"),
    [("often", "silence", "tip.doctor"), ("same_muscle", "not_sure", "tip.physiotherapist"),
     ("at_risk", "not_sure", "tip.pharmacist"), ("often", "mumble", "tip.doctor")],
)  # fmt: skip
def test_a_harmless_question_without_a_clear_answer_leaves_a_tip_in_the_result(question, answer, tip):
    talk = at_question(question)
    while talk.open == question:
        {"silence": talk.wait, "mumble": talk.mumble}.get(answer, lambda: talk.answer("not_sure"))()
    finish(talk)
    assert talk.levels == ["self_care"]
    assert talk.said.index("level.self_care") < talk.said.index(tip) < talk.said.index("level.worse")
    assert talk.said[-1] == "closing.emergency"


def test_a_tip_is_not_given_beside_a_doctor():
    talk = at_question("tingling")
    talk.answer("yes")
    finish(talk)
    talk = at_question("at_risk")
    talk.answer("no")
    assert not any(line.startswith("tip.") for line in talk.said)


def test_a_tip_that_was_answered_clearly_is_not_given():
    talk = at_question("at_risk")
    talk.answer("no")
    assert not any(line.startswith("tip.") for line in talk.said)


@pytest.mark.parametrize(
    ("symptom", "topic", "line"),
    [("swollen", "heat_or_cold", "withheld.temperature"), ("tingling", "heat_or_cold", "withheld.temperature"),
     ("pop", "keep_training", "withheld.training"), ("fall", "keep_training", "withheld.training")],
)  # fmt: skip
def test_a_topic_that_an_answer_forbids_is_answered_with_that(symptom, topic, line):
    talk = calf()
    talk.say("symptom", symptom=symptom)
    talk.say(topic)
    assert line in talk.said
    assert not set(script().topics[topic].answer) & set(talk.said)


@pytest.mark.parametrize("topic", ["heat_or_cold", "keep_training", "hydration"])
def test_a_topic_that_no_answer_forbids_is_answered_as_usual(topic):
    talk = calf()
    talk.answer("no", "no")
    talk.say(topic)
    assert not any(line.startswith("withheld") for line in talk.said)


def test_what_an_ordinary_cramp_is_not_asked_is_said_in_its_result():
    talk = stretching()
    talk.say("eased")
    finish(talk)
    assert talk.said.count("tip.later") == 1
    assert talk.said[-1] == "closing.emergency"


def test_what_was_asked_is_not_said_again_in_the_result():
    talk = at_question("at_risk")
    talk.answer("no")
    assert "tip.later" not in talk.said


def eased() -> Talk:
    """A calf cramp has eased, and nothing is swollen."""
    talk = stretching()
    talk.say("eased")
    talk.answer("no")
    assert talk.open == "tingling"
    return talk


def test_nothing_tingles_or_is_numb_denies_the_numb_part_as_well():
    talk = eased()
    talk.answer("no")
    assert talk.session.answer("numb_floppy") == "no"
    assert talk.steps[-1] == "massage"


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_a_part_that_tingles_is_asked_about_feeling_before_it_is_touched(answer):
    talk = eased()
    while talk.open == "tingling":
        talk.answer(answer)
    assert talk.open == "numb_floppy"
    talk.answer("yes")
    assert talk.levels == ["emergency"]


def test_tingling_left_after_an_ordinary_cramp_is_for_the_doctor():
    talk = eased()
    talk.answer("yes")
    finish(talk)
    assert talk.levels == ["doctor_soon"]
    assert not {"massage", "temperature"} & set(talk.steps)


def test_what_a_no_had_covered_is_asked_once_that_no_is_taken_back():
    talk = eased()
    talk.answer("no")
    talk.say("symptom", symptom="tingling")
    assert talk.session.answer("numb_floppy") is None
    assert talk.open == "numb_floppy"


def test_what_was_asked_itself_is_not_asked_again_when_tingling_is_told_later():
    talk = at_question("back_numb")
    assert talk.session.answer("numb_floppy") == "no"
    talk.say("symptom", symptom="tingling")
    assert talk.session.answer("numb_floppy") == "no"


@pytest.mark.parametrize(("question", "level"), [("often", "doctor_soon"), ("same_muscle", "physiotherapist")])
def test_a_story_of_how_often_it_happens_answers_the_question_that_asks_just_that(question, level):
    talk = at_question(question)
    talk.say("recurring")
    finish(talk)
    assert talk.levels[0] == level
    assert talk.session.answer(question) in ("yes", None)


def test_how_often_it_happens_is_no_answer_to_a_question_about_danger():
    talk = at_question("chest_breathing")
    talk.say("recurring")
    assert talk.open == "chest_breathing"
    assert talk.levels == []
