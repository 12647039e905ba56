"""Ending: finished commands, what people go on after, and the beginnings of phrases are told apart."""

from __future__ import annotations

import pytest

from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.hypothesis import Ending


@pytest.fixture(scope="module")
def endings(coach_library):
    return EndingReader(coach_library)


@pytest.mark.parametrize("text", ["next", "repeat", "stop", "not sure", "that helped", "start over", "nope"])
def test_short_commands_and_answers_are_whole(endings, text):
    assert endings.read(text, text) not in (Ending.UNFINISHED, Ending.UNKNOWN)


@pytest.mark.parametrize("text", ["next", "next please", "how do i get rid of a calf cramp", "that helped"])
def test_what_nothing_can_change_is_complete(endings, text):
    assert endings.read(text, text) is Ending.COMPLETE


def test_stop_never_waits(endings):
    assert endings.read("stop", "stop") is Ending.STOP
    assert endings.read("please stop", "please stop") is Ending.STOP


@pytest.mark.parametrize("text", ["help", "yes"])
def test_a_phrase_that_goes_on_to_mean_something_else_is_open(endings, text):
    assert endings.read(text, text) is Ending.OPEN


@pytest.mark.parametrize("text", ["heat or ice", "it hurts", "i keep getting cramps"])
def test_several_words_that_may_go_on_wait_as_long_as_ever(endings, text):
    assert endings.read(text, text) is Ending.DOUBTFUL


@pytest.mark.parametrize("text", ["my calf", "i have", "it is", "is it normal to cramp"])
def test_words_that_nearly_everybody_goes_on_after_do_not_tell(endings, text):
    assert endings.read(text, text) is Ending.UNKNOWN


@pytest.mark.parametrize("text", ["no", "nope", "not really", "no i don't"])
def test_an_answer_that_denies_waits_for_what_it_denies(endings, text):
    assert endings.read(text, text) is Ending.DENIAL


@pytest.mark.parametrize("text", ["i have chest pain", "chest pain", "i can't breathe", "i can't breathe properly"])
def test_a_sign_of_danger_waits_for_a_late_no(endings, text):
    assert endings.read(text, text) is Ending.DANGER


@pytest.mark.parametrize("so_far", ["i have", "my", "how do i get rid of", "i have no", "my [unk]", "my [unk] [unk]"])
def test_the_beginning_of_a_phrase_is_unfinished(endings, so_far):
    assert endings.read("[unk]", so_far) is Ending.UNFINISHED


@pytest.mark.parametrize("so_far", ["", "[unk]", "[unk] my", "two large coffees", "cramping my"])
def test_other_words_do_not_tell(endings, so_far):
    assert endings.read("[unk]", so_far) is Ending.UNKNOWN
    assert endings.read("", so_far) is Ending.UNKNOWN


def test_the_phrase_counts_before_the_words_that_nothing_had_to_end(endings):
    assert endings.read("i can't breathe", "i can't") is Ending.DANGER
    assert endings.read("no", "") is Ending.DENIAL


@pytest.mark.parametrize(
    ("text", "so_far"),
    [("i have a cramp in my thigh", "i have a cramp in"), ("volume up", "[unk]"), ("that helped", "")],
)
def test_words_that_nobody_was_heard_to_say_are_waited_for(endings, text, so_far):
    assert endings.read(text, so_far) is Ending.UNKNOWN


@pytest.mark.parametrize(("text", "so_far"), [("that helped", "that's better"), ("next", "[unk]"), ("yes", "[unk]")])
def test_a_phrase_of_which_other_words_were_heard_does_not_close_early(endings, text, so_far):
    assert endings.read(text, so_far) is Ending.DOUBTFUL


@pytest.mark.parametrize("so_far", ["", "[unk]", "start"])
def test_stop_does_not_wait_whatever_else_it_sounded_like(endings, so_far):
    assert endings.read("stop", so_far) is Ending.STOP


def test_a_phrase_that_beats_the_filler_by_far_was_said(endings):
    assert endings.read("louder", "[unk]", margin=13.0) is Ending.COMPLETE
    assert endings.read("volume up", "[unk]", margin=1.0) is Ending.UNKNOWN
    assert endings.read("heat or ice", "heat or", margin=13.0) is Ending.DOUBTFUL


@pytest.mark.parametrize(
    "text", ["three two call an ambulance four", "and i have chest pain too", "i have no chest pain"]
)
def test_an_emergency_is_found_wherever_it_comes_and_whatever_is_said_of_it(endings, text):
    assert endings.alarming(text)


@pytest.mark.parametrize("text", ["", "help", "call my friend", "my chest day was fine", "my calf is cramping"])
def test_what_holds_no_emergency_of_several_words_alarms_nobody(endings, text):
    assert not endings.alarming(text)
