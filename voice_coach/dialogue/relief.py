"""Relief: the steps that ease a cramp, and the hold that is counted softly until the muscle lets go."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue.actions import Hold, Step
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.turn import Turn

SPOKEN_EVERY: Final = 2
"""Every second count is spoken, the others are only shown: a voice every ten seconds is a nuisance."""

LONGEST_HOLD: Final = 12
"""Counts (two minutes by default) after which the coach goes on and asks what is wrong."""

SHOWN_STEPS: Final = ("stop", "stretch", "massage", "hydrate", "temperature")
"""Steps of the contract; others are spoken only."""


def begin(turn: Turn, step: str) -> None:
    """Announce a step and speak its lines."""
    session = turn.session
    rule = session.script.steps[step]
    if step in SHOWN_STEPS:
        turn.do(Step(step, session.muscle))
    turn.set(phase=Phase.STEP, timer=None)
    for line in rule.lines:
        turn.state(session.script.for_muscle(line, session.muscle))
    if rule.kind == "hold":
        turn.set(holds=session.holds + 1)
    if rule.kind == "wait" and session.wait_until is None:
        turn.set(wait_until=turn.now + rule.minutes * 60)


def kind(turn: Turn) -> str | None:
    """How the current step goes on; None when no step is current."""
    current = turn.session.current
    if current is None or current.kind != "do":
        return None
    return turn.session.script.steps[current.name].kind


def waits(session: Session) -> bool:
    """True while a wait (cooling down) is the current step."""
    current = session.current
    if session.phase is not Phase.STEP or current is None or current.kind != "do":
        return False
    return session.script.steps[current.name].kind == "wait"


def holding(turn: Turn) -> bool:
    """True while a stretch is the current step."""
    return turn.session.phase is Phase.STEP and kind(turn) == "hold"


def start_hold(turn: Turn) -> None:
    """Begin to count, once the step's line has been played."""
    turn.do(Hold("start", 0.0))
    turn.set(hold_since=turn.now, hold_counts=0, timer=turn.now + turn.session.settings.hold_count)


def count(turn: Turn) -> bool:
    """One count of the hold. False when it has been held long enough to ask what is wrong."""
    session = turn.session
    if session.hold_since is None:
        return False
    counts = session.hold_counts + 1
    turn.do(Hold("count", turn.now - session.hold_since))
    turn.set(hold_counts=counts, timer=turn.now + session.settings.hold_count)
    if counts >= LONGEST_HOLD:
        return False
    if counts % (3 * SPOKEN_EVERY) == 0:
        turn.cue("hold_check")
    elif counts % SPOKEN_EVERY == 0:
        turn.cue("hold_keep")
    return True
