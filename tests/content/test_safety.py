"""Safety: no diagnosis, no medicine, no dose, no seconds, no flat reassurance; and a bad line is reported."""

from __future__ import annotations

import pytest

from tests.content.checks import CONDITIONS, MEDICINES, dosed, named, reassuring, timed
from tests.content.spoken import Found, offenders, said, spoken

CHECKS = {
    "condition": lambda wordings: named(wordings, CONDITIONS),
    "medicine": lambda wordings: named(wordings, MEDICINES),
    "dose": dosed,
    "seconds": timed,
    "reassurance": reassuring,
}
BAD = [
    ("condition", "It may be a blood clot."),
    ("condition", "That isn't MS."),
    ("condition", "This looks like a strain."),
    ("medicine", "Take ibuprofen for the pain."),
    ("medicine", "Magnesium calms the nerves."),
    ("dose", "Drink two glasses."),
    ("dose", "Take one tablet at night."),
    ("dose", "Add a pinch of salt."),
    ("seconds", "Hold the stretch for thirty seconds."),
    ("seconds", "Keep it there a few seconds."),
    ("seconds", "Press for 20 seconds."),
    ("reassurance", "Don't worry, you're fine."),
    ("reassurance", "Cramps are harmless."),
    ("reassurance", "There's no permanent harm."),
]


@pytest.mark.parametrize("kind", CHECKS)
def test_the_coach_never_says_what_it_must_not(kind):
    found: Found = CHECKS[kind](spoken())
    assert not found, offenders(found)


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_a_bad_line_is_reported(kind, text):
    found: Found = CHECKS[kind](said(text))
    assert list(found) == ["bad.line"]


def test_a_number_of_seconds_is_reported_even_where_the_length_of_a_cramp_is_told():
    assert timed(said("It lasts ten seconds.", "how_long.bad"))
    assert timed(said("Hold it for seconds.", "how_long.bad"))
    assert not timed(said("It lasts seconds to a few minutes.", "how_long.good"))


def test_conditions_and_medicines_may_be_named_only_where_the_person_is_asked_about_them():
    text = "Are you diabetic, or taking statins?"
    assert not named(said(text, "ask.at_risk"), (*CONDITIONS, *MEDICINES))
    assert named(said(text, "ask.swelling"), (*CONDITIONS, *MEDICINES))
