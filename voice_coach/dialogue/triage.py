"""Triage: the level that a set of answers leads to, what they forbid, and what is still worth asking."""

from __future__ import annotations

from collections.abc import Mapping

from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.question import LEVELS
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Session

RAISED = {"self_care": "doctor_soon", "physiotherapist": "doctor_soon", "doctor_soon": "doctor_today"}
"""One level up, for people at risk; a risk alone never makes an emergency."""


def severity(level: str) -> int:
    """0 (self-care) to 4 (emergency)."""
    return LEVELS.index(level)


def assess(script: Script, answers: Mapping[str, str], muscle: str = "other") -> tuple[str, tuple[str, ...]]:
    """The gravest level that the answers about a muscle lead to, and the questions behind it."""
    level = "self_care"
    because: list[str] = []
    raised: list[str] = []
    for name, answer in answers.items():
        outcome = script.questions[name].outcomes[answer]
        if outcome == "raise":
            raised.append(name)
        if outcome == "cool_down":
            outcome = script.questions[name].level
        if outcome not in LEVELS:
            continue
        if severity(outcome) > severity(level):
            level, because = outcome, [name]
        elif outcome == level:
            because.append(name)
    for combination in script.combinations:
        if combination.holds(answers, muscle) and severity(combination.level) > severity(level):
            level, because = combination.level, list(combination.questions)
    if raised and level in RAISED:
        level, because = RAISED[level], because + raised
    return level, tuple(because)


def level(session: Session) -> tuple[str, tuple[str, ...]]:
    """The level that a conversation has come to, and the questions behind it."""
    return assess(session.script, dict(session.answers), session.muscle)


def applies(session: Session, item: Item) -> bool:
    """True when an entry of the plan is still to come: it fits the muscle, its condition holds, and it matters."""
    if item.condition and not holds(session, item.condition):
        return False
    if item.kind == "do":
        return item.name not in session.done and not forbidden(session, item.name)
    question = session.script.questions[item.name]
    if session.answer(item.name) is not None or (question.muscles and session.muscle not in question.muscles):
        return False
    return matters(session, item.name)


def holds(session: Session, condition: str) -> bool:
    """True for a flag that is set, and for a question whose answer was neither "no" nor is open."""
    return condition in session.flags or session.answer(condition) not in (None, "no")


def matters(session: Session, question: str) -> bool:
    """True when a "yes" would still raise the level: after a graver answer only graver questions are asked."""
    answers = dict(session.answers)
    now = severity(level(session)[0])
    if session.script.questions[question].outcomes["yes"] == "cool_down":
        return now < severity("emergency")
    return severity(assess(session.script, {**answers, question: "yes"}, session.muscle)[0]) > now


def forbidden(session: Session, step: str) -> bool:
    """True when a step must be left out: one of the questions before it was not answered "no"."""
    rule = session.script.steps[step]
    if any(session.answer(name) not in (None, "no") for name in rule.unless):
        return True
    return any(
        session.answer(need) != "no"
        for need in rule.needs
        if not (muscles := session.script.questions[need].muscles) or session.muscle in muscles
    )


def ruled_out(session: Session, step: str) -> bool:
    """True when an answer so far forbids a step; a question that is still open does not."""
    rule = session.script.steps[step]
    return any(session.answer(name) not in (None, "no") for name in (*rule.needs, *rule.unless))
