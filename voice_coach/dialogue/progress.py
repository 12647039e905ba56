"""Progress: how the relief goes, as the person tells it: it eased, it does not work, it is getting worse."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import agenda, answers, relief
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

EASED: Final = "eased"
NOT_WORKING: Final = "not_working"
COOL_DOWN: Final = "cool_down"


def eased(turn: Turn) -> bool:
    """The cramp lets go. False where there is none under way."""
    if not agenda.running(turn):
        return False
    turn.hush()
    if relief.holding(turn):
        _release(turn)
        turn.cue("eased")
        agenda.leave(turn)
        agenda.advance(turn)
    elif answered(turn, EASED):
        pass
    elif turn.session.phase is Phase.STEP and relief.kind(turn) != "wait":
        agenda.leave(turn)
        agenda.advance(turn)
    else:
        agenda.resume(turn)
    return True


def not_working(turn: Turn) -> bool:
    """It does not help, or it gets worse. False where nothing is under way."""
    session = turn.session
    closing = session.phase is Phase.CLOSING and session.protocol is not None
    if not (agenda.running(turn) or closing):
        return False
    turn.hush()
    if session.protocol == COOL_DOWN:
        worse(turn)
        return True
    if closing:
        agenda.reopen(turn)
    if relief.holding(turn) and session.holds <= 1:
        turn.let_go()
        turn.cue("retry")
        turn.set(holds=session.holds + 1, timer=None)
        return True
    turn.let_go()
    turn.set(flags=session.flags | {NOT_WORKING})
    if answered(turn, NOT_WORKING):
        return True
    if closing:
        agenda.advance(turn)
    elif session.phase is Phase.STEP:
        agenda.leave(turn)
        agenda.advance(turn)
    else:
        agenda.resume(turn)
    return True


def beside(turn: Turn, remark: str) -> None:
    """The same, said beside a symptom, which leads on: "it's better, but my foot is tingling"."""
    session = turn.session
    if session.phase is Phase.STEP and relief.kind(turn) != "wait":
        if relief.holding(turn) and remark == EASED:
            _release(turn)
        agenda.leave(turn)
        turn.let_go()
    if remark == NOT_WORKING:
        turn.set(flags=turn.session.flags | {NOT_WORKING})


def answered(turn: Turn, remark: str) -> bool:
    """True when a remark is an answer to the open question, and was taken as one."""
    answer = means(turn, remark)
    if answer is None:
        return False
    answers.give(turn, answer)
    return True


def means(turn: Turn, remark: str) -> str | None:
    """The answer that a remark or a symptom is to the open question; None for none."""
    session = turn.session
    if session.phase is not Phase.QUESTION or session.current is None:
        return None
    return session.script.questions[session.current.name].means.get(remark)


def worse(turn: Turn) -> None:
    """Somebody who cools down gets worse: the next check has its answer."""
    session = turn.session
    questions = session.script.questions
    asked = [item.name for item in agenda.plan(turn) if item.kind == "ask"]
    checks = [name for name in asked if questions[name].means.get(NOT_WORKING) == "yes"]
    answers.record(turn, next((name for name in checks if session.answer(name) is None), checks[-1]), "yes")


def _release(turn: Turn) -> None:
    turn.let_go()
    turn.alert("hold_over")
    turn.set(flags=turn.session.flags - {NOT_WORKING})
