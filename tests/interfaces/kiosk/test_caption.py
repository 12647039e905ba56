"""When each word of a caption is spoken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.interfaces.kiosk.caption import timed


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
