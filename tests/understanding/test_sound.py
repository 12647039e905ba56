"""Sound: what recognisers make of words that they do not know, and ordinary talk that sounds like nothing of ours."""

from __future__ import annotations

import pytest

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.sound import FEWEST, SoundMatcher
from voice_coach.understanding.template import Phrase
from voice_coach.understanding.understanding import Understanding

SOUNDS = {"k": ("c", "k", "ck"), "l": ("l", "r"), "m": ("m", "n"), "b": ("b", "p"), "ks": ("x",), "-": ("gh",)}
OPEN = Expectation(Situation.QUESTION)


def matcher(*texts: str) -> SoundMatcher:
    """A matcher of these phrases."""
    return SoundMatcher([Phrase(text, "any") for text in texts], SOUNDS)


def test_spelling_is_reduced_to_its_sounds() -> None:
    found = matcher("cramp")
    assert found.sound(("cramp",)) == "klmb"
    assert found.sound(("clump",)) == found.sound(("kr", "amp")) == "klmb"
    assert found.sound(("back",)) == "bk"
    assert found.sound(("bough", "x", "[unk]")) == "bks"


def test_too_few_sounds_resemble_nothing() -> None:
    found = matcher("look", "cramp clamp lamp")
    assert len(found.sound(("look",))) < FEWEST
    assert found.scores(("look",)).max() == 0.0
    assert found.scores(("kramp", "klamp", "lamp")).argmax() == 1


def test_an_odd_word_becomes_the_word_that_sounds_the_same() -> None:
    found = matcher("my cramp")
    assert found.mended(("my", "kramp"), lambda token: token == "kramp") == ("my", "cramp")
    assert found.mended(("my", "kra", "mp"), lambda token: token == "mp") == ("my", "cramp")
    assert found.mended(("my", "kramp"), lambda token: False) == ("my", "kramp")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("my amstring has seized", "cramp_relief"),
        ("magneezium", "supplements"),
        ("my calf is cram ping", "cramp_relief"),
        ("does kaffeine cause cramps", "energy_drinks"),
    ],
)
def test_words_that_sound_like_ours_are_understood(understanding: Understanding, text: str, intent: str) -> None:
    found = understanding.interpret(text, OPEN)
    assert (found.intent, found.accepted) == (intent, True)


def test_what_sounds_like_danger_is_asked_about(understanding: Understanding, library: IntentLibrary) -> None:
    found = understanding.interpret("kant kontrol my blader", OPEN)
    assert (found.intent, found.accepted, found.slots.get("certainty")) == ("emergency", True, "ask")
    assert library.wording.sounds


def test_a_strict_hypothesis_is_taken_as_it_is(understanding: Understanding) -> None:
    assert not understanding.interpret(Hypothesis("my calf is kram ping"), OPEN).accepted
