"""Moves: everything that a person, silence or the loudspeaker can do in a state, read from the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from tests.dialogue.driver import POLARITY, SETTINGS, meant, unknown
from tests.dialogue.proof.essence import essence
from voice_coach.dialogue import core, navigation
from voice_coach.dialogue.actions import Action
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Event, Heard, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.question import Question
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Phase, Session
from voice_coach.understanding.interpretation import Candidate, Correction, Interpretation, Polarity, Rejection

Result = tuple[Session, list[Action], float]

A_DAY: Final = 86400
CUT: Final = "(speech is cut)"
SILENT: Final = "(stays silent)"
PATIENCE: Final = 100
"""More lines and ticks than the longest wait has."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen."""

    name: str
    """What the person did, for the conversation that is printed."""

    kind: str
    """`answer silence speech mumble nav relief aside topic start symptom deny emergency ask correct confirm`."""

    event: Event | None = None
    """None for the end of what is being said."""

    answer: str = ""
    """`yes no not_sure` of an answer that counts whenever it comes."""

    symptoms: tuple[str, ...] = ()
    """Symptoms that are reported, in the slot or beside it."""

    rare: bool = False
    """Tried in every state, but followed up only so often in one conversation as the proof's depth says."""

    needs_speech: bool | None = None
    """Only while the coach speaks (True) or is quiet (False)."""

    phases: tuple[Phase, ...] = ()
    """Only in these phases; empty for all."""

    on_and_on: bool = False
    """The event again and again until the conversation is somewhere else: a question left, a hold or a wait over."""


def apply(move: Move, session: Session, now: float) -> Result | None:
    """What follows from a move; None where it cannot happen."""
    if move.phases and session.phase not in move.phases:
        return None
    if move.needs_speech is not None and move.needs_speech != bool(session.queue):
        return None
    if move.kind == "speech" and move.event is None:
        return _play(session, now, interrupted=move.name == CUT)
    if move.on_and_on:
        return _on_and_on(move.event, session, now)
    if isinstance(move.event, Tick):
        if session.deadline is None:
            return None
        now = max(now, session.deadline)
    assert move.event is not None
    after, actions = step(session, move.event, now)
    return after, actions, now


def _play(session: Session, now: float, interrupted: bool = False) -> Result:
    """Everything that is queued is played, or cut."""
    actions: list[Action] = []
    for line in session.queue:
        session, more = step(session, SpeechFinished(line, interrupted), now)
        actions += more
    return session, actions, now


def _on_and_on(event: Event | None, session: Session, now: float) -> Result | None:
    """The same again and again, with the coach heard out each time, until the conversation is somewhere else."""
    here = session.phase, session.current
    actions: list[Action] = []
    for _ in range(PATIENCE):
        if session.queue:
            session, more, now = _play(session, now)
        elif isinstance(event, Tick):
            if session.deadline is None:
                return None
            now = max(now, session.deadline)
            session, more = step(session, event, now)
        else:
            assert event is not None
            session, more = step(session, event, now)
        actions += more
        if (session.phase, session.current) != here:
            return session, actions, now
    return None


def _said(text: str, intent: str, kind: str, polarity: Polarity = Polarity.NONE, **more: object) -> Move:
    rest = {key: more.pop(key) for key in ("rare", "answer", "symptoms", "needs_speech", "phases") if key in more}
    early = bool(more.pop("early", False))
    correction = more.pop("correction", Correction.NONE)
    reported = more.pop("reported", ())
    also = tuple(Candidate(str(name), 90.0) for name in more.pop("also", ()))  # type: ignore[attr-defined]
    plain = meant(intent, polarity, **more)  # type: ignore[arg-type]
    heard = Interpretation(
        text, plain.intent, plain.slots, plain.score, accepted=True, polarity=polarity, correction=correction,  # type: ignore[arg-type]
        reported=reported, also=also,  # type: ignore[arg-type]
    )  # fmt: skip
    return Move(text, kind, Heard(heard, early), **rest)  # type: ignore[arg-type]


def muscle_classes(script: Script) -> dict[str, tuple[str, ...]]:
    """One muscle -> all that have the same plans and the same questions; only their lines differ."""
    classes: dict[tuple[object, ...], list[str]] = {}
    for muscle in _muscles(script):
        plans = tuple(protocol.items(muscle) for protocol in script.protocols.values())
        asked = tuple(not q.muscles or muscle in q.muscles for q in script.questions.values())
        classes.setdefault((plans, asked), []).append(muscle)
    return {members[0]: tuple(members) for members in classes.values()}


def _muscles(script: Script) -> list[str]:
    """Names that belong to a muscle: not an intent's, and not the eyelid, which starts no protocol."""
    named = [
        name for name in script.names if name not in script.topics and name not in script.protocols and name != "eyelid"
    ]
    return [*named, "other"]


