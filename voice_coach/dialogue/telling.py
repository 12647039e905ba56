"""Telling: what is said about a topic, or instead of it, and when what was asked in the same breath has its turn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from voice_coach.dialogue import triage
from voice_coach.dialogue.knowledge import Topic
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.turn import Turn


def tell(turn: Turn, intent: str, slots: Mapping[str, str | int]) -> None:
    """Say what is known about a topic, or what is said instead where the answers so far forbid that."""
    session = turn.session
    topic = session.script.topics.get(intent, Topic())
    muscle = slots.get("muscle", session.topic_muscle or (session.muscle if session.current is not None else None))
    key = topic.key((slots.get("about"), muscle))
    turn.set(topic=intent, topic_key=key, topic_muscle=str(muscle) if muscle else None, topic_read=0)
    instead = withheld(session, intent, key)
    lines = topic.said(key) if instead is None else (instead,)
    for line in lines:
        turn.state(line)
    if not lines:
        turn.cue("nothing_more")


def withheld(session: Session, intent: str, key: str | None) -> str | None:
    """The line that is said instead of a topic's answer: nothing about drinks to somebody who is faint."""
    rule = session.script.withheld.get(intent)
    if rule is None or (rule.about and key not in rule.about):
        return None
    return rule.line if _forbidden(session, intent) else None


def _forbidden(session: Session, intent: str) -> bool:
    """True where an answer forbids a topic, or one of the last conversation until the questions are "no" now."""
    unless = session.script.withheld[intent].unless
    if any(session.answer(name) not in (None, "no") for name in unless):
        return True
    return intent in session.withholding and (session.protocol is None or _open(session, unless))


def waits(session: Session, intent: str, about: object) -> bool:
    """True for a topic that answers may forbid, while a question on which even a doubt is an emergency is open."""
    rule = session.script.withheld.get(intent)
    concerned = rule is not None and (not rule.about or about in rule.about)
    return concerned and gate(session) and not _forbidden(session, intent)


def _open(session: Session, unless: tuple[str, ...]) -> bool:
    """True while one of these questions, or of those on which even a doubt is an emergency, is still to be put."""
    questions = session.script.questions
    ahead = session.script.protocols[session.protocol].items(session.muscle) if session.protocol else ()
    return any(
        (item.name in unless or questions[item.name].outcomes["not_sure"] == "emergency")
        and triage.applies(session, item)
        for item in ahead
        if item.kind == "ask"
    )


def parting(session: Session) -> str | None:
    """The cue of what is still said when somebody stops who has told of a danger; None without one."""
    cue = "stopped_cool_down" if session.protocol == "cool_down" else f"stopped_{triage.level(session)[0]}"
    return cue if cue in session.script.cues else None


def left_behind(session: Session, now: float) -> dict[str, Any]:
    """What outlives a conversation for a while: its result, and the topics that it forbids."""
    topics = session.script.withheld
    alarmed = bool(session.emergency and session.closing)
    forbidden = frozenset(topics if alarmed else filter(partial(_forbidden, session), topics))
    if not (session.closing or forbidden):
        return {}
    until = now + session.settings.remember if session.closing_until is None else session.closing_until
    return {
        "closing": session.closing,
        "closing_until": until,
        "third_person": session.third_person,
        "withholding": forbidden,
    }


def asides(turn: Turn) -> None:
    """Answer what was asked in the same breath, once no gate question is open: danger goes first."""
    session = turn.session
    if not session.asides or gate(session):
        return
    turn.set(asides=())
    for intent, slots in session.asides:
        tell(turn, intent, dict(slots))


def gate(session: Session) -> bool:
    """True when the next thing is a question on which even a doubt is an emergency, or when there is one already."""
    if session.phase is Phase.EMERGENCY:
        return True
    current = session.current
    if current is None or current.kind != "ask":
        return False
    return session.script.questions[current.name].outcomes["not_sure"] == "emergency"


def goes_on(turn: Turn, intent: str) -> bool:
    """True for a topic that is asked about soon after a conversation: what was answered there still counts."""
    return intent in turn.session.script.topics and turn.session.remembered(turn.now)
