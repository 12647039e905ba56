"""Every path of an ordinary session: all kinds of answer to all questions, all ways through the steps."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import pytest

from tests.dialogue.driver import Talk, script
from voice_coach.dialogue.actions import Level
from voice_coach.dialogue.session import Phase, Session

AT_A_QUESTION = ("yes", "no", "not_sure", "silence", "mumble")
"""Unclear ones are given until the question is left."""

AT_A_STEP = ("eased", "nav_next", "not_working")


def essence(session: Session) -> Session:
    """The session without its clock and its choice of words."""
    return replace(
        session,
        timer=None,
        hold_since=None,
        wait_until=None,
        alarm_until=None,
        hold_counts=0,
        cue_counts=(),
        said=None,
        answered=None,
        history=(),
        turns=min(session.turns, 2),
        gain=0.0,
        repeats=0,
    )


def moves(session: Session) -> tuple[str, ...]:
    """What is tried in a state."""
    if session.phase is Phase.QUESTION:
        return AT_A_QUESTION
    return AT_A_STEP if session.phase is Phase.STEP else ()


def go(session: Session, now: float, move: str) -> Talk:
    """Make one move."""
    talk = Talk(session, now)
    if move in AT_A_STEP:
        talk.say(move)
    elif move in ("yes", "no"):
        talk.answer(move)
    else:
        for _ in range(3):
            if talk.open != session.expectation.question:
                break
            {"silence": talk.wait, "mumble": talk.mumble, "not_sure": lambda: talk.answer("not_sure")}[move]()
    return talk


@pytest.mark.parametrize(
    ("protocol", "muscle"),
    [
        ("cramp_relief", "calf"),
        ("cramp_relief", "back"),
        ("cramp_relief", "many"),
        ("is_it_serious", "calf"),
        ("night_cramps", "calf"),
    ],
)
def test_no_path_leads_to_self_care_past_a_question_about_danger(protocol, muscle):
    start = Talk()
    start.say(protocol, muscle=muscle)
    asked = [
        item.name
        for item in script().protocols[protocol].items(muscle)
        if item.kind == "ask" and not item.condition and script().questions[item.name].danger
        and (not script().questions[item.name].muscles or muscle in script().questions[item.name].muscles)
    ]  # fmt: skip
    waiting = deque([(start.session, start.now, ())])
    seen = {essence(start.session)}
    levels: dict[str, int] = {}
    while waiting:
        session, now, path = waiting.popleft()
        for move in moves(session):
            step = (*path, f"{session.current.name if session.current else ''}: {move}")
            talk = go(session, now, move)
            told = "\n".join(step)
            for level in (action for action in talk.actions if isinstance(action, Level)):
                levels[level.level] = levels.get(level.level, 0) + 1
                before = dict(session.answers)
                if level.level == "self_care":
                    last = session.current.name if session.current is not None else ""
                    no = {name for name, answer in before.items() if answer == "no"} | (
                        {last} if move == "no" else set()
                    )
                    assert set(asked) <= no, f"self-care past {set(asked) - no}:\n{told}"
            if move == "yes" and session.current is not None and session.phase is Phase.QUESTION:
                question = script().questions[session.current.name]
                if question.outcomes["yes"] == "emergency":
                    assert talk.levels == ["emergency"], f"no alarm:\n{told}"
            key = essence(talk.session)
            if key not in seen:
                seen.add(key)
                waiting.append((talk.session, talk.now, step))
    print(f"{protocol} {muscle}: {len(seen)} states, levels {levels}")
    assert set(levels) >= {"self_care", "doctor_today", "emergency"}
