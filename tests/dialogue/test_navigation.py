"""Navigation: every command from every step, and never past a danger question."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import Talk, at_question, calf, closing, cooling, paused, stretching, topic
from voice_coach.dialogue.actions import Adjust, Say, StopSpeaking
from voice_coach.dialogue.events import Heard
from voice_coach.dialogue.session import Phase
from voice_coach.understanding.interpretation import Correction, Interpretation, Polarity

IN_SESSION = [calf, stretching, paused, cooling]
EVERYWHERE = [*IN_SESSION, closing, topic]
COMMANDS = [
    "nav_next", "nav_repeat", "nav_back", "nav_pause", "nav_resume", "nav_restart", "nav_help", "nav_slower",
    "nav_louder",
]  # fmt: skip


@pytest.mark.parametrize("start", EVERYWHERE)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_gets_a_reaction_everywhere(start, command):
    talk = start()
    said = len(talk.said)
    talk.say(command)
    assert talk.notes[-1] is True
    assert len(talk.said) > said
    assert talk.session.phase is not Phase.IDLE


@pytest.mark.parametrize("start", EVERYWHERE)
@pytest.mark.parametrize("how", [lambda talk: talk.say("nav_stop"), lambda talk: talk.tap("stop")])
def test_stop_stops_at_once_everywhere(start, how):
    talk = start()
    actions = how(talk)
    assert talk.ends == ["stopped"]
    told = ["stopped.cool_down"] if start is cooling else []  # a danger that was told of is not left without a word
    assert [action.line for action in actions if isinstance(action, Say)] == told
    assert talk.session.phase is Phase.IDLE


def test_next_never_skips_a_danger_question():
    talk = calf()
    for _ in range(6):
        talk.say("nav_next")
        assert talk.open == "chest_breathing"
    assert talk.session.answers == ()


def test_next_skips_a_harmless_question_as_not_sure():
    talk = at_question("same_muscle")
    talk.say("nav_next")
    assert talk.open == "at_risk"
    assert talk.session.answer("same_muscle") == "not_sure"


def test_repeat_says_the_question_again_and_other_words_after_that():
    talk = calf()
    talk.say("nav_repeat")
    assert talk.said[-1] == "ask.chest_breathing"
    talk.say("nav_repeat")
    assert talk.said[-1] == "ask.chest_breathing.again"


def test_repeat_says_the_summary_again():
    talk = closing()
    talk.say("nav_repeat")
    assert talk.said.count("level.self_care") == 2


def test_back_asks_the_last_question_again_and_forgets_its_answer():
    talk = calf()
    talk.answer("no")
    talk.say("nav_back")
    assert talk.open == "chest_breathing"
    assert talk.session.answer("chest_breathing") is None


def test_what_back_has_forgotten_cannot_be_taken_back_once_more():
    talk = at_question("pop_tear")
    opened = "pop_tear"
    talk.mute = True
    talk.answer("yes")
    talk.say("nav_back")
    assert (talk.open, talk.session.answer(opened)) == (opened, None)
    talk.send(
        Heard(Interpretation("", "answer", accepted=True, polarity=Polarity.NEGATE, correction=Correction.CERTAIN))
    )
    assert talk.session.answer(opened) == "no"


def test_back_at_the_first_question_stays_there():
    talk = calf()
    talk.say("nav_back")
    assert "back.first" in talk.said
    assert talk.open == "chest_breathing"


def test_back_to_a_question_and_yes_takes_the_stretch_away():
    talk = calf()
    talk.answer("no", "no", "no")
    talk.say("nav_back")
    assert talk.open == "pop_tear"
    talk.answer("yes")
    assert "stretch" not in talk.steps


def test_back_does_not_return_to_a_stretch_that_was_forbidden_since():
    talk = stretching()
    talk.say("eased")
    talk.say("symptom", symptom="pop")
    talk.say("nav_back")
    assert talk.steps.count("stretch") == 1
    assert talk.open is not None


def test_there_is_no_way_back_out_of_cooling_down():
    talk = at_question("overheated")
    talk.answer("yes")
    talk.say("nav_back")
    assert talk.session.protocol == "cool_down"
    assert talk.open == "alone"


def test_pause_is_quiet_and_resume_puts_the_question_again():
    talk = calf()
    talk.say("nav_pause")
    said = len(talk.said)
    talk.mumble(3)
    talk.answer("no")
    assert len(talk.said) == said
    talk.say("nav_resume")
    assert talk.open == "chest_breathing"
    assert talk.session.answers == ()


def test_a_pause_nobody_ends_is_over_in_the_end_without_a_level():
    talk = paused()
    talk.wait()
    assert talk.ends == ["idle"]
    assert talk.levels == []


def test_a_pause_ends_the_hold():
    talk = stretching()
    talk.say("nav_pause")
    assert talk.holds[-1] == "end"
    talk.say("nav_resume")
    assert talk.holds[-1] == "start"


def test_pausing_twice_is_one_pause():
    talk = stretching()
    talk.say("nav_pause")
    talk.say("nav_pause")
    talk.say("nav_resume")
    assert talk.session.phase is Phase.STEP


def test_start_over_asks_the_gate_again():
    talk = stretching()
    talk.say("nav_restart")
    assert talk.open == "chest_breathing"
    assert talk.session.answers == ()
    assert talk.session.muscle == "calf"


def test_slower_and_louder_change_the_voice_and_say_it_again():
    talk = calf()
    talk.say("nav_slower")
    talk.say("nav_louder")
    adjusted = [action for action in talk.actions if isinstance(action, Adjust)]
    assert adjusted[0].rate < 1.0
    assert adjusted[1].gain > 0.0
    assert talk.open == "chest_breathing"


def test_slower_and_louder_have_their_limits():
    talk = calf()
    for _ in range(20):
        talk.say("nav_slower")
        talk.say("nav_louder")
    assert talk.session.rate == 0.5
    assert talk.session.gain == 20.0


def test_the_voice_is_as_before_for_the_next_person():
    talk = calf()
    talk.say("nav_louder")
    talk.say("nav_stop")
    assert [action for action in talk.actions if isinstance(action, Adjust)][-1] == Adjust()


def test_help_says_what_can_be_said_and_puts_the_question_again():
    talk = calf()
    talk.say("nav_help")
    assert any(line.startswith("help.question") for line in talk.said)
    assert talk.open == "chest_breathing"


def test_help_works_before_a_conversation():
    talk = Talk()
    talk.say("nav_help")
    assert talk.said == ["help.idle.1"]


def test_an_accepted_word_cuts_what_is_being_said():
    talk = Talk(mute=True)
    talk.say("cramp_relief", muscle="calf")
    assert StopSpeaking() in talk.say("nav_repeat")


def test_an_unknown_button_changes_nothing():
    talk = calf()
    before = talk.session
    assert talk.tap("self_destruct") == []
    assert talk.session == before


@pytest.mark.parametrize(
    "button", ["yes", "no", "not_sure", "next", "repeat", "back", "pause", "resume", "start_over", "help"]
)
def test_every_button_works_at_a_question(button):
    talk = calf()
    assert talk.tap(button)
