"""A session read back is the session that was kept, and behaves as it would have."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dialogue.driver import SETTINGS, calf, closing, cooling, paused, script, stretching, topic
from tests.store.walk import Walk, conversations, happenings
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Restored
from voice_coach.dialogue.session import Phase, Session
from voice_coach.store.snapshot import decode, encode, names, shape

PLACES = [calf, stretching, paused, closing, topic, cooling]


def blank() -> Session:
    return new_session(script(), SETTINGS, 0.0)


def restored(session: Session) -> Session:
    return decode(encode(session), blank())


@given(told=conversations, cut=st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_wherever_a_conversation_is_cut_it_goes_on_as_the_original_does(
    told: tuple[str, list[tuple[str, object]]], cut: int
) -> None:
    muscle, happened = told
    original = Walk()
    original.begin(muscle)
    for kind, what in happened[:cut]:
        original.take(kind, what)
    copy = Walk(restored(original.session), original.now, list(original.speaker))
    assert copy.session == original.session
    for kind, what in happened[cut:]:
        assert copy.take(kind, what) == original.take(kind, what)
        assert copy.session == original.session


STAYS = (
    "phase", "protocol", "muscle", "third_person", "current", "answers", "done", "history", "flags", "unsure",
    "emergency", "doubt", "retracted", "because", "closing", "confirm", "before", "holds", "hold_since", "wait_until",
    "alarm_until", "silences", "no_matches", "turns", "topic", "rate", "gain",
)  # fmt: skip


@given(told=conversations)
@settings(max_examples=150, deadline=None)
def test_taken_up_it_is_on_the_same_step_with_the_same_answers(told: tuple[str, list[tuple[str, object]]]) -> None:
    muscle, happened = told
    walk = Walk()
    walk.begin(muscle)
    for kind, what in happened:
        walk.take(kind, what)
    before = walk.session
    after, actions = step(restored(before), Restored(), walk.now + 3.0)
    assert {name: getattr(after, name) for name in STAYS} == {name: getattr(before, name) for name in STAYS}
    # It speaks: the person must not be left with a machine that waits for an answer to nothing.
    assert bool(after.queue) == (before.phase is not Phase.IDLE)
    assert not [action for action in actions if type(action).__name__ in ("End", "Level", "StopSpeaking")]
    again, _ = step(after, Restored(), walk.now + 6.0)
    assert {name: getattr(again, name) for name in STAYS} == {name: getattr(before, name) for name in STAYS}


@given(told=conversations, more=st.lists(happenings, max_size=10))
@settings(max_examples=60, deadline=None)
def test_taken_up_it_comes_to_an_end_as_any_conversation_does(
    told: tuple[str, list[tuple[str, object]]], more: list[tuple[str, object]]
) -> None:
    muscle, happened = told
    walk = Walk()
    walk.begin(muscle)
    for kind, what in happened:
        walk.take(kind, what)
    walk = Walk(restored(walk.session), walk.now + 3.0)
    walk.send(Restored())
    for kind, what in more:
        walk.take(kind, what)
    for _ in range(400):
        if walk.session.phase is Phase.IDLE:
            return
        walk.take("played" if walk.speaker else "wait", False)
    raise AssertionError(f"it never ends: {walk.session}")


@pytest.mark.parametrize("place", PLACES)
def test_every_field_but_the_coach_s_own_is_kept(place) -> None:
    session = place().session
    kept = json.loads(encode(session))
    assert sorted(kept) == sorted({field.name for field in fields(Session)} - {"script", "settings"})
    assert restored(session) == session


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"phase": "question"}',
        encode(calf().session).replace('"question"', '"quest"'),
        encode(calf().session).replace('"muscle"', '"mussel"'),
        encode(calf().session).replace('{"item"', '{"idem"'),
    ],
)
def test_what_is_no_session_is_refused(damage: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(damage, blank())


def test_the_shape_tells_other_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shape()
    monkeypatch.setattr("voice_coach.store.snapshot.names", lambda: [*names(), "mood"])
    assert shape() != before
