"""Topics: answering a question about cramps, and coming back to where the conversation was."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from voice_coach.dialogue import agenda, telling
from voice_coach.dialogue.knowledge import Topic
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

STARTERS: Final = ("cramp_relief", "is_it_serious", "night_cramps")
"""Intents that start a conversation with questions."""

VOLUNTEERED: Final = {
    "recurring": "recurring",
    "at_risk": "at_risk",
    "night_cramps": "night",
    "is_it_serious": "serious",
}
"""Topics that, in the middle of a session, also bring questions into the plan."""

NOTHING_NAMED: Final[Mapping[str, str | int]] = MappingProxyType({})
"""Slots of a topic that is asked about in general."""


def answer(turn: Turn, intent: str, slots: Mapping[str, str | int] = NOTHING_NAMED) -> None:
    """Answer a topic: alone, or in the middle of a session, which then goes on where it was.

    An answer of its own for what is asked about, or for the muscle, goes before the general one.
    """
    session = turn.session
    turn.hush()
    in_session = agenda.running(turn)
    if in_session and telling.waits(session, intent, slots.get("about")):
        turn.set(asides=tuple(dict.fromkeys((*session.asides, (intent, tuple(sorted(slots.items())))))))
        turn.cue("checking")  # answered once nobody can be in danger
        agenda.resume(turn)
        return
    telling.tell(turn, intent, slots)
    if in_session:
        if intent in VOLUNTEERED:
            turn.set(flags=turn.session.flags | {VOLUNTEERED[intent]})
        agenda.resume(turn)
        return
    turn.set(phase=Phase.TOPIC, current=None, timer=None)
    topic = session.script.topics.get(intent, Topic())
    if telling.withheld(session, intent, turn.session.topic_key) is not None:
        pass
    elif intent in STARTERS:
        turn.cue("offer_check")
    elif topic.deeper(turn.session.topic_key) and not session.offered:
        turn.set(offered=True)
        turn.cue("offer_more")


def only_asks(turn: Turn, intent: str, slots: Mapping[str, str | int], reported: tuple[str, ...]) -> bool:
    """True for a question about one side of a matter ("is it normal that it hurts for hours"), which is answered
    first; with a symptom beside it the conversation starts at once.
    """
    topic = turn.session.script.topics.get(intent, Topic())
    return not reported and "symptom" not in slots and slots.get("about") in topic.answer_for


def more(turn: Turn) -> None:
    """Go deeper into the last topic, one line at a time."""
    session = turn.session
    deeper = session.script.topics.get(session.topic or "", Topic()).deeper(session.topic_key)
    if telling.withheld(session, session.topic or "", session.topic_key) is not None:
        deeper = ()
    turn.hush()
    if session.topic_read < len(deeper):
        turn.state(deeper[session.topic_read])
        turn.set(topic_read=session.topic_read + 1)
    else:
        turn.cue("nothing_more")
    after_aside(turn)


def why(turn: Turn) -> None:
    """Name the source of the last statement in plain words."""
    session = turn.session
    turn.hush()
    line = session.script.lines.get(session.said or "")
    origin = session.script.origin(line.source) if line else None
    if origin is not None:
        turn.say(origin)
    else:
        turn.cue("nothing_more")
    after_aside(turn)


def after_aside(turn: Turn) -> None:
    """Go back to the session, or wait for the next question."""
    if agenda.running(turn):
        agenda.resume(turn)
    elif turn.session.phase is not Phase.CLOSING:
        turn.set(phase=Phase.TOPIC, timer=None)
