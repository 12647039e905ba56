"""Reprompts: the ladder that silence and no-matches climb, each rung in other words."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import agenda, answers, confirm, emergency, navigation, relief
from voice_coach.dialogue.actions import Adjust
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

RUNGS: Final = answers.RUNGS

LOUDER: Final = 6.0
"""Decibels added when nobody answers a question on which silence may mean collapse."""

MORE_TIME: Final = 30.0
"""Seconds by which somebody who asks for more time puts off what would happen; WCAG 2.2.1 wants at least 20."""

WAIT_REMINDER: Final = 120.0
"""Seconds between reminders while cooling down."""

PAUSE_LIMIT: Final = 600.0
"""Seconds after which a paused conversation is over."""


def listening(turn: Turn) -> None:
    """Everything queued has been played: start to wait."""
    session = turn.session
    settings = session.settings
    match session.phase:
        case Phase.QUESTION | Phase.CONFIRM:
            turn.alert("listening")
            turn.set(timer=turn.now + settings.answer_wait)
        case Phase.TOPIC:
            turn.set(timer=turn.now + settings.answer_wait)
        case Phase.PAUSED:
            due = session.wait_until if session.wait_until is not None else turn.now + PAUSE_LIMIT
            turn.set(timer=min(due, turn.now + PAUSE_LIMIT))
        case Phase.STEP:
            _step_listening(turn)
        case Phase.EMERGENCY:
            emergency.listening(turn)
        case Phase.CLOSING:
            emergency.end(turn, "finished")
        case Phase.IDLE:
            pass


def _step_listening(turn: Turn) -> None:
    session = turn.session
    match relief.kind(turn):
        case "auto":
            agenda.leave(turn)
            agenda.advance(turn)
        case "hold":
            if session.hold_since is None:
                relief.start_hold(turn)
        case "wait":
            until = session.wait_until if session.wait_until is not None else turn.now
            turn.set(timer=min(until, turn.now + WAIT_REMINDER))
        case _:
            turn.set(timer=turn.now + session.settings.step_wait)


def silent(turn: Turn) -> None:
    """The wait is over and nothing was said."""
    turn.set(timer=None)
    match turn.session.phase:
        case Phase.QUESTION:
            _question_silent(turn)
        case Phase.CONFIRM:
            confirm.drop(turn)
        case Phase.STEP:
            _step_silent(turn)
        case Phase.PAUSED if turn.session.protocol == "cool_down":
            navigation.resume(turn)  # somebody who cools down is asked how it goes, pause or not
        case Phase.TOPIC | Phase.PAUSED:
            emergency.end(turn, "finished" if turn.session.phase is Phase.TOPIC else "idle")
        case Phase.EMERGENCY:
            emergency.quiet(turn)
        case Phase.CLOSING:
            emergency.end(turn, "finished")
        case _:
            pass


def _question_silent(turn: Turn) -> None:
    session = turn.session
    turn.set(silences=session.silences + 1)
    if turn.session.silences >= RUNGS:
        answers.missing(turn, "silence")
        return
    question = session.script.questions[session.current.name] if session.current else None
    grave = question is not None and question.outcomes["silence"] == "emergency"
    if turn.session.silences == RUNGS - 1 and grave and session.turns >= answers.REAL_TURNS:
        turn.alert("emergency")
        turn.set(gain=min(session.gain + LOUDER, 20.0))
        turn.do(Adjust(turn.session.rate, turn.session.gain))
    again(turn, "unheard")


def _step_silent(turn: Turn) -> None:
    session = turn.session
    match relief.kind(turn):
        case "hold":
            if not relief.count(turn):
                turn.set(flags=session.flags | {"not_working"})
                agenda.leave(turn)
                agenda.advance(turn)
        case "wait":
            if session.wait_until is None or turn.now >= session.wait_until:
                agenda.leave(turn)
                agenda.advance(turn)
            else:
                turn.cue("at_wait")
        case _:
            turn.set(silences=session.silences + 1)
            if turn.session.silences >= RUNGS - 1:
                agenda.leave(turn)
                agenda.advance(turn)
            else:
                turn.cue("step_wait")


def more_time(turn: Turn) -> None:
    """Somebody is there and needs longer: the ladder begins anew, and the wait that is running gets longer.

    An emergency waits for nobody.
    """
    session = turn.session
    if session.phase in (Phase.IDLE, Phase.EMERGENCY):
        return
    turn.set(silences=0)
    if relief.holding(turn):
        turn.set(hold_counts=0)
    elif session.timer is not None:
        turn.set(timer=max(session.timer, turn.now) + MORE_TIME)


def unmatched(turn: Turn) -> None:
    """Something was said that means nothing here."""
    session = turn.session
    match session.phase:
        case Phase.QUESTION:
            turn.set(no_matches=session.no_matches + 1)
            if turn.session.no_matches >= RUNGS:
                answers.missing(turn, "no_match")
            else:
                turn.hush()
                again(turn, "unclear")
        case Phase.CONFIRM:
            turn.set(no_matches=session.no_matches + 1)
            if turn.session.no_matches >= RUNGS - 1:
                confirm.drop(turn)
        case Phase.STEP if session.no_matches == 0 and not session.queue:
            turn.set(no_matches=1, timer=session.timer if session.hold_since is not None else None)
            turn.cue("at_wait" if relief.kind(turn) == "wait" else "step_hint")
        case _:
            pass


def again(turn: Turn, cue: str) -> None:
    """Put the open question again in other words; from the second time on, offer key, button and touch."""
    session = turn.session
    tries = session.silences + session.no_matches
    turn.set(timer=None)
    turn.cue("offer" if max(session.silences, session.no_matches) >= RUNGS - 1 else cue)
    agenda.present(turn, tries)
