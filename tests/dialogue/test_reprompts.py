"""Reprompts: the ladder of silence and no-matches."""

from __future__ import annotations

import pytest

from tests.dialogue.driver import SETTINGS, Talk, answered, at_question, calf, meant, script, stretching, unknown
from voice_coach.dialogue.actions import Adjust, Alert, Ask
from voice_coach.dialogue.events import Heard, SpeechFinished, Tick
from voice_coach.understanding.interpretation import Polarity, Rejection


def words(talk: Talk) -> list[str]:
    return [action.text for action in talk.actions if isinstance(action, Ask)]


def test_nothing_is_repeated_before_eight_seconds_are_over():
    talk = calf()
    talk.now += SETTINGS.answer_wait - 0.1
    assert talk.send(Tick()) == []


def test_no_prompt_of_the_ladder_sounds_like_another():
    for climb in (Talk.wait, Talk.mumble):
        talk = calf()
        climb(talk, 2)
        assert len(set(words(talk))) == 3
        assert len(talk.said) == len(set(talk.said))


def test_silence_and_noise_in_turns_never_sound_three_times_alike():
    talk = calf()
    talk.wait()
    talk.mumble()
    talk.wait()
    talk.mumble()
    said = words(talk)
    assert all(len({*said[at : at + 3]}) > 1 for at in range(len(said) - 2))


def test_the_second_failure_offers_the_screen():
    talk = calf()
    talk.mumble(2)
    assert any(line.startswith("reprompt.offer") for line in talk.said)


def test_no_matches_are_counted_for_each_question_alone():
    talk = calf()
    for _ in range(4):
        talk.mumble(2)
        talk.answer("no")
    assert talk.levels == []
    assert talk.steps == ["stop", "stretch"]


def test_silences_do_not_count_as_no_matches():
    talk = calf()
    talk.wait(2)
    talk.mumble(2)
    assert talk.levels == []


@pytest.mark.parametrize("rejection", [Rejection.ECHO, Rejection.NOISE])
def test_an_echo_and_noise_change_nothing(rejection):
    talk = calf()
    before = talk.session
    for _ in range(5):
        talk.send(Heard(unknown(rejection)))
    assert talk.session == before
    assert talk.notes[1:] == [False] * 5


def test_talk_around_an_idle_coach_changes_nothing():
    talk = Talk()
    talk.mumble(10)
    talk.answer("yes", "no", "not_sure")
    for intent in ("nav_next", "nav_stop", "eased", "not_working", "more", "why"):
        talk.say(intent)
    assert talk.session.phase == "idle"
    assert talk.said == []
    assert not any(talk.notes)


def test_talk_around_a_person_who_stretches_gets_one_hint_only():
    talk = stretching()
    said = len(talk.said)
    talk.mumble(5)
    assert len(talk.said) == said + 1
    assert talk.session.hold_since is not None


def test_a_contradictory_answer_is_asked_again():
    talk = calf()
    talk.send(Heard(meant("answer", Polarity.CONFLICT)))
    assert talk.open == "chest_breathing"
    assert talk.levels == []


def test_a_no_before_the_key_word_is_no_answer():
    talk = calf()
    talk.send(Heard(answered("no"), early=True))
    assert talk.open == "chest_breathing"
    assert talk.notes[-1] is False


def test_a_yes_before_the_key_word_counts_when_it_is_dangerous():
    talk = calf()
    talk.send(Heard(answered("yes"), early=True))
    assert talk.levels == ["emergency"]


def test_a_yes_before_the_key_word_of_something_harmless_is_no_answer():
    talk = at_question("often")
    talk.send(Heard(answered("yes"), early=True))
    assert talk.open == "often"


def test_nobody_is_alarmed_when_only_a_ghost_started_the_conversation():
    talk = calf()
    talk.wait(3)
    assert Alert("emergency") not in talk.actions
    assert "emergency.ghost" in talk.said
    assert talk.levels == ["emergency"], "the screen still shows the number"
    talk.wait()
    assert talk.ends == ["idle"]


def test_silence_of_a_person_who_spoke_sounds_the_alarm_for_a_minute_at_most():
    talk = calf()
    talk.answer("no")
    talk.wait(3)
    started = talk.now
    assert talk.levels == ["emergency"]
    assert any(isinstance(action, Adjust) and action.gain > 0 for action in talk.actions)
    while talk.session.phase != "idle":
        talk.wait()
        assert talk.now - started < SETTINGS.alarm + 20
    assert talk.ends == ["idle"]
    assert talk.actions.count(Alert("emergency")) > 2


def test_a_person_who_answers_the_alarm_is_asked_again():
    talk = calf()
    talk.answer("no")
    talk.wait(3)
    talk.answer("no")
    assert talk.open == "faint_confused"


def test_a_speaker_that_never_reports_does_not_hang_the_conversation():
    talk = Talk(mute=True)
    talk.say("cramp_relief", muscle="calf")
    talk.wait()
    assert talk.session.queue == ()
    assert talk.session.deadline == talk.now + SETTINGS.answer_wait


def test_the_end_of_a_line_that_was_cut_is_not_the_end_of_the_new_one():
    talk = Talk(mute=True)
    talk.say("cramp_relief", muscle="calf")
    talk.answer("no")
    talk.send(SpeechFinished("ask.chest_breathing", interrupted=True))
    assert talk.session.queue == ("ask.faint_confused",)


def test_every_question_has_three_different_wordings():
    for question in script().questions.values():
        assert len({line.say for line in question.lines}) == 3