def starters(script: Script) -> tuple[str, ...]:
    """Protocols that a person starts; the others are led into by an answer."""
    led_into = {outcome for question in script.questions.values() for outcome in question.outcomes.values()}
    return tuple(name for name in script.protocols if name not in led_into)


def topic_kinds(script: Script) -> tuple[str, ...]:
    """One topic of every kind: all that change a running session in the same way are one."""
    session = new_session(script, SETTINGS, 0.0)
    first = starters(script)[0]
    session, _ = step(session, Heard(meant(first, muscle="calf")), 0.0)
    kinds = {}
    answering = {remark for question in script.questions.values() for remark in question.means}
    for name in script.topics:
        if name not in script.protocols:
            kind = essence(step(session, Heard(meant(name)), 0.0)[0]), name if name in answering else ""
            kinds.setdefault(kind, name)
    return tuple(kinds.values())


def symptoms(script: Script) -> tuple[str, ...]:
    """Every symptom that a question asks about, or that puts one at once, and one that none does."""
    known = {symptom for question in script.questions.values() for symptom in question.symptoms | question.suspects}
    return (*sorted(known | script.unresponsive), "something else")


def opening(protocol: str, muscle: str, **slots: str | int) -> Move:
    """Starting a protocol from nothing."""
    return _said(f"[{protocol}: {muscle}]", protocol, "start", muscle=muscle, **slots)


def alphabet(script: Script, pairs: bool = True) -> tuple[Move, ...]:
    """Every kind of move, in the order in which they are tried; generic over the script."""
    question = (Phase.QUESTION,)
    found = [
        Move("(speech ends)", "speech", needs_speech=True),
        Move(CUT, "speech", needs_speech=True),
        Move("(silence)", "silence", Tick(), needs_speech=False),
        Move("(loudspeaker stays dumb)", "silence", Tick(), needs_speech=True),
        Move(SILENT, "silence", Tick(), needs_speech=False, on_and_on=True),
        Move("(mumbles)", "mumble", Heard(unknown())),
        Move("(keeps mumbling)", "mumble", Heard(unknown()), needs_speech=False, phases=question, on_and_on=True),
        Move("(stays unsure)", "unsure", Heard(meant("answer", Polarity.UNSURE)), needs_speech=False, phases=question,
             on_and_on=True),
        Move("(hears an echo)", "noise", Heard(unknown(Rejection.ECHO))),
    ]  # fmt: skip
    for answer, polarity in POLARITY.items():
        found.append(_said(answer.replace("_", " "), "answer", "answer", polarity, answer=answer))
    for answer, polarity in POLARITY.items():
        found.append(
            _said(
                f"{answer} (too early)",
                "answer",
                "early",
                polarity,
                answer=answer,
                early=True,
                needs_speech=True,
                phases=question,
            )
        )
    found.append(_said("yes, no, well", "answer", "conflict", Polarity.CONFLICT))
    found += [_said(name.removeprefix("nav_"), name, "nav", rare=name == "nav_pause") for name in navigation.COMMANDS]
    found += [_said("it eased", "eased", "relief"), _said("not working", "not_working", "relief")]
    found += [_said(name, name, "aside") for name in ("more", "why", "remark")]
    found += [_said(f"[topic {name}]", name, "topic", rare=True) for name in topic_kinds(script)]
    # From here on rare: followed up only so often.
    for button in (*core.TAPS, *core.TAPPED_ANSWERS, "emergency"):
        answer = button if button in core.TAPPED_ANSWERS else ""
        found.append(Move(f"<{button}>", "touch", Tapped(button), answer=answer, rare=True))
    for polarity, name in ((Polarity.AFFIRM, "yes"), (Polarity.NEGATE, "no")):
        for correction in (Correction.PERHAPS, Correction.CERTAIN):
            text = f"{'I meant' if correction is Correction.CERTAIN else 'actually,'} {name}"
            found.append(_said(text, "answer", "correct", polarity, correction=correction, rare=True))
    known = symptoms(script)
    for symptom in known:
        found.append(_said(f"[has {symptom}]", "symptom", "symptom", symptom=symptom, symptoms=(symptom,), rare=True))
    for symptom in known:
        found.append(_said(f"[no {symptom}]", "symptom", "deny", Polarity.NEGATE, symptom=symptom, rare=True))
    for symptom in known:
        found.append(_said(f"[alarm: {symptom}]", "emergency", "emergency", symptom=symptom, rare=True))
        found.append(_said(f"[perhaps {symptom}]", "emergency", "ask", symptom=symptom, certainty="ask", rare=True))
    for symptom in (known[0], *sorted(script.unresponsive)):
        found.append(_said(f"[they: {symptom}]", "emergency", "emergency", symptom=symptom, who="other", rare=True))
    if pairs:
        for first, second in combinations(known[:-1], 2):
            both = (first, second)
            found.append(
                _said(f"[has {first} and {second}]", "symptom", "symptom", symptom=first, reported=(second,),
                      symptoms=both, rare=True)
            )  # fmt: skip
    for symptom in known[:-1]:
        for name in ("yes", "no"):
            found.append(
                _said(f"{name}, and [{symptom}]", "answer", "both", POLARITY[name], reported=(symptom,),
                      symptoms=(symptom,), answer=name, rare=True, phases=question)
            )  # fmt: skip
    for muscle in muscle_classes(script):
        found.append(_said(f"[cramp: {muscle}]", "cramp_relief", "start", muscle=muscle, rare=True))
    found += [_said(f"[{name}]", name, "start", rare=True) for name in starters(script)]
    found += _in_one_breath(script, known)
    found.append(_said("[they have something else]", "symptom", "symptom", symptom=known[-1], who="other", rare=True))
    found.append(_said("[what about it]", "what_about", "aside", rare=True))
    for muscle in muscle_classes(script):
        found.append(_said(f"[what about: {muscle}]", "what_about", "start", muscle=muscle, rare=True))
    found.append(_said("[cramp for a long time]", "cramp_relief", "start", duration=A_DAY, rare=True))
    found.append(_said("[my friend]", "cramp_relief", "start", who="other", rare=True))
    heard = [Candidate("cramp_relief", 80.0, {"muscle": muscle}) for muscle in list(muscle_classes(script))[:2]]
    for first, second in (heard, [Candidate("emergency", 80.0), heard[0]]):
        unclear = Interpretation(
            "?", first.intent, first.slots, first.score, second, rejection=Rejection.AMBIGUOUS
        )  # fmt: skip
        names = " or ".join(str(c.slots.get("muscle", c.intent)) for c in (first, second))
        found.append(
            Move(f"[{names}?]", "ask" if first.intent == "emergency" else "confirm", Heard(unclear), rare=True)
        )
    return tuple(found)


