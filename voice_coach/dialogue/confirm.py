"""Confirm: two close candidates become one question at a time: "Did you say calf?"."""

from __future__ import annotations

from voice_coach.dialogue import agenda, answers
from voice_coach.dialogue.actions import Ask
from voice_coach.dialogue.session import Meaning, Phase
from voice_coach.dialogue.turn import Turn
from voice_coach.understanding.interpretation import Interpretation, Slots

REFUSED = (Phase.EMERGENCY, Phase.PAUSED, Phase.CLOSING)
"""Phases in which nothing is confirmed; nor is it while somebody cools down."""


def meaning(intent: str, slots: Slots) -> Meaning:
    """An intent with its slots in a form that compares."""
    return intent, tuple(sorted(slots.items()))


def candidates(turn: Turn, interpretation: Interpretation) -> tuple[Meaning, ...]:
    """What may have been meant and has a name, the likeliest first; empty when it cannot be asked."""
    runner_up = interpretation.runner_up
    session = turn.session
    if (
        interpretation.intent is None
        or runner_up is None
        or session.phase in REFUSED
        or session.protocol == "cool_down"
    ):
        return ()
    found = (meaning(interpretation.intent, interpretation.slots), meaning(runner_up.intent, runner_up.slots))
    names = session.script.names
    return tuple(m for m in found if dict(m[1]).get("muscle") in names or m[0] in names)


def begin(turn: Turn, found: tuple[Meaning, ...]) -> None:
    """Ask for the first candidate."""
    session = turn.session
    turn.hush()
    turn.let_go()
    before = session.before if session.phase is Phase.CONFIRM else session.phase
    turn.set(phase=Phase.CONFIRM, before=before, confirm=found, timer=None)
    name = turn.session.confirm_name()
    turn.do(Ask("confirm", turn.cue("confirm", spoken=name), agenda.EXPECTS, False))


def refuse(turn: Turn) -> None:
    """ "No": offer the next candidate, or give up."""
    rest = turn.session.confirm[1:]
    if rest:
        begin(turn, rest)
    else:
        drop(turn)


def drop(turn: Turn) -> None:
    """Forget the candidates and go back to where the conversation was; at a question it was one more no-match."""
    turn.hush()
    before = turn.session.before
    tries = turn.session.no_matches + 1 if before is Phase.QUESTION else 0
    turn.set(confirm=(), phase=before, timer=None, no_matches=tries)
    if tries >= answers.RUNGS:
        answers.missing(turn, "no_match")
    elif before in (Phase.QUESTION, Phase.STEP) and turn.session.current is not None:
        agenda.present(turn, tries)
    else:
        turn.set(phase=Phase.TOPIC)
        turn.cue("confirm_failed")
