"""Denials: a danger that is denied is heard as none, in every state, and a lost "n't" is asked about."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.understanding.test_danger import QUESTIONS, alarms
from voice_coach.errors import BrokenContent
from voice_coach.understanding.denials import load_denials
from voice_coach.understanding.interpretation import Expectation, Polarity, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.understanding import Understanding


def test_no_denial_of_the_library_is_heard_as_the_danger(understanding: Understanding, library: IntentLibrary) -> None:
    questions = itertools.cycle(QUESTIONS.values())  # all of them with each of 900 sentences would take minutes
    assert len(library.denials.denied) > 500
    for text, slots in library.denials.denied.items():
        for expectation in (*map(Expectation, Situation), next(questions)):
            found = understanding.interpret(text, expectation)
            assert not alarms(found), (text, expectation)
            if slots and found.accepted:
                assert found.polarity is not Polarity.AFFIRM, (text, expectation)
                assert found.intent != "symptom" or found.polarity is Polarity.NEGATE, (text, expectation)


@pytest.mark.parametrize(
    ("text", "symptom"),
    [("my leg is not swollen", "swollen"), ("there was no pop", "pop"), ("he's conscious", "unresponsive"),
     ("the pain is not getting worse", "worse_at_rest"), ("i'm not overheated", "overheated"),
     ("my calf really is not swollen", "swollen")],
)  # fmt: skip
def test_what_is_denied_in_a_conversation_is_noted_as_denied(understanding, text, symptom) -> None:
    found = understanding.interpret(text, Expectation(Situation.STEP))
    assert (found.intent, found.polarity, found.slots["symptom"]) == ("symptom", Polarity.NEGATE, symptom)
    assert not understanding.interpret(text, Expectation()).accepted


@pytest.mark.parametrize(
    ("text", "symptom"),
    [("my leg is swollen", "swollen"), ("it popped", "pop"), ("i fell", "fall"), ("it's red", "swollen")],
)
def test_what_is_not_denied_is_still_reported(understanding, text, symptom) -> None:
    found = understanding.interpret(text, Expectation(Situation.STEP))
    assert (found.intent, found.polarity, found.slots["symptom"]) == ("symptom", Polarity.NONE, symptom)


@pytest.mark.parametrize("text", ["i can feel my leg", "i can catch my breath", "i can move my arm"])
def test_of_which_a_lost_word_would_make_a_danger_it_is_asked(understanding, text) -> None:
    found = understanding.interpret(text, Expectation(Situation.STEP))
    assert (found.intent, found.slots["certainty"], found.polarity) == ("emergency", "ask", Polarity.NONE)


def test_no_denial_is_a_phrase_of_a_topic_as_well(library: IntentLibrary) -> None:
    assert not library.denials.denied.keys() & {phrase.text for phrase in library.phrases()}


def test_content_without_denials_has_none(tmp_path: Path) -> None:
    assert load_denials(tmp_path / "denials.yaml", {}, {}).denied == {}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- slots: {symptom: numb}", 'the key "sentences" is missing'),
        ('- sentences: ["[no]"]', "also stands for silence"),
        ('- sentences: ["my <leg> is fine"]', "add leg with its words to rules.yaml"),
        ('- sentences: ["my (leg is fine"]', "do not fit"),
        ('- {sentences: ["fine"], slots: {symptom: numb}}\n- sentences: ["fine"]', "denies two different things"),
        ('- sentences: ["fine"]\n  intent: x', "not known here"),
    ],
)
def test_a_mistake_names_the_file_and_the_mend(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "denials.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(BrokenContent, match=r"^denials\.yaml, line \d+: ") as caught:
        load_denials(tmp_path / "denials.yaml", {}, {})
    assert told in str(caught.value)
