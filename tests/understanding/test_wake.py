"""The wake phrase: read off the front of an utterance, which means what it would mean without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.errors import BrokenContent
from voice_coach.paths import intents_folder
from voice_coach.understanding.interpretation import Call, Expectation, Rejection, Situation
from voice_coach.understanding.library import IntentLibrary, load_library
from voice_coach.understanding.understanding import WAKE, Understanding
from voice_coach.understanding.wake import load_wake

PHRASES = tuple(phrase.text for phrase in load_library(intents_folder()).phrases())
CALLS = (
    "hey coach",
    "hi coach",
    "okay coach",
    "coach",
    "Hey, Coach!",
    "um hey coach",
    "right so hey coach",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from(CALLS), st.sampled_from(Situation))
def test_a_sentence_means_the_same_behind_the_wake_phrase(
    understanding: Understanding, phrase: str, call: str, situation: Situation
) -> None:
    expectation = Expectation(situation)
    plain = understanding.interpret(phrase, expectation)
    called = understanding.interpret(f"{call} {phrase}", expectation)
    assert called.call is (Call.NAMED if call == "coach" else Call.CALLED)
    assert plain.call is Call.NONE
    assert replace(called, text=plain.text, call=plain.call) == plain


@pytest.mark.parametrize("said", ["hey coach", "Okay, Coach.", "hi coach", "ok coach", "hey couch"])
@pytest.mark.parametrize("situation", Situation)
def test_a_call_alone_is_no_answer_and_starts_nothing(
    understanding: Understanding, said: str, situation: Situation
) -> None:
    heard = understanding.interpret(said, Expectation(situation))
    assert (heard.call, heard.intent, heard.accepted) == (Call.ALONE, WAKE, False)
    assert heard.rejection is Rejection.UNKNOWN


@pytest.mark.parametrize(
    "said",
    [
        "coach",
        "my calf is cramping coach",
        "my coach says i should rest",
        "the hey coach",
        "no coach",
        "hey there",
        "hey",
    ],
)
def test_what_does_not_open_with_the_wake_phrase_is_no_call(understanding: Understanding, said: str) -> None:
    assert understanding.interpret(said, Expectation()).call is Call.NONE


@pytest.mark.parametrize(
    "said", ["coach collapsed", "coach can't breathe", "coach is not breathing", "coach has passed out"]
)
def test_a_coach_of_flesh_and_blood_who_is_in_danger_is_an_emergency(understanding: Understanding, said: str) -> None:
    assert understanding.interpret(said, Expectation()).intent == "emergency"


def test_the_coach_s_own_words_do_not_call_it(understanding: Understanding) -> None:
    heard = understanding.interpret("hey coach", Expectation(speaking="Say hey coach, then what hurts."))
    assert heard.rejection is Rejection.ECHO


def test_content_without_a_wake_phrase_has_none(tmp_path: Path) -> None:
    wake = load_wake(tmp_path / "wake.yaml")
    assert wake.texts == ()
    assert wake.read(("hey", "coach"), ()) == (Call.NONE, ("hey", "coach"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("before: [coach]", 'the key "alone" is missing'),
        ("alone: []", "there is no wake phrase"),
        ('alone: ["[hey]"]', "also stands for silence"),
        ('alone: ["hey {muscle}"]', "names a list or a rule"),
        ('alone: ["hey (coach"]', "do not fit"),
        ('alone: ["hey coach"]\nname: coach', "not known here"),
    ],
)
def test_a_mistake_in_the_wake_phrase_names_the_file_and_the_mend(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "wake.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(BrokenContent, match=r"^wake\.yaml, line \d+: ") as caught:
        load_wake(tmp_path / "wake.yaml")
    assert told in str(caught.value)


def test_another_name_is_a_change_of_data(tmp_path: Path, library: IntentLibrary) -> None:
    (tmp_path / "wake.yaml").write_text('alone: ["(hello|hey) trainer"]\n', encoding="utf-8")
    renamed = Understanding(replace(library, wake=load_wake(tmp_path / "wake.yaml")))
    assert renamed.interpret("hello trainer", Expectation()).call is Call.ALONE
    assert renamed.interpret("hey trainer my calf is cramping", Expectation()).slots == {"muscle": "calf"}
    assert renamed.interpret("hey coach", Expectation()).call is Call.NONE
