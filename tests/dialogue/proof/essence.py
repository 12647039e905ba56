"""Essence: what of a session the future depends on; every field that is left out is argued for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, Final

from voice_coach.dialogue.answers import MOST_UNSURE, REAL_TURNS
from voice_coach.dialogue.protocol import Item, StepRule
from voice_coach.dialogue.question import LEVELS
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.triage import assess

Essence = tuple[Hashable, ...]

DROPPED: Final = {
    "script": "the same in every state of one proof",
    "settings": "the same in every state of one proof",
    "cue_counts": "chooses which of a cue's lines is said; no branch of the core reads it",
    "said": "chooses which source `why` names; both ways the same follows",
    "topic": "chooses what `more` and `repeat` read out; both ways the same follows",
    "topic_key": "chooses what `more` reads out; both ways the same follows",
    "topic_muscle": "names the muscle of a conversation that may come next; every muscle has a proof of its own",
    "offered": "whether an offer is said once more",
    "topic_read": "chooses which line `more` reads out; both ways the same follows",
    "because": "is told with the level and by nothing else",
    "closing": "the lines that `repeat` says again after the result",
    "closing_until": "after the end: until when the result may be said again, which starts nothing",
    "rate": "goes to the voice alone",
    "gain": "goes to the voice alone",
    "queue_limit": "set exactly while the queue holds something; a tick then does what the end of the speech does",
    "hold_counts": "a count more or less: the move `waits it out` takes the last one from every state",
    "repeats": "chooses the wording; in an emergency it counts the passes, and is kept there",
}
"""Field -> why nothing that follows depends on it."""

REDUCED: Final[dict[str, tuple[Callable[[Session], Hashable], str]]] = {
    "answers": (
        lambda s: _answers(s),  # noqa: PLW0108 - it stands below
        "the level is the gravest of all answers, whatever their order; two answers that are both neither yes nor no "
        "and lead to the same outcome are one; while cooling down, from where no way leads back to another protocol, "
        "a no to what is not asked there can neither raise a level nor forbid a step",
    ),
    "before": (
        lambda s: s.before if s.phase in (Phase.PAUSED, Phase.CONFIRM) else None,
        "read only on the way out of a pause or a confirmation, and set on the way in",
    ),
    "doubt": (
        lambda s: s.doubt if s.phase is Phase.EMERGENCY else None,
        "read only in an emergency, set on its way in",
    ),
    "clarified": (
        lambda s: s.clarified and _asking(s),
        "about the open question: every question and step begins anew, and so does what is put again after a result",
    ),
    "silences": (lambda s: s.silences if s.current else 0, "about the open question or step, as above"),
    "no_matches": (lambda s: s.no_matches if s.current else 0, "about the open question or step, as above"),
    "answered": (
        lambda s: s.answered and (s.answered if s.answered[0] not in s.corrected else True),
        "a question that was corrected once cannot be taken back again; then it only matters that there was one",
    ),
    "done": (lambda s: frozenset(s.done), "steps are looked up, their order is not"),
    "queue": (lambda s: bool(s.queue), "whether the coach is speaking, not what"),
    "unsure": (lambda s: min(s.unsure, MOST_UNSURE), "compared with one number"),
    "turns": (lambda s: min(s.turns, REAL_TURNS), "compared with one number"),
    "holds": (lambda s: min(s.holds, 2), "only whether it is more than one"),
    "timer": (lambda s: s.timer is not None, "whether a wait is running; the moves choose when it is over"),
    "hold_since": (lambda s: s.hold_since is not None, "whether a stretch is held"),
    "wait_until": (lambda s: s.wait_until is not None, "whether a wait is running; `waits it out` ends it"),
    "alarm_until": (lambda s: s.alarm_until is not None, "whether the alarm sounds; `waits it out` ends it"),
}
"""Field -> what is kept of it, and why that is enough."""


def _answers(session: Session) -> Hashable:
    script, protocol = session.script, session.protocol
    if protocol != "cool_down" or (session.answered is not None and session.answered[2] != protocol):
        return frozenset(_kind(session, name, answer) for name, answer in session.answers)
    asked = {item.name for item in script.protocols[protocol].items(session.muscle)}
    return frozenset(
        _kind(session, name, answer) for name, answer in session.answers if answer != "no" or name in asked
    )


def _kind(session: Session, name: str, answer: str) -> Hashable:
    """A "yes" or "no" as it is where some rule looks for it; elsewhere only what the answer leads to."""
    if answer in ("yes", "no") and name in looked_up(session.script):
        return name, answer
    return name, session.script.questions[name].outcomes[answer]


_known: dict[int, tuple[Script, frozenset[str]]] = {}


def looked_up(script: Script) -> frozenset[str]:
    """Questions whose very answer matters: conditions, combinations, what a step needs, and what can be denied."""
    known = _known.get(id(script))
    if known is None or known[0] is not script:
        items = [item for p in script.protocols.values() for plan in (p.plan, *p.plan_for.values()) for item in plan]
        names = {item.condition for item in items} | {name for c in script.combinations for name in c.questions}
        names |= {question.id for question in script.questions.values() if question.symptoms}
        names |= {name for rule in script.steps.values() for name in (*rule.needs, *rule.unless)}
        known = _known[id(script)] = script, frozenset(names)
    return known[1]


def _asking(session: Session) -> bool:
    return session.current is not None and session.current.kind == "ask"


KEPT: Final = [f.name for f in fields(Session) if f.name not in DROPPED and f.name not in REDUCED]
"""Everything else, a field that somebody adds included, counts as it is until it is argued away above."""

_kept = attrgetter(*KEPT)
_reduced = [function for function, _ in REDUCED.values()]


def essence(session: Session) -> Essence:
    """The state of a conversation as far as the future depends on it."""
    if session.phase is Phase.EMERGENCY:
        passes = min(session.repeats, 1)
        if session.doubt is None:
            # It cannot be taken back: nothing but silence, stop and its own lines follow, and the end forgets all.
            return Phase.EMERGENCY, session.emergency, bool(session.queue), passes, session.alarm_until is not None
        return (*_kept(session), *[part(session) for part in _reduced], passes)
    return (*_kept(session), *[part(session) for part in _reduced])


FORGOTTEN: Final = {
    "history": "where `back` leads",
    "answered": "what a correction takes back",
    "corrected": "which corrections were made",
}
"""Fields that the forgetful essence leaves out too: only taking back reads them."""

_forgetful = attrgetter(*[name for name in KEPT if name not in (*FORGOTTEN, "flags")])
_shorter = [function for name, (function, _) in REDUCED.items() if name not in (*FORGOTTEN, "answers", "done")]
_facts: dict[tuple[Hashable, ...], Hashable] = {}


def forgetful(session: Session) -> Essence:
    """The state as far as the future depends on it while nothing is taken back but an alarm, by "no".

    Of the answers it keeps the level that they lead to, and those that can still change what comes: of questions whose
    "yes" would be graver than that level, and of conditions, combinations and steps that are still to come. What can
    no longer matter is neither asked nor looked up again, for without taking back a level only rises, and a step that
    an answer forbids is as good as taken.
    """
    if session.phase is Phase.EMERGENCY and session.doubt is None:
        return essence(session)
    alarm = session.doubt if session.phase is Phase.EMERGENCY else None
    key = id(session.script), session.answers, session.done, session.flags, session.muscle, session.protocol, alarm
    facts = _facts.get(key)
    if facts is None:
        if len(_facts) > 200_000:
            _facts.clear()
        facts = _facts[key] = _relevant(session, alarm)
    passes = min(session.repeats, 1) if alarm else 0
    again = alarm or (session.current.name if session.current is not None and session.current.kind == "ask" else None)
    presumed = _presumed(session, again) if again else ()
    return (facts, passes, presumed, *_forgetful(session), *[part(session) for part in _shorter])


def _presumed(session: Session, question: str) -> tuple[str, ...]:
    """What a yes to this question opens again, because an earlier no to it had covered it: all that reads history."""
    put = {item.name for item in session.history}
    covers = session.script.questions[question].covers
    return tuple(name for name in covers if session.answer(name) == "no" and name not in put)


@cache
def _plans(identity: int, protocol: str | None, muscle: str) -> tuple[tuple[StepRule, ...], tuple[Item, ...]]:
    script = _known[identity][0]
    led_into = {outcome for question in script.questions.values() for outcome in question.outcomes.values()}
    plans = [known.items(muscle) for name, known in script.protocols.items() if name == protocol or name in led_into]
    steps = dict.fromkeys(item.name for plan in plans for item in plan if item.kind == "do")
    return tuple(script.steps[name] for name in steps), tuple(item for plan in plans for item in plan if item.condition)


def _ahead(session: Session, answers: Mapping[str, str]) -> tuple[frozenset[str], set[str], tuple[Item, ...]]:
    """Steps that will not be taken any more, what the others still need, and the entries that have a condition.

    Of this protocol, and of those that it leads into.
    """
    looked_up(session.script)
    rules, conditional = _plans(id(session.script), session.protocol, session.muscle)
    over = {
        rule.name
        for rule in rules
        if rule.name in session.done or any(answers.get(name, "no") != "no" for name in (*rule.needs, *rule.unless))
    }
    gates = {name for rule in rules if rule.name not in over for name in rule.needs}
    return frozenset(over), gates, conditional


def _relevant(session: Session, alarm: str | None) -> Hashable:
    """The level, and the answers that still matter; an alarm that can be taken back is left aside."""
    script, muscle = session.script, session.muscle
    answers = {name: answer for name, answer in session.answers if name != alarm}
    level = LEVELS.index(assess(script, answers, muscle)[0])
    over, gates, conditional = _ahead(session, answers)
    together = {name for c in script.combinations if LEVELS.index(c.level) > level for name in c.questions}
    conditions = {
        item.condition
        for item in conditional
        if (item.name not in over if item.kind == "do" else item.name not in answers)
        and (item.kind == "do" or item.name in together or _graver(script, item.name, level))
    }
    kept: list[Hashable] = []
    for name, answer in answers.items():
        if name in together:
            kept.append((name, answer if answer in ("yes", "no") else "unclear"))
        elif name in conditions:
            kept.append((name, answer == "no"))
        elif name in gates or _graver(script, name, level):
            kept.append(name)
    raised = any(script.questions[name].outcomes[answer] == "raise" for name, answer in answers.items())
    return level, raised, over, frozenset(kept), session.flags & conditions


def _graver(script: Script, question: str, level: int) -> bool:
    """True when a "yes" would still change the result."""
    outcome = script.questions[question].outcomes["yes"]
    return outcome in ("raise", "cool_down") or (outcome in LEVELS and LEVELS.index(outcome) > level)


def describe(state: Essence) -> dict[str, Any]:
    """The parts by name, for a message that has to show one."""
    return dict(zip([*KEPT, *REDUCED], state, strict=False))
