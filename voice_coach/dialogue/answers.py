"""Answers: what yes, no, not sure, silence and a no-match do to the open question."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import agenda, emergency, triage
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.question import SPOKEN
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.turn import Turn

MOST_UNSURE: Final = 3
"""So many "not sure" in one conversation, and a person must look instead of the coach asking on."""

RUNGS: Final = 3
"""Silences or no-matches at one question, the last of which takes the safe default."""

REAL_TURNS: Final = 2
"""A conversation that went this far had a person in it: only then does silence sound the alarm."""


def give(turn: Turn, answer: str, also: tuple[str, ...] = ()) -> None:
    """Take `yes`, `no` or `not_sure` for the open question, and yes for each of `also`."""
    session = turn.session
    if session.current is None or session.current.kind != "ask":
        return
    question = session.script.questions[session.current.name]
    turn.hush()
    if answer != "not_sure":
        record(turn, question.id, answer, also)
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


def record(turn: Turn, question_id: str, answer: str, also: tuple[str, ...] = ()) -> None:
    """Keep an answer, and yes to each of `also`; act on an emergency, and go on."""
    session = turn.session
    given = {question_id: answer, **_covered(session, question_id, answer), **dict.fromkeys(also, "yes")}
    outcomes = [session.script.questions[name].outcomes[given[name]] for name in given]
    open_again = [name for each in given if given[each] != "no" for name in _presumed(session, each)]
    before = triage.level(session)[0]
    if session.current == Item("ask", question_id, session.current.condition if session.current else ""):
        agenda.leave(turn)
    turn.set(
        answers=(*session.answers_without(*given, *open_again), *given.items()),
        answered=(question_id, answer, session.protocol) if answer in SPOKEN else None,
    )
    level, because = triage.level(turn.session)
    if level == "emergency":
        emergency.begin(turn, because, doubt=next((name for name in given if name in because), question_id))
        return
    if "cool_down" in outcomes and session.protocol != "cool_down":
        turn.set(history=())  # no way back out of it: whoever was misheard can start over
        agenda.begin(turn, "cool_down")
        return
    if answer == "not_sure" and turn.session.unsure >= MOST_UNSURE:
        give_up(turn, question_id, answer)
        return
    if triage.severity(level) > triage.severity(before) and level != "physiotherapist":
        turn.cue("noted")
    agenda.go_on(turn)


def _covered(session: Session, question_id: str, answer: str) -> dict[str, str]:
    """What else a "no" denies: nothing tingles, so nothing is numb."""
    covers = session.script.questions[question_id].covers if answer == "no" else ()
    return {name: "no" for name in covers if session.answer(name) is None}


def _presumed(session: Session, question_id: str) -> tuple[str, ...]:
    """The questions that an earlier "no" to this one had covered, and that were never put themselves."""
    put = {item.name for item in session.history if item.kind == "ask"}
    covers = session.script.questions[question_id].covers
    return tuple(name for name in covers if session.answer(name) == "no" and name not in put)


def give_up(turn: Turn, question_id: str, answer: str) -> None:
    """The safe default when a question stays open: its own level at least, and a person to fetch."""
    session = turn.session
    outcome = session.script.questions[question_id].outcomes[answer]
    if outcome == "cool_down":
        record(turn, question_id, answer)
        return
    answers = {**dict(session.answers), question_id: answer}
    level, because = triage.assess(session.script, answers, session.muscle)
    if level == "emergency":
        script = "self" if answer != "silence" else "silent" if session.turns >= REAL_TURNS else "ghost"
        emergency.begin(turn, because, script, doubt=question_id)
        return
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


def correct(turn: Turn, answer: str, certain: bool) -> bool:
    """ "I meant no": put the question before again, once, or the open one where there is nothing to take back.

    False when it is an answer to the open question like any other.
    """
    session = turn.session
    earlier, was, protocol = session.answered or ("", answer, None)
    if earlier and was != answer and earlier not in session.corrected:
        reopen(turn, earlier, protocol)
        return True
    question = session.current.name if session.phase is Phase.QUESTION and session.current is not None else ""
    if not (certain and earlier and question in session.script.questions) or question in session.corrected:
        return False
    turn.hush()
    turn.set(corrected=session.corrected | {question})
    turn.cue("once_more")
    agenda.present(turn)
    return True


def reopen(turn: Turn, question_id: str, protocol: str | None) -> None:
    """Forget an answer that was meant otherwise and put its question again; the next answer stands."""
    session = turn.session
    turn.hush()
    turn.set(
        answered=None,
        corrected=session.corrected | {question_id},
        protocol=protocol or session.protocol,
        answers=session.answers_without(question_id),
        history=tuple(item for item in session.history if item != Item("ask", question_id)),
        wait_until=None,
    )
    turn.cue("retracted")
    put(turn, question_id)


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
        closing=(),
        answers=session.answers_without(doubt),
        history=tuple(item for item in session.history if item != Item("ask", doubt)),
    )
    turn.cue("retracted")
    put(turn, doubt)


def put(turn: Turn, question_id: str) -> None:
    """Put a question out of its turn; the plan goes on behind it."""
    turn.let_go()
    turn.set(current=Item("ask", question_id), **agenda.FRESH)
    agenda.present(turn)
