"""Agreement: what several models hear alike counts, what one hears alone does not, and danger is not lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.recognition.agreement import DANGER_MARGIN, UNKNOWN, Reading, choose


def dangerous(text: str) -> bool:
    return "chest pain" in text and not text.startswith("no ")


def chosen(*heard: tuple[str, float | None]) -> str:
    return choose([Reading(text, margin, "") for text, margin in heard], dangerous).text


def test_a_single_model_decides_by_itself():
    assert chosen(("no", -2.0)) == "no"


def test_two_of_three_that_hear_the_same_phrase_are_believed():
    assert chosen(("my back is cramping", 4.0), ("", None), ("my back is cramping", 5.0)) == "my back is cramping"


def test_the_best_margin_alone_is_not():
    assert chosen(("my thigh", 16.8), ("", None), ("move on", 0.7)) == UNKNOWN


@pytest.mark.parametrize("word", ["no", "yes", "stop"])
def test_a_single_word_needs_them_all(word):
    assert chosen((word, 4.0), (word, 5.0), ("", None)) == UNKNOWN
    assert chosen((word, 4.0), (word, 5.0), (word, 0.1)) == word


def test_long_phrases_may_differ_in_a_little_word():
    one, other = "can i have a light roast coffee with milk", "may i have a light roast coffee with milk"
    assert chosen((one, 4.0), (other, 5.0), ("", None)) == other


def test_short_ones_may_not_differ_at_all():
    assert chosen(("i have chest pain", 1.0), ("no chest pain", 1.0), ("", None)) == UNKNOWN
    assert chosen(("my calf is cramping", 4.0), ("my back is cramping", 5.0), ("", None)) == UNKNOWN


def test_two_signs_of_danger_agree_whatever_their_words():
    assert chosen(("i have chest pain", 1.0), ("", None), ("he has chest pain", 2.0)) == "he has chest pain"


def test_a_clear_one_counts_when_the_plain_model_heard_it():
    assert chosen(("i have chest pain", DANGER_MARGIN), ("", None), ("move on", 9.0)) == "i have chest pain"
    assert chosen(("i have chest pain", DANGER_MARGIN - 0.1), ("", None), ("move on", 9.0)) == UNKNOWN


def test_one_that_only_a_bent_model_heard_does_not():
    assert chosen(("move on", 9.0), ("", None), ("i have chest pain", 12.0)) == UNKNOWN


def test_a_sign_that_lost_to_the_filler_does_not_count():
    assert chosen(("i have chest pain", 1.0), ("", None), ("he has chest pain", -0.1)) == UNKNOWN


def test_models_that_agree_outweigh_two_that_do_not():
    heard = ("i have chest pain", 3.5), ("no chest pain", 2.0), ("no chest pain", 1.0)
    assert chosen(*heard) == "no chest pain"


@given(st.lists(st.tuples(st.sampled_from(["no", "yes", "my calf", ""]), st.none() | st.floats(-50, 50)), min_size=2))
def test_what_no_model_heard_is_never_chosen(heard):
    readings = [Reading(text, margin, "") for text, margin in heard]
    found = choose(readings, dangerous)
    assert found in readings or (found.text, found.margin) == (UNKNOWN, None)
