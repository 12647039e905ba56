"""Reports: what a person brings up unasked: a cramp, a symptom, its denial, an emergency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from voice_coach.dialogue import agenda, answers, emergency, progress, reprompts, topics
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
    turn.hush()
    if not agenda.running(turn):
        if intent == "is_it_serious" and taken_up(turn, slots):
            turn.set(protocol=intent, flags=turn.session.flags | {"serious"} | facts(reported))
            take(turn, asked_about(turn, reported))
        else:
            _begin(turn, intent, slots, reported)
        return
    muscle = slots.get("muscle")
    switched = about_other(turn, slots)
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
        agenda.advance(turn) if switched else agenda.resume(turn)
        return
    protocol = turn.session.protocol if turn.session.protocol == "cool_down" else "cramp_relief"
    named = muscle if isinstance(muscle, str) else turn.session.muscle
    if (named, protocol) == (turn.session.muscle, turn.session.protocol) and not switched:
        agenda.resume(turn)
        return
    kept = tuple(step for step in turn.session.done if step not in ONE_MUSCLE)
    turn.set(muscle=named, protocol=protocol, done=kept)
    agenda.advance(turn)


def _begin(turn: Turn, intent: str, slots: Mapping[str, str | int], reported: tuple[str, ...]) -> None:
    """Start a protocol. Of a result that is still being said for the same person, what was not answered "no" stays."""
    old = turn.session
    muscle = slots.get("muscle", old.topic_muscle if intent in FOLLOW_UPS else None)
    same = old.phase is Phase.CLOSING and old.third_person == (slots.get("who") == "other")
    agenda.reset(turn)
    symptoms = (slots.get("symptom"), *reported)
    long = int(slots.get("duration", 0)) >= LONG or bool(suspects(turn, symptoms))
    turn.set(
        third_person=slots.get("who") == "other",
        muscle=muscle if isinstance(muscle, str) else "other",
        topic=intent,
        answers=tuple(pair for pair in old.answers if pair[1] != "no") if same else (),
        flags=facts(reported) | (frozenset({progress.NOT_WORKING}) if long else frozenset()),
    )
    open_with(turn, intent, symptoms)


def taken_up(turn: Turn, slots: Mapping[str, str | int]) -> bool:
    """Take the conversation up again whose result is being said, unless this is about somebody else."""
    session = turn.session
    if session.phase is not Phase.CLOSING or session.protocol is None:
        return False
    if slots.get("who") == "other" and not session.third_person:
        return False
    agenda.reopen(turn)
    return True


def take(turn: Turn, known: tuple[str, ...]) -> None:
    """Yes to each of the questions that were answered unasked, then on; only what is still open is asked."""
    if known:
        answers.record(turn, known[0], "yes", known[1:])
    else:
        agenda.advance(turn)


def facts(reported: Iterable[str]) -> frozenset[str]:
    """Conditions of the plan that facts about the person set: "third time this week"."""
    return frozenset(topics.VOLUNTEERED[name] for name in reported if name in topics.VOLUNTEERED)


def about_other(turn: Turn, slots: Mapping[str, str | int]) -> bool:
    """It turns out that somebody else is hurt. True when questions were answered "no" by the wrong person: they are
    asked again, about the right one; every other answer stays.
    """
    session = turn.session
    if slots.get("who") != "other" or session.third_person:
        return False
    kept = tuple(pair for pair in session.answers if pair[1] != "no")
    muscle = slots.get("muscle")
    named = muscle if isinstance(muscle, str) else session.muscle
    turn.set(third_person=True, muscle=named, answers=kept, answered=None, history=())
    if kept == session.answers:
        return False
    turn.cue("about_other")
    return True


def open_with(turn: Turn, protocol: str, symptoms: Iterable[str | int | None]) -> None:
    """Start a protocol; symptoms that came with the first sentence are not asked again."""
    agenda.introduce(turn, protocol)
    take(turn, asked_about(turn, symptoms))


def asked_about(turn: Turn, symptoms: Iterable[str | int | None]) -> tuple[str, ...]:
    """The questions that reported symptoms answer, each once, in the order reported."""
    questions = turn.session.script.questions.values()
    return tuple(dict.fromkeys(q.id for symptom in symptoms for q in questions if symptom in q.symptoms))


def suspects(turn: Turn, symptoms: Iterable[str | int | None]) -> tuple[str, ...]:
    """The open questions that reported symptoms do not answer, but put at once."""
    session = turn.session
    found = (q.id for symptom in symptoms for q in session.script.questions.values() if symptom in q.suspects)
    return tuple(name for name in found if session.answer(name) is None)


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
    symptoms = (slots.get("symptom"), *reported)
    known = asked_about(turn, symptoms)
    turn.hush()
    if not agenda.running(turn) and taken_up(turn, slots):
        outcomes = [turn.session.script.questions[name].outcomes["yes"] for name in known]
        if turn.session.protocol == progress.COOL_DOWN and progress.COOL_DOWN in outcomes:
            progress.worse(turn)  # as bad as before, after half an hour of cooling
            return True
        turn.set(flags=turn.session.flags | facts(reported) | (frozenset() if known else {progress.NOT_WORKING}))
        take(turn, known)
        return True
    if not agenda.running(turn):
        agenda.reset(turn)
        muscle = slots.get("muscle")
        turn.set(
            muscle=muscle if isinstance(muscle, str) else "other",
            third_person=slots.get("who") == "other",
            flags=facts(reported) | (frozenset() if known else frozenset({progress.NOT_WORKING})),
        )
        open_with(turn, "is_it_serious", symptoms)
        return True
    switched = about_other(turn, slots)
    alarming = any(turn.session.script.questions[name].outcomes["yes"] == "emergency" for name in known)
    meant = {symptom: progress.means(turn, str(symptom)) for symptom in symptoms}
    answer = next(filter(None, meant.values()), None)
    if answer is not None and not (switched or alarming):
        beside = asked_about(turn, [symptom for symptom in symptoms if meant[symptom] is None])
        answers.give(turn, answer, beside)  # "hot again, and it is swollen": both count
        return True
    if known:
        answers.record(turn, known[0], "yes", known[1:])
        return True
    turn.set(flags=turn.session.flags | {progress.NOT_WORKING})
    suspected = next(iter(suspects(turn, symptoms)), None)
    turn.cue("noted")
    if suspected is not None:
        answers.put(turn, suspected)
        return True
    agenda.advance(turn) if switched or left(turn) else agenda.resume(turn)
    return True


def left(turn: Turn) -> bool:
    """True when the current step is done already."""
    current = turn.session.current
    return current is not None and current.kind == "do" and current.name in turn.session.done


def declare(turn: Turn, slots: Mapping[str, str | int]) -> None:
    """An emergency was volunteered: alarm at once, or ask the first gate question when the words are doubtful."""
    script = turn.session.script
    symptom = str(slots.get("symptom", "emergency"))
    gate = next(item.name for item in script.protocols["is_it_serious"].plan if item.kind == "ask")
    asked = next(iter(asked_about(turn, [symptom])), gate)
    if turn.session.phase in agenda.OUT_OF_SESSION and not taken_up(turn, slots):
        turn.hush()
        agenda.reset(turn)
    if slots.get("certainty") != "ask":
        turn.set(third_person=turn.session.third_person or slots.get("who") == "other")
        lifeless = symptom in script.unresponsive and slots.get("who") == "other"
        emergency.begin(turn, (symptom,), "unresponsive" if lifeless else "self", doubt=asked)
        return
    if turn.session.expectation.question == asked:
        reprompts.unmatched(turn)  # asked just that already: "i can breathe", again and again, leads to a person
        return
    turn.hush()
    if progress.means(turn, symptom) is not None:
        turn.set(answers=turn.session.answers_without(asked))  # to be asked again
        progress.answered(turn, symptom)
        return
    switched = about_other(turn, slots)
    if not switched and turn.session.answer(asked) == "no":
        # The same doubtful words over and over, and "no" to what they may mean: in the end a person must look.
        turn.set(unsure=turn.session.unsure + 1)
        if turn.session.unsure >= answers.MOST_UNSURE:
            answers.give_up(turn, asked, "no_match")
            return
    turn.set(
        protocol=turn.session.protocol or "is_it_serious",
        answers=turn.session.answers_without(gate, asked),
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
