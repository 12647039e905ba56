"""Attention: asleep, nothing but a call or an emergency counts; awake, everything does until the window is over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_coach.dialogue.attention import Attention, answered, calls, ignored, urgent
from voice_coach.settings import WakeSettings
from voice_coach.understanding.interpretation import Call, Candidate, Interpretation, Rejection

NEEDED = WakeSettings(needed=True, window=8.0)
INTENTS = st.sampled_from([None, "emergency", "cramp_relief", "answer", "nav_stop", "wake"])


@st.composite
def interpretations(draw: st.DrawFn) -> Interpretation:
    accepted = draw(st.booleans())
    rejections = st.sampled_from([reason for reason in Rejection if reason is not Rejection.ASLEEP])
    rival = draw(INTENTS)
    return Interpretation(
        "words",
        draw(INTENTS),
        runner_up=Candidate(rival, 50.0) if rival else None,
        accepted=accepted,
        rejection=None if accepted else draw(rejections),
        call=draw(st.sampled_from(Call)),
    )


times = st.floats(0, 1000, allow_nan=False)


@given(interpretations(), times)
def test_without_a_wake_phrase_everything_may_act_and_nothing_is_ever_told(heard: Interpretation, now: float) -> None:
    attention = Attention(WakeSettings())
    assert attention.admits(heard, now)
    assert attention.kept(now) == attention.rested(now) == attention
    assert attention.deadline is None


@given(interpretations(), times, times)
def test_an_emergency_is_admitted_whatever_was_before(heard: Interpretation, then: float, now: float) -> None:
    for attention in (Attention(NEEDED), Attention(NEEDED).kept(then), Attention(NEEDED).kept(then).rested(now)):
        if heard.accepted and heard.intent == "emergency":
            assert attention.admits(heard, now)
        if urgent(heard) or calls(heard):
            assert attention.admits(heard, now)


@given(interpretations(), times)
def test_asleep_only_calls_and_emergencies_are_admitted(heard: Interpretation, now: float) -> None:
    assert Attention(NEEDED).admits(heard, now) == (calls(heard) or urgent(heard))


@given(interpretations(), times, st.floats(0, 20))
def test_who_begins_to_speak_within_the_window_is_heard_out_even_if_it_ends_meanwhile(
    heard: Interpretation, then: float, later: float
) -> None:
    began = then + later
    attention = Attention(NEEDED).kept(then).rested(then + 30)
    assert not attention.awake
    assert attention.admits(heard, began) == (began < then + 8.0 or calls(heard) or urgent(heard))


@given(times, times)
def test_the_window_never_grows_shorter(first: float, second: float) -> None:
    once = Attention(NEEDED).kept(first)
    both = once.kept(second)
    assert both.deadline is not None
    assert once.deadline is not None
    assert both.deadline == max(first, second) + 8.0
    assert both.rested(both.deadline).deadline is None


@given(interpretations())
def test_what_is_ignored_is_never_accepted_and_keeps_what_it_was(heard: Interpretation) -> None:
    told = ignored(heard)
    assert not told.accepted
    assert told.rejection is not None
    assert (told.text, told.intent, told.slots) == (heard.text, heard.intent, heard.slots)
    if heard.accepted or heard.rejection is Rejection.AMBIGUOUS:
        assert told.rejection is Rejection.ASLEEP
    else:
        assert told.rejection is heard.rejection


def test_the_name_alone_calls_only_before_what_is_understood() -> None:
    named = Interpretation("coach blah", rejection=Rejection.UNKNOWN, call=Call.NAMED)
    assert not calls(named)
    assert calls(Interpretation("coach my calf", "cramp_relief", accepted=True, call=Call.NAMED))
    assert not calls(Interpretation("hey coach", rejection=Rejection.ECHO, call=Call.ALONE))


def test_what_may_be_an_emergency_counts_as_one_and_a_denied_one_does_not() -> None:
    doubt = Interpretation("words", "stress", runner_up=Candidate("emergency", 80.0), rejection=Rejection.AMBIGUOUS)
    assert urgent(doubt)
    assert not urgent(Interpretation("words", "emergency", rejection=Rejection.LOW_SCORE))


def test_an_answered_call_counted() -> None:
    told = answered(Interpretation("hey coach", "wake", rejection=Rejection.UNKNOWN, call=Call.ALONE))
    assert (told.accepted, told.rejection) == (True, None)
