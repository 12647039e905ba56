"""When each word of a caption is spoken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.speech.word_times import begins_of, timed


def test_no_words_make_no_caption() -> None:
    assert timed("", 1.0) == ()
    assert timed("  ", 0.0) == ()


@given(st.lists(st.text(alphabet="abc.,?'", min_size=1, max_size=8), min_size=1, max_size=20), st.floats(0.0, 20.0))
def test_words_follow_each_other_and_fill_the_line(words: list[str], seconds: float) -> None:
    found = timed(" ".join(words), seconds, 0.25)
    assert [word.text for word in found] == words
    assert found[0].start == pytest.approx(0.25)
    assert found[-1].end == pytest.approx(0.25 + seconds, abs=0.002)
    for word, following in pairwise(found):
        assert word.start <= word.end <= following.start


def test_a_longer_word_takes_longer_and_a_comma_is_a_rest() -> None:
    first, second, third = timed("Stop, straighten it", 3.0)
    assert second.end - second.start > first.end - first.start
    assert second.start - first.end > third.start - second.end


def test_what_the_synthesiser_told_outranks_the_letters() -> None:
    words = timed("Call now, or wait.", 4.0, 0.5, begins=(0.0, 0.3, 2.0, 2.9))
    assert [word.start for word in words] == [0.5, 0.8, 2.5, 3.4]
    assert words[1].end < words[2].start, "a rest after the comma"
    assert words[-1].end == 4.5


def test_a_word_that_was_not_told_lies_between_its_neighbours() -> None:
    _, second, third = timed("Not a doctor", 3.0, begins=(0.0, None, 2.0))
    assert 0.0 < second.start < second.end <= third.start == 2.0


def test_digits_that_are_spoken_one_by_one_are_one_word_on_the_screen() -> None:
    shown = timed("Call 999 now.", 4.0, spoken="Call 9 9 9 now.", begins=(0.0, 0.4, 0.9, 1.4, 3.0))
    assert [word.text for word in shown] == ["Call", "999", "now."]
    assert [word.start for word in shown] == [0.0, 0.4, 3.0]


def test_times_of_another_text_are_not_used() -> None:
    assert timed("One two", 2.0, begins=(0.0, 0.1, 0.2)) == timed("One two", 2.0)


@given(
    st.lists(st.text(alphabet="ab,.", min_size=1, max_size=6), min_size=1, max_size=12),
    st.lists(st.none() | st.floats(0.0, 9.0), min_size=12, max_size=12),
)
def test_whatever_is_told_words_follow_each_other(words: list[str], told: list[float | None]) -> None:
    found = timed(" ".join(words), 5.0, begins=tuple(told[: len(words)]))
    for word, following in pairwise(found):
        assert word.start <= word.end <= following.start
    assert found[-1].end == pytest.approx(5.0, abs=0.002)


def test_events_are_given_to_the_words_in_which_they_stand() -> None:
    told = [(0, 0.0), (5, 0.4), (11, 0.7), (99, 3.0)]
    assert begins_of("Call first-aid now", told) == (0.0, 0.4, None)
    assert begins_of("", told) == ()
