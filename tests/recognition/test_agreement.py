"""Agreement: what several models hear alike counts, what one hears alone does not, and danger is not lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.recognition.agreement import (
    CLEAR,
    DANGER_MARGIN,
    DISSENT,
    ENOUGH,
    ENOUGH_AT_ALL,
    NOTHING,
    NOTHING_SHORT,
    UNKNOWN,
    Reading,
    choose,
    settled,
)


def dangerous(text: str) -> bool:
    return "chest pain" in text and not text.startswith("no ")


def chosen(*heard: tuple[str, float | None]) -> str:
    return choose([Reading(text, margin, "") for text, margin in heard], dangerous).text


def test_a_single_model_decides_by_itself():
    assert chosen(("no", -2.0)) == "no"


def test_two_of_three_that_hear_the_same_phrase_are_believed():
    assert chosen(("my back is cramping", 4.0), ("", None), ("my back is cramping", 5.0)) == "my back is cramping"


def test_the_best_margin_alone_is_believed_only_when_it_outweighs_the_others():
    assert chosen(("my thigh", 16.8), ("", None), ("move on", 0.7)) == "my thigh"
    assert chosen(("my thigh", 2 * DISSENT - 0.1), ("", None), ("move on", 0.7)) == UNKNOWN


def test_two_that_agree_on_several_words_need_one_margin_only():
    assert chosen(("my back is cramping", -3.0), ("", None), ("my back is cramping", 0.1)) == "my back is cramping"
    assert chosen(("my back is cramping", -3.0), ("", None), ("my back is cramping", -0.1)) == UNKNOWN


@pytest.mark.parametrize("word", ["no", "yes", "stop"])
def test_the_margins_of_a_single_word_must_outweigh_those_who_hear_something_else(word):
    assert chosen((word, 0.5), (word, 0.5), ("", None)) == UNKNOWN
    assert chosen((word, 1.0), (word, 1.0), ("", None)) == word


def test_one_model_s_margin_counts_only_so_much():
    assert chosen(("no", 50.0), ("yes", 4.0), ("yes", 4.0)) == "yes"


def test_noise_alone_is_no_phrase_however_the_models_agree():
    heard = [Reading("my back is cramping", 9.0, "", above, 1.5) for above in (ENOUGH * 1.5 - 0.1, 5.0, 8.0)]
    assert choose(heard, dangerous).text == UNKNOWN
    loud = [Reading("my back is cramping", 9.0, "", ENOUGH * 1.5, 1.5) for _ in range(3)]
    assert choose(loud, dangerous).text == "my back is cramping"


def test_a_word_must_beat_the_noise_however_short_it_is():
    assert choose([Reading("no", 9.0, "", ENOUGH_AT_ALL - 0.1, 0.2)] * 3, dangerous).text == UNKNOWN


def test_long_phrases_may_differ_in_a_little_word():
    one, other = "can i have a light roast coffee with milk", "may i have a light roast coffee with milk"
    assert chosen((one, 4.0), (other, 5.0), ("", None)) == other


def test_short_ones_may_not_differ_at_all():
    assert chosen(("i have chest pain", 1.0), ("no chest pain", 1.0), ("", None)) == UNKNOWN
    assert chosen(("my calf is cramping", 2.8), ("my back is cramping", 2.9), ("", None)) == UNKNOWN


def test_two_signs_of_danger_agree_whatever_their_words():
    assert chosen(("i have chest pain", 1.0), ("", None), ("he has chest pain", 2.0)) == "he has chest pain"


def test_a_clear_one_counts_whoever_heard_it():
    for alarm in (DANGER_MARGIN, DANGER_MARGIN + 9):
        assert chosen(("i have chest pain", alarm), ("", None), ("move on", 1.0)) == "i have chest pain"
        assert chosen(("move on", 1.0), ("", None), ("i have chest pain", alarm)) == "i have chest pain"
    assert chosen(("i have chest pain", 2 * DISSENT - 0.1), ("", None), ("move on", 1.0)) == UNKNOWN


@pytest.mark.parametrize("other", ["no chest pain", "move on"])
def test_what_one_model_hears_does_not_hide_a_danger_that_another_heard(other):
    assert chosen((other, 9.0), ("", None), ("i have chest pain", 0.5)) == UNKNOWN
    assert chosen((other, 9.0), ("", None), ("i have chest pain", 12.0)) == "i have chest pain"


def test_a_danger_that_hardly_beats_the_noise_counts_only_when_two_hear_one():
    faint = Reading("i have chest pain", 9.0, "", (CLEAR - 0.1) * 1.5, 1.5)
    cramp = Reading("my back is cramping", 9.0, "", 40.0, 1.5)
    assert choose([cramp, Reading("", None, ""), faint], dangerous).text == "my back is cramping"
    assert choose([Reading("", None, ""), faint, Reading("", None, "")], lambda text: False).text == faint.text
    assert (
        choose([Reading("hello", None, ""), faint, Reading("he has chest pain", 1.0, "", 12.0, 1.5)], dangerous)
        == faint
    )


def test_long_phrases_that_differ_in_a_not_are_not_the_same():
    yes, no = "oh i really have bad chest pain now", "no i really have bad chest pain now"
    assert chosen((yes, 0.5), (no, 0.5), ("", None)) == UNKNOWN


def test_two_signs_that_both_lost_to_the_filler_do_not_count():
    assert chosen(("i have chest pain", -0.1), ("", None), ("he has chest pain", -0.1)) == UNKNOWN
    assert chosen(("i have chest pain", 0.0), ("", None), ("he has chest pain", -0.1)) == "i have chest pain"


def test_models_that_agree_outweigh_two_that_do_not():
    heard = ("i have chest pain", 3.5), ("no chest pain", 2.0), ("no chest pain", 1.0)
    assert chosen(*heard) == "no chest pain"


def test_noise_alone_and_the_same_words_twice_settle_it():
    noise = Reading("move on", None, "", NOTHING * 3 - 0.1, 3.0)
    assert settled([noise])
    assert not settled([Reading("move on", None, "", NOTHING * 3, 3.0)])
    one, other = Reading("move on", 1.0, ""), Reading("move on", -1.0, "")
    assert settled([one, other]) and settled([noise, other, one])
    assert not settled([one, Reading("move", 1.0, "")])
    assert not settled([other, other])
    assert not settled([Reading("no", 9.0, ""), Reading("no", 9.0, "")])


def test_a_short_bang_is_noise_and_a_short_word_is_not():
    assert settled([Reading("no", None, "", NOTHING_SHORT - 0.1, 0.3)])
    assert not settled([Reading("no", None, "", NOTHING_SHORT, 0.3)])


@given(st.lists(st.tuples(st.sampled_from(["no", "yes", "my calf", ""]), st.none() | st.floats(-50, 50)), min_size=2))
def test_what_no_model_heard_is_never_chosen(heard):
    readings = [Reading(text, margin, "") for text, margin in heard]
    found = choose(readings, dangerous)
    assert found.text in {reading.text for reading in readings if reading.margin is not None} or (
        found.text,
        found.margin,
    ) == (UNKNOWN, None)
