"""Alarm: what is still answered while the emergency script runs."""

from __future__ import annotations

from typing import Final

from voice_coach.dialogue import answers, emergency, navigation, reports
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn
from voice_coach.understanding.interpretation import Interpretation, Polarity

IN_EMERGENCY: Final = ("nav_repeat", "nav_slower", "nav_louder", "nav_help", "nav_resume", "nav_next", "nav_back")
"""What is answered with the emergency script again: after it nothing else is asked."""

BARE: Final = 95.0
"""Score of an answer with nothing beside it: "no", and not "no one is here"."""


def points(turn: Turn, interpretation: Interpretation) -> Polarity:
    """Which way an answer points; nowhere for a "no" in an emergency that has words of its own beside it."""
    if turn.session.phase is not Phase.EMERGENCY or interpretation.score >= BARE or "symptom" in interpretation.slots:
        return interpretation.polarity
    return Polarity.NONE


def react(turn: Turn, intent: str, slots: dict[str, str | int], polarity: Polarity) -> bool:
    """After an emergency nothing is asked: it is repeated, silenced, taken back once, or made graver."""
    session = turn.session
    if intent == "nav_stop" and session.emergency == "stopped":
        navigation.stop(turn)
    elif intent == "nav_stop":
        emergency.silence(turn)
    elif intent == "emergency" and slots.get("certainty") != "ask" and session.emergency != "unresponsive":
        reports.declare(turn, slots)
        turn.set(doubt=None)
    elif intent in IN_EMERGENCY:
        turn.hush()
        if intent in ("nav_slower", "nav_louder"):
            navigation.adjust(turn, intent)
        emergency.speak(turn)
    elif session.doubt is not None and (
        (intent == "answer" and polarity is Polarity.NEGATE and _denies_doubt(turn, slots))
        or intent == "nav_restart"
        or (session.emergency in ("silent", "ghost") and intent != "emergency")
    ):
        answers.take_back(turn)
    else:
        return False
    return True


def _denies_doubt(turn: Turn, slots: dict[str, str | int]) -> bool:
    """False for a "no" that names another symptom than the one that raised the alarm, and of somebody lifeless."""
    if turn.session.emergency in turn.session.script.standing:
        return False
    return "symptom" not in slots or turn.session.doubt in reports.asked_about(turn, [slots["symptom"]])
