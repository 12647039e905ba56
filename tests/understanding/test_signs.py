"""Signs forgive a slip of the keys, and take no everyday word for the danger that it is spelt like."""

from __future__ import annotations

from pathlib import Path

import pocketsphinx
import pytest

from voice_coach.recognition.embedded.filler import rank_words
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.signs import LETTERS_TO_FORGIVE, SignFinder
from voice_coach.understanding.sound import SoundMatcher
from voice_coach.understanding.understanding import Understanding

EVERYDAY = 10_000
"""The likeliest words of English, of six letters or more, that are looked at."""

FORMS = ("", "s", "es", "d", "ed", "ing", "ings", "er", "ers", "ly", "y", "e", "r", "ness")


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize(
    "text",
    ["what did you make of the cooking show", "my wife is cooking tonight", "we watched the cooking show again",
     "i still have two to go on the rowing machine", "i'm still resting and then it's the rowing machine",
     "they painted the gym", "my ladder leans on the wall",
     "she's been sharing her towel", "is the hooking machine free"],
)  # fmt: skip
def test_an_everyday_word_that_is_spelt_like_a_danger_starts_nothing(
    understanding: Understanding, text: str, situation: Situation
) -> None:
    found = understanding.interpret(text, Expectation(situation))
    assert not found.accepted, found


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize(
    "text",
    ["i'm choaking", "i'm chocking", "he is chokeing", "she's choknig", "he colapsed", "she collasped on the floor",
     "he's unconcious", "she is uncoscious", "he's having a siezure", "call an amublance", "get an ambulace",
     "he just faintted", "my chest pain and swetaing", "i've got presure in my chest"],
)  # fmt: skip
def test_a_danger_with_a_slip_of_the_keys_still_alarms(
    understanding: Understanding, text: str, situation: Situation
) -> None:
    found = understanding.interpret(text, Expectation(situation))
    assert found.accepted
    assert found.intent == "emergency"


def test_an_everyday_word_stands_for_no_danger_but_one_that_sounds_the_same(library: IntentLibrary) -> None:
    """Add the words that this names to `ordinary` in wording.yaml, or think about the sign that they are near."""
    folder = Path(pocketsphinx.get_model_path()) / "en-us"
    lines = (folder / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines]
    ranked = rank_words([word for word in words if len(word) >= LETTERS_TO_FORGIVE], folder / "en-us.lm.bin")
    sounds = SoundMatcher((), library.wording.sounds)
    finders = [SignFinder(signs, library.wording) for signs in (library.signs, library.symptoms)]

    def of_one_kind(word: str, other: str) -> bool:
        return sounds.sound((word,)) == sounds.sound((other,)) or not _stems(word).isdisjoint(_stems(other))

    astray = {}
    for word in ranked[:EVERYDAY]:
        taken_for = set[str]().union(*(finder._words(word) for finder in finders)) - {word}
        # One that is near its own other form too is left to it: what is misheard must still be found.
        if taken_for and not any(of_one_kind(word, other) for other in taken_for):
            astray[word] = taken_for
    assert not astray


def _stems(word: str) -> set[str]:
    """The word without each ending that it may have."""
    return {word[: len(word) - len(end)] for end in FORMS if word.endswith(end) and len(word) - len(end) >= 4}
