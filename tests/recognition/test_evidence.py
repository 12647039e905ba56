"""Evidence: what speaks for a phrase raises its margin, and nothing beyond what tells any more."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.recognition.evidence import LEAST_EXPECTED, Evidence

CLEAR = Evidence("my calf is cramping", -0.5, -35.0, "my calf is cramping")


def test_a_clear_phrase_is_sure_and_a_guess_is_not():
    assert CLEAR.margin > 5.0
    assert Evidence("i don't know", -6.0, -10.0, "[unk]").margin < 0.0
    assert Evidence("yes", -0.1, -10.0, "[unk]").margin > 2.0
    assert Evidence("yeah", -5.0, -9.7, "[unk]").margin < 0.0


@given(
    st.sampled_from(["yes", "next step", "my calf is cramping"]),
    st.floats(-40, 0), st.floats(-60, 0), st.floats(0.01, 10),
)  # fmt: skip
def test_likelier_less_expected_and_agreed_on_never_lower_the_margin(text, likelihood, expected, more):
    margin = Evidence(text, likelihood, expected, "[unk]").margin
    assert math.isfinite(margin)
    assert Evidence(text, likelihood + more, expected, "[unk]").margin >= margin
    assert Evidence(text, likelihood, expected - more, "[unk]").margin >= margin
    assert Evidence(text, likelihood, expected, text).margin >= margin


def test_a_long_phrase_gains_nothing_by_being_still_less_expected():
    far = Evidence(CLEAR.text, CLEAR.likelihood, LEAST_EXPECTED - 20.0, CLEAR.first)
    assert far.margin == pytest.approx(CLEAR.margin)
