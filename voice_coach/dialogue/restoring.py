"""Restoring: how a conversation goes on when the machine that spoke was cut off: on the same step, said again."""

from __future__ import annotations

from dataclasses import replace

from voice_coach.dialogue import agenda, emergency, navigation, relief
from voice_coach.dialogue.actions import Adjust, Ask
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn


def take_up(turn: Turn) -> None:
    """Say again what was being said or waited for. What was answered, done and decided stays as it was."""
    turn.set(queue=(), queue_limit=None)  # no speaker holds any of it
    session = turn.session
    if session.phase is Phase.IDLE:
        return
    turn.do(Adjust(session.rate, session.gain))
    match session.phase:
        case Phase.EMERGENCY:
            emergency.speak(turn)
        case Phase.CLOSING:
            agenda.summary(turn)
        case Phase.PAUSED:
            turn.cue("paused")
        case Phase.CONFIRM:
            turn.set(timer=None)
            turn.do(Ask("confirm", turn.cue("confirm", spoken=session.confirm_name()), agenda.EXPECTS, False))
        case Phase.STEP if session.hold_since is not None:
            turn.cue("hold_keep")
        case Phase.TOPIC:
            navigation.repeat(turn)
        case _:
            agenda.present(turn)
            if relief.kind(turn) == "hold" and turn.session.current == session.current:
                turn.session = replace(turn.session, holds=session.holds)  # it is the same try
