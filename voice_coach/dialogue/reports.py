"""Reports: what a person brings up unasked: a cramp, a symptom, its denial, an emergency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from voice_coach.dialogue import agenda, answers, emergency, reprompts, topics
from voice_coach.dialogue.knowledge import Topic
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.session import Phase
from voice_coach.dialogue.turn import Turn

LONG: Final = 600
"""Seconds after which a cramp counts as one that does not ease (triage: ten minutes)."""

ONE_MUSCLE: Final = ("stretch", "massage")
"""Steps that are done for one muscle, and again when another one is named."""

FOLLOW_UPS: Final = ("is_it_serious", "night_cramps")
"""Starters that are about the muscle that was asked about last."""

MUSCLES: Final = "which_muscles"
"""Topic that tells about one muscle at a time."""


def start(turn: Turn, intent: str, slots: Mapping[str, str | int], reported: tuple[str, ...] = ()) -> None:
    """Start one of the protocols, or take what was said into the one that is running.

    `reported` are the symptoms that were said beside it.
    """
    muscle = slots.get("muscle")
    turn.hush()
    if not agenda.running(turn):
        if muscle is None and intent in FOLLOW_UPS:
            muscle = turn.session.topic_muscle
        agenda.reset(turn)
        turn.set(third_person=slots.get("who") == "other")
        if isinstance(muscle, str):
            turn.set(muscle=muscle)
        turn.set(topic=intent)
        if int(slots.get("duration", 0)) >= LONG:
            turn.set(flags=frozenset({"not_working"}))
        open_with(turn, intent, (slots.get("symptom"), *reported))
        return
    if slots.get("who") == "other":
        turn.set(third_person=True)
    known = asked_about(turn, reported)
    if known:
        if isinstance(muscle, str):
            turn.set(muscle=muscle)
        answers.record(turn, known[0], "yes", known[1:])
        return
    if intent == "night_cramps":
        topics.answer(turn, intent)
        return
    if intent == "is_it_serious":
        turn.set(flags=turn.session.flags | {"serious"})
        turn.cue("checking")
        agenda.resume(turn)
        return
    protocol = turn.session.protocol if turn.session.protocol == "cool_down" else "cramp_relief"
    named = muscle if isinstance(muscle, str) else turn.session.muscle
    if (named, protocol) == (turn.session.muscle, turn.session.protocol):
        agenda.resume(turn)
        return
    kept = tuple(step for step in turn.session.done if step not in ONE_MUSCLE)
    turn.set(muscle=named, protocol=protocol, done=kept)
    agenda.advance(turn)


def open_with(turn: Turn, protocol: str, symptoms: Iterable[str | int | None]) -> None:
    """Start a protocol; symptoms that came with the first sentence are not asked again."""
    known = asked_about(turn, symptoms)
    if known:
        agenda.introduce(turn, protocol)
        answers.record(turn, known[0], "yes", known[1:])
    else:
        agenda.begin(turn, protocol)


def asked_about(turn: Turn, symptoms: Iterable[str | int | None]) -> tuple[str, ...]:
    """The questions that reported symptoms answer, each once, in the order reported."""
    questions = turn.session.script.questions.values()
    return tuple(dict.fromkeys(q.id for symptom in symptoms for q in questions if symptom in q.symptoms))


def remark(turn: Turn) -> bool:
    """Something was understood that answers nothing: "no, the left one". The open question is put again.

    False where there is nothing to go on with.
    """
    session = turn.session
    if session.phase is Phase.QUESTION:
        turn.hush()
        turn.cue("understood")
        agenda.resume(turn)
    elif session.phase is Phase.STEP and not session.queue:
        turn.set(timer=session.timer if session.hold_since is not None else None)
        turn.cue("understood")
    else:
        return False
    return True


def deny(turn: Turn, slots: Mapping[str, str | int]) -> bool:
    """ "No chest pain", volunteered: it answers the question that asks just that, takes back an earlier yes to it
    once, and reassures about nothing else. False where it tells nothing.
    """
    session = turn.session
    asked = next(iter(asked_about(turn, [slots.get("symptom")])), None)
    if asked is not None and session.expectation.question == asked:
        answers.give(turn, "no")
        return True
    if asked is not None and agenda.running(turn) and session.answer(asked) == "yes" and asked not in session.corrected:
        answers.reopen(turn, asked, session.protocol)
        return True
    return remark(turn)


def report(turn: Turn, slots: Mapping[str, str | int], reported: tuple[str, ...] = ()) -> bool:
    """Symptoms were volunteered. True: it always leads on."""
    session = turn.session
    symptoms = (slots.get("symptom"), *reported)
    known = asked_about(turn, symptoms)
    turn.hush()
    if not agenda.running(turn):
        agenda.reset(turn)
        muscle = slots.get("muscle")
        turn.set(
            muscle=muscle if isinstance(muscle, str) else "other",
            third_person=slots.get("who") == "other",
            flags=frozenset() if known else frozenset({"not_working"}),
        )
        open_with(turn, "is_it_serious", symptoms)
    elif known:
        answers.record(turn, known[0], "yes", known[1:])
    else:
        turn.set(flags=session.flags | {"not_working"})
        turn.cue("noted")
        agenda.resume(turn)
    return True


def declare(turn: Turn, slots: Mapping[str, str | int]) -> None:
    """An emergency was volunteered: alarm at once, or ask the first gate question when the words are doubtful."""
    script = turn.session.script
    symptom = str(slots.get("symptom", "emergency"))
    gate = next(item.name for item in script.protocols["is_it_serious"].plan if item.kind == "ask")
    asked = next(iter(asked_about(turn, [symptom])), gate)
    if turn.session.phase in agenda.OUT_OF_SESSION:
        turn.hush()
        agenda.reset(turn)
    turn.set(third_person=turn.session.third_person or slots.get("who") == "other")
    if slots.get("certainty") != "ask":
        lifeless = symptom in script.unresponsive and slots.get("who") == "other"
        emergency.begin(turn, (symptom,), "unresponsive" if lifeless else "self", doubt=asked)
        return
    if turn.session.expectation.question == asked:
        reprompts.unmatched(turn)  # asked just that already: "i can breathe", again and again, leads to a person
        return
    turn.hush()
    turn.set(
        protocol=turn.session.protocol or "is_it_serious",
        answers=tuple((name, was) for name, was in turn.session.answers if name not in (gate, asked)),
        phase=Phase.QUESTION,
        confirm=(),
    )
    turn.set(history=tuple(item for item in turn.session.history if item != Item("ask", asked)))
    answers.put(turn, asked)


def follow_up(turn: Turn, slots: Mapping[str, str | int]) -> bool:
    """ "And my back?" keeps the topic, "and the left one?" the muscle too. False where there is nothing to go on with.

    In the middle of a session a muscle that is named is one that hurts.
    """
    session = turn.session
    muscle = slots.get("muscle")
    if agenda.running(turn):
        if muscle is None:
            return remark(turn)
        start(turn, "cramp_relief", slots)
        return True
    if session.topic is None:
        return False
    if muscle is None or muscle == session.topic_muscle:
        turn.hush()
        turn.cue("same_again")
        topics.after_aside(turn)
        return True
    known = session.script.topics.get(session.topic, Topic())
    topics.answer(turn, session.topic if muscle in known.answer_for else MUSCLES, slots)
    return True
