"""What a recorded sentence stands for: worked out, corrected by the person, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.collection.meaning import Meaning, read_slots, work_out
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Polarity, Situation
from voice_coach.understanding.library import IntentLibrary, load_library


@pytest.fixture(scope="module")
def library(root: Path) -> IntentLibrary:
    return load_library(root / "intents")


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("my calf is cramping", Meaning("cramp_relief", {"muscle": "calf"})),
        ("hey coach my calf is cramping", Meaning("cramp_relief", {"muscle": "calf"})),
        ("next", Meaning("nav_next", {}, Situation.STEP)),
        ("yes", Meaning("answer", {}, Situation.QUESTION, Polarity.AFFIRM)),
        ("i have chest pain", Meaning("emergency", {"symptom": "chest_pain"})),
    ],
)
def test_what_the_coach_understands_is_what_it_means(library: IntentLibrary, phrase: str, meaning: Meaning) -> None:
    assert work_out(phrase, library) == meaning


def test_the_person_knows_better(library: IntentLibrary) -> None:
    assert work_out("banana bread", library, "cramp_relief", {"muscle": "foot"}) == Meaning(
        "cramp_relief", {"muscle": "foot"}
    )
    assert work_out("onwards", library, "nav_next").situation is Situation.STEP
    assert work_out("my calf is cramping", library, None, {"muscle": "foot"}).slots == {"muscle": "foot"}
    assert work_out("yes", library, "answer").polarity is Polarity.AFFIRM


@pytest.mark.parametrize(
    ("phrase", "intent", "slots", "told"),
    [
        ("banana bread", None, {}, "add --intent"),
        ("my calf", "cramp", {}, "is not known"),
        ("my calf", None, {"muscles": "calf"}, 'no slot "muscles"'),
        ("my calf", None, {"muscle": "calves"}, 'never "calves"'),
        ("banana bread", "answer", {}, "is no answer"),
    ],
)
def test_what_cannot_be_is_refused(
    library: IntentLibrary, phrase: str, intent: str | None, slots: dict[str, str], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        work_out(phrase, library, intent, slots)


def test_slots_are_read_as_they_are_written() -> None:
    assert read_slots(["muscle=calf, side=left", "who=other"]) == {"muscle": "calf", "side": "left", "who": "other"}
    assert read_slots(None) == {}
    for wrong in ("muscle", "=calf", "muscle=", "muscle=calf,"):
        with pytest.raises(BadInput, match="is no slot"):
            read_slots([wrong])