def _in_one_breath(script: Script, known: Sequence[str]) -> list[Move]:
    """Two intents at once: a symptom and how the cramp is; a cramp, a topic or how it is, and a topic."""
    found = []
    for symptom in known:
        for remark in ("eased", "not_working"):
            found.append(_said(f"[has {symptom}], and {remark}", "symptom", "symptom", symptom=symptom,
                               symptoms=(symptom,), also=(remark,), rare=True))  # fmt: skip
    topics = topic_kinds(script)
    for topic in topics:
        also = {"also": (topic,), "rare": True}
        found += [_said(f"[{name}], and [topic {topic}]", name, "start", **also) for name in starters(script)]  # type: ignore[arg-type]
        found += [_said(f"{name}, and [topic {topic}]", name, "relief", **also) for name in ("eased", "not_working")]  # type: ignore[arg-type]
        found.append(_said(f"[topic {topics[0]}], and [topic {topic}]", topics[0], "topic", **also))  # type: ignore[arg-type]
    return found


def events(script: Script, moves: Sequence[Move]) -> frozenset[str]:
    """Moves that happen once and are then followed to the end: one of each kind that may lead elsewhere.

    Of the symptoms one for each set of questions that it answers or puts; of the alarms, certain or doubtful, one for
    each set of outcomes; of a second person, another muscle, a pause, back, start over and a correction all.
    """
    found = {move.name for move in moves if move.kind in ("deny", "correct") or move.name in ONCE}
    reported: dict[object, str] = {}
    alarms: dict[object, str] = {}
    questions = script.questions.values()
    for symptom in symptoms(script):
        asked = tuple(q for q in questions if symptom in q.symptoms)
        means = any(symptom in q.means for q in questions)
        put = tuple(q.id for q in questions if symptom in q.suspects)
        reported.setdefault((tuple(q.id for q in asked), put, means), symptom)
        fates = tuple(sorted(q.outcomes["yes"] + q.outcomes["not_sure"] for q in asked if severe(q)))
        if fates or not asked:
            alarms.setdefault((fates, put, means), symptom)
    found |= {f"[has {symptom}]" for symptom in reported.values()}
    found |= {f"[{how}: {symptom}]" for symptom in alarms.values() for how in ("alarm", "they")}
    return frozenset(found | {f"[perhaps {symptom}]" for symptom in alarms.values()})


def severe(question: Question) -> bool:
    """True when a yes alone is an emergency."""
    return question.outcomes["yes"] == "emergency"


ONCE: Final = ("pause", "resume", "back", "restart", "<emergency>", "[they have something else]")

BRIEF: Final = (
    "(speech ends)",
    SILENT,
    "(keeps mumbling)",
    "(stays unsure)",
    "yes",
    "no",
    "it eased",
    "not working",
    "next",
)
"""Moves that are followed up in a brief proof: every kind of answer to every question, and the way through steps."""


def briefly(moves: Sequence[Move], *more: str, without: Sequence[str] = ()) -> tuple[Move, ...]:
    """The same moves, of which only `BRIEF` and `more` are followed up without limit."""
    followed = {*BRIEF, *more} - set(without)
    return tuple(replace(move, rare=move.name not in followed) for move in moves)
