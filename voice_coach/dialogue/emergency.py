"""Emergency: the script that outranks everything, how it is silenced, and how a mis-hearing is taken back once."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import telling
from voice_coach.dialogue.actions import Adjust, End, Level
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

REPEAT_AFTER: Final = 12.0
"""Seconds of quiet after which the emergency lines are said again."""

PASSES: Final = 2
"""Times that the script is said without being asked."""


def begin(turn: Turn, because: tuple[str, ...], script: str = "self", doubt: str | None = None) -> None:
    """Cut everything, sound the earcon, say what to do and what the operator will ask.

    `doubt` is the question that is put again when the person takes it back.
    """
    session = turn.session
    turn.let_go()
    turn.hush()
    turn.set(
        phase=Phase.EMERGENCY,
        emergency=script,
        doubt=None if session.retracted else doubt,
        because=because,
        closing=session.script.emergency[script] if script != "ghost" else (),
        closing_until=None,
        asides=(),
        timer=None,
        confirm=(),
        repeats=0,
        silences=0,
        no_matches=0,
        alarm_until=turn.now + session.settings.alarm if script == "silent" else None,
    )
    if script != "ghost":
        turn.alert("emergency")
    turn.do(Level("emergency", because))
    speak(turn)


def speak(turn: Turn) -> None:
    """Say the running script."""
    session = turn.session
    turn.set(timer=None)
    for line in session.script.emergency[session.emergency or "self"]:
        turn.state(line, danger=True)


def quiet(turn: Turn) -> None:
    """What happens after a silence: the script again, or the end; the alarm sounds at most as long as set."""
    session = turn.session
    if session.emergency == "stopped":
        end(turn, "stopped")
    elif session.emergency == "ghost":
        end(turn, "idle")
    elif session.alarm_until is not None:
        if turn.now >= session.alarm_until:
            end(turn, "idle")
        else:
            turn.alert("emergency")
            speak(turn)
    elif session.repeats + 1 < PASSES:
        turn.set(repeats=session.repeats + 1)
        speak(turn)
    else:
        end(turn, "finished")


def listening(turn: Turn) -> None:
    """The script has been said: wait for a while."""
    session = turn.session
    if session.emergency == "stopped":
        end(turn, "stopped")
        return
    wait = turn.now + REPEAT_AFTER
    turn.set(timer=min(wait, session.alarm_until) if session.alarm_until is not None else wait)


def silence(turn: Turn) -> None:
    """ "Stop": quiet at once; one short line and the screen remain."""
    turn.hush()
    turn.set(emergency="stopped", timer=None, alarm_until=None, doubt=None)
    speak(turn)


def end(turn: Turn, reason: str, last: str | None = None) -> None:
    """Close the conversation; the screen stays with whoever shows it, and the result can be repeated for a while.

    `last` is a cue that is still said.
    """
    turn.let_go()
    turn.hush()
    if last is not None:
        turn.set(closing=turn.session.script.cues[last], closing_until=None)
        turn.cue(last)
    session = turn.session
    if session.rate != 1.0 or session.gain != 0.0:
        turn.do(Adjust())
    turn.do(End(reason))
    turn.session = type(session)(session.script, session.settings, **telling.left_behind(session, turn.now))
