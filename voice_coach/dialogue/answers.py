"""Answers: what yes, no, not sure, silence and a no-match do to the open question."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import agenda, emergency, triage
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.turn import Turn

MOST_UNSURE: Final = 3
"""So many "not sure" in one conversation, and a person must look instead of the coach asking on."""

REAL_TURNS: Final = 2
"""A conversation that went this far had a person in it: only then does silence sound the alarm."""


def give(turn: Turn, answer: str) -> None:
    """Take `yes`, `no` or `not_sure` for the open question."""
    session = turn.session
    if session.current is None or session.current.kind != "ask":
        return
    question = session.script.questions[session.current.name]
    turn.hush()
    if answer != "not_sure":
        record(turn, question.id, answer)
        return
    turn.set(unsure=session.unsure + 1, no_matches=0, silences=0)
    grave = question.outcomes["not_sure"] == "emergency"
    if session.clarified:
        record(turn, question.id, answer)
    elif turn.session.unsure >= MOST_UNSURE and not grave:
        give_up(turn, question.id, answer)
    else:
        turn.set(clarified=True)
        turn.cue("unsure")
        agenda.present(turn, 2)


def record(turn: Turn, question_id: str, answer: str) -> None:
    """Keep an answer, act on an emergency, and go on."""
    session = turn.session
    question = session.script.questions[question_id]
    outcome = question.outcomes[answer]
    before = triage.assess(session.script, dict(session.answers))[0]
    if session.current == Item("ask", question_id, session.current.condition if session.current else ""):
        agenda.leave(turn)
    turn.set(answers=(*((name, was) for name, was in session.answers if name != question_id), (question_id, answer)))
    level, because = triage.assess(session.script, dict(turn.session.answers))
    if level == "emergency":
        emergency.begin(turn, because, doubt=question_id)
        return
    if outcome == "cool_down":
        turn.set(history=())  # no way back out of it: whoever was misheard can start over
        agenda.begin(turn, "cool_down")
        return
    if answer == "not_sure" and turn.session.unsure >= MOST_UNSURE:
        give_up(turn, question_id, answer)
        return
    if triage.severity(level) > triage.severity(before) and level != "physiotherapist":
        turn.cue("noted")
    agenda.advance(turn)


def give_up(turn: Turn, question_id: str, answer: str) -> None:
    """The safe default when a question stays open: its own level at least, and a person to fetch."""
    session = turn.session
    outcome = session.script.questions[question_id].outcomes[answer]
    if outcome == "cool_down":
        record(turn, question_id, answer)
        return
    if outcome == "emergency":
        script = "self" if answer != "silence" else "silent" if session.turns >= REAL_TURNS else "ghost"
        emergency.begin(turn, (question_id,), script, doubt=question_id)
        return
    answers = {**dict(session.answers), question_id: answer}
    level, because = triage.assess(session.script, answers)
    if triage.severity(level) < triage.severity("doctor_today"):
        level, because = "doctor_today", (question_id,)
    turn.set(answers=tuple(answers.items()))
    agenda.close(turn, level, because, session.script.cannot_check)


def missing(turn: Turn, answer: str) -> None:
    """A question stayed without an answer three times: `silence` or `no_match`."""
    session = turn.session
    if session.current is None:
        return
    question = session.script.questions[session.current.name]
    turn.hush()
    if question.danger:
        give_up(turn, question.id, answer)
    else:
        record(turn, question.id, answer)


def take_back(turn: Turn) -> None:
    """An emergency was a mis-hearing: accept it once and put the question again; a second "yes" stands."""
    session = turn.session
    if session.doubt is None:
        return
    doubt = session.doubt
    turn.hush()
    turn.set(
        retracted=session.retracted or session.emergency not in ("silent", "ghost"),
        emergency=None,
        doubt=None,
        alarm_until=None,
        timer=None,
        protocol=session.protocol or "is_it_serious",
        because=(),
        answers=tuple((name, was) for name, was in session.answers if name != doubt),
        history=tuple(item for item in session.history if item != Item("ask", doubt)),
    )
    turn.cue("retracted")
    put(turn, doubt)


def put(turn: Turn, question_id: str) -> None:
    """Put a question out of its turn; the plan goes on behind it."""
    turn.let_go()
    turn.set(current=Item("ask", question_id), **agenda.FRESH)
    agenda.present(turn)
