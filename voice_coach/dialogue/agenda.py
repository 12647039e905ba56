"""Agenda: what comes next in the plan, how it is put, and the level at its end."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import emergency, relief, telling, triage
from voice_coach.dialogue.actions import Ask, Level
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.question import UNASKED
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

OUT_OF_SESSION: Final = (Phase.IDLE, Phase.TOPIC, Phase.CLOSING)
EXPECTS: Final = ("yes", "no", "not_sure")
FRESH: Final = {"clarified": False, "no_matches": 0, "silences": 0, "repeats": 0, "timer": None, "confirm": ()}
"""Counts that start anew with every question and step."""


def plan(turn: Turn) -> tuple[Item, ...]:
    """The running protocol's plan for the person's muscle."""
    session = turn.session
    return session.script.protocols[session.protocol].items(session.muscle) if session.protocol else ()


def begin(turn: Turn, protocol: str) -> None:
    """Start a protocol: its opening, then its first entry."""
    introduce(turn, protocol)
    advance(turn)


def introduce(turn: Turn, protocol: str) -> None:
    """Say a protocol's opening."""
    turn.set(protocol=protocol, wait_until=None)
    script = turn.session.script
    for line in script.protocols[protocol].opening:
        turn.state(script.for_muscle(line, turn.session.muscle))


def advance(turn: Turn) -> None:
    """Go to the first entry of the plan that is still to come, or close."""
    turn.let_go()
    item = upcoming(turn)
    if item is None:
        conclude(turn)
        return
    turn.set(current=item, holds=0, **FRESH)
    present(turn)


def go_on(turn: Turn) -> None:
    """The same, but a stretch that is held and is still what comes next is held on."""
    session = turn.session
    if session.hold_since is None or session.phase is not Phase.STEP or upcoming(turn) != session.current:
        advance(turn)
    elif not session.queue:
        turn.cue("noted")


def upcoming(turn: Turn) -> Item | None:
    """The first entry of the plan that is still to come."""
    return next((item for item in plan(turn) if triage.applies(turn.session, item)), None)


def reopen(turn: Turn) -> None:
    """Take a conversation up again whose result is being said; what was answered stays."""
    turn.set(phase=Phase.STEP, current=None, closing=(), because=(), timer=None, wait_until=None)


def leave(turn: Turn) -> None:
    """Remember the current entry for "back", and that it is done."""
    session = turn.session
    if session.current is None:
        return
    turn.set(history=(*(item for item in session.history if item != session.current), session.current))
    if session.current.kind == "do":
        turn.set(wait_until=None)
        if session.current.name not in session.done:
            turn.set(done=(*session.done, session.current.name))


def present(turn: Turn, wording: int = 0) -> None:
    """Put the current entry. `wording` picks one of a question's wordings."""
    turn.let_go()
    telling.asides(turn)
    session = turn.session
    if session.current is None:
        return
    if session.current.kind == "do":
        if triage.forbidden(session, session.current.name):
            advance(turn)  # what was answered since forbids it
            return
        relief.begin(turn, session.current.name)
        return
    question = session.script.questions[session.current.name]
    line = question.lines[wording % len(question.lines)]
    turn.set(phase=Phase.QUESTION, timer=None)
    text = turn.state(line.id)
    turn.do(Ask(question.id, text, EXPECTS, question.danger, question.key_word if wording == 0 else ""))


def conclude(turn: Turn) -> None:
    """Say the level, what to do and whom to see, and the closing line."""
    session = turn.session
    level, because = triage.level(session)
    if level == "emergency":
        emergency.begin(turn, because)
        return
    close(turn, level, because)


def close(turn: Turn, level: str, because: tuple[str, ...], lines: tuple[str, ...] = ()) -> None:
    """End with a level below emergency. `lines` are said before the level's own."""
    turn.let_go()
    turn.set(current=None)
    telling.asides(turn)
    session = turn.session
    kinds = (session.muscle, session.protocol)
    result = [session.script.special(line, *kinds) for line in session.script.levels[level]]
    last = len(result) - len(session.script.warnings[level])
    spoken = (*lines, *result[:last], *_tips(turn, level), *result[last:])
    turn.set(phase=Phase.CLOSING, current=None, timer=None, because=because, closing=spoken, closing_until=None)
    turn.do(Level(level, because))
    summary(turn)


def _tips(turn: Turn, level: str) -> tuple[str, ...]:
    """What a result milder than a doctor adds where a question was not put, or stayed without a clear answer."""
    session = turn.session
    if triage.severity(level) >= triage.severity("doctor_soon"):
        return ()
    questions = session.script.questions
    asked = dict(session.answers)
    fates = {item.name: asked.get(item.name, UNASKED) for item in plan(turn) if item.kind == "ask"}
    tips = (questions[name].tips.get(fate) for name, fate in fates.items())
    return tuple(dict.fromkeys(tip for tip in tips if tip is not None))


def summary(turn: Turn) -> None:
    """Say the result's lines."""
    for line in turn.session.closing:
        turn.state(line, danger=line in turn.session.script.urgent)


def running(turn: Turn) -> bool:
    """True while a protocol is under way."""
    return turn.session.current is not None and turn.session.phase not in OUT_OF_SESSION


def reset(turn: Turn) -> None:
    """Forget the last conversation; how loud and how fast, that somebody spoke, and what they just asked stay.

    So do, for a while, the topics that the one before it forbids.
    """
    old = turn.session
    turn.session = type(old)(old.script, old.settings, turns=old.turns, rate=old.rate, gain=old.gain, asides=old.asides)
    if old.remembered(turn.now):
        turn.set(withholding=old.withholding, closing_until=old.closing_until)


def resume(turn: Turn) -> None:
    """Put the current entry again, in other words when it is a question."""
    session = turn.session
    if session.current is None:
        return
    if session.hold_since is not None and session.phase is Phase.STEP:
        return
    turn.set(repeats=session.repeats + 1, timer=None)
    present(turn, turn.session.repeats // 2)
