"""Core: one event in, the next session and the actions out. No thread, no clock, no sound: time is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voice_coach.dialogue import (
    agenda,
    alarm,
    answers,
    confirm,
    navigation,
    progress,
    relief,
    reports,
    reprompts,
    restoring,
    telling,
    topics,
)
from voice_coach.dialogue.actions import Action, Note
from voice_coach.dialogue.events import Event, Heard, Restored, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Meaning, Phase, Session
from voice_coach.dialogue.turn import Turn
from voice_coach.settings import DialogueSettings
from voice_coach.understanding.interpretation import Candidate, Correction, Interpretation, Polarity, Rejection

ANSWERS: Final = {Polarity.AFFIRM: "yes", Polarity.NEGATE: "no", Polarity.UNSURE: "not_sure"}
TAPS: Final = {
    "next": "nav_next",
    "repeat": "nav_repeat",
    "back": "nav_back",
    "pause": "nav_pause",
    "resume": "nav_resume",
    "stop": "nav_stop",
    "start_over": "nav_restart",
    "help": "nav_help",
    "slower": "nav_slower",
    "louder": "nav_louder",
    "eased": "eased",
    "not_working": "not_working",
}
TAPPED_ANSWERS: Final = ("yes", "no", "not_sure")
TAPPED_TOPICS: Final = {"cramp": "cramp_relief", "serious": "is_it_serious", "night": "night_cramps"}
"""Buttons that start a conversation; `cramp.MUSCLE` names the muscle as well."""

MORE_TIME: Final = "more_time"
UNMEANT: Final = (None, Rejection.UNKNOWN, Rejection.LOW_SCORE, Rejection.AMBIGUOUS)
"""Rejections of something that a person said; echo and noise are nobody's."""

CORRECTABLE: Final = (Phase.QUESTION, Phase.STEP, Phase.CLOSING)
"""Phases in which the answer before may be taken back."""


def new_session(script: Script, settings: DialogueSettings, now: float) -> Session:
    """A session in which nothing has happened. `now` is in seconds on the caller's clock."""
    del now  # an idle session waits for nothing
    return Session(script if settings.outside else script.without_outside(), settings)


def step(state: Session, event: Event, now: float) -> tuple[Session, list[Action]]:
    """Advance the conversation: the next state, and what to do, in order.

    `now` is in seconds on the caller's clock and never decreases. Raises nothing for any event: one that does not fit
    changes nothing or is answered with a re-prompt. After `End` the returned session is idle and ready for the next
    conversation; what was queued before `End` is still to be played, unless `StopSpeaking` cut it.
    """
    turn = Turn(state, now)
    match event:
        case Heard(interpretation, early):
            changed = _heard(turn, interpretation, early)
            note = Note(interpretation, changed and interpretation.accepted)
            return turn.session, [note, *turn.actions]
        case Tapped(button):
            _tapped(turn, button)
        case SpeechFinished(line, interrupted):
            _finished(turn, line, interrupted)
        case Tick():
            _tick(turn)
        case Restored():
            restoring.take_up(turn)
    return turn.session, turn.actions


def _heard(turn: Turn, interpretation: Interpretation, early: bool) -> bool:
    """True when the utterance changed the conversation."""
    if not interpretation.accepted or interpretation.intent is None:
        return _rejected(turn, interpretation)
    before = turn.session
    turn.set(turns=before.turns + 1)
    if interpretation.correction is not Correction.NONE and before.phase in CORRECTABLE:
        certain = interpretation.correction is Correction.CERTAIN
        if answers.correct(turn, ANSWERS.get(interpretation.polarity, ""), certain):
            return True
        if before.phase is not Phase.QUESTION:
            turn.session = before
            return False
    meaning = confirm.meaning(interpretation.intent, interpretation.slots)
    reported, also = interpretation.reported, interpretation.also
    if not _meant(turn, meaning, alarm.points(turn, interpretation), early, reported=reported, also=also):
        turn.session = before
        return False
    telling.asides(turn)
    return True


def _rejected(turn: Turn, interpretation: Interpretation) -> bool:
    if interpretation.rejection not in UNMEANT:
        return False
    if interpretation.rejection is Rejection.AMBIGUOUS:
        runner_up = interpretation.runner_up
        doubtful = {interpretation.intent, runner_up.intent if runner_up else None}
        if "emergency" in doubtful and turn.session.phase is not Phase.EMERGENCY:
            reports.declare(turn, {"certainty": "ask"})
            return True
        found = confirm.candidates(turn, interpretation)
        if found:
            confirm.begin(turn, found)
            return True
    reprompts.unmatched(turn)
    return False


def _meant(
    turn: Turn,
    meaning: Meaning,
    polarity: Polarity,
    early: bool,
    *,
    reported: tuple[str, ...] = (),
    also: tuple[Candidate, ...] = (),
) -> bool:
    """Act on an accepted meaning, on the symptoms reported beside it, and on what was said in the same breath: what is
    dangerous first, then the cramp, then the topic. False when it does not fit here.
    """
    intent, pairs = meaning
    slots = dict(pairs)
    phase = turn.session.phase
    if phase is Phase.EMERGENCY:
        return alarm.react(turn, intent, slots, polarity)
    if intent == "emergency":
        reports.declare(turn, slots)
        return True
    if phase is Phase.IDLE and intent == "nav_repeat":
        return navigation.again(turn)
    if phase is Phase.IDLE and (intent in ("answer", "eased", "not_working", "more", "why") or intent in SESSION_NAV):
        return False
    if phase is Phase.IDLE and not telling.goes_on(turn, intent):
        agenda.reset(turn)  # something new starts: the last result is forgotten
    elif phase is not Phase.TOPIC:
        turn.set(flags=turn.session.flags | reports.facts(reported))
    for candidate in also:
        _in_one_breath(turn, intent, candidate, slots)
    if intent == "answer":
        return _answered(turn, polarity, early, (*([str(slots["symptom"])] if "symptom" in slots else []), *reported))
    if intent in navigation.COMMANDS:
        navigation.COMMANDS[intent](turn)
        return True
    match intent:
        case "eased":
            return progress.eased(turn)
        case "not_working":
            return progress.not_working(turn)
        case "symptom":
            return reports.deny(turn, slots) if polarity is Polarity.NEGATE else reports.report(turn, slots, reported)
        case "remark":
            return reports.remark(turn)
        case "more":
            topics.more(turn)
        case "why":
            topics.why(turn)
        case "what_about":
            return reports.follow_up(turn, slots)
        case _ if progress.answered(turn, intent):
            pass
        case _ if intent not in topics.STARTERS or topics.only_asks(turn, intent, slots, reported):
            topics.answer(turn, intent, slots)
        case _ if slots.get("muscle") == "eyelid":
            topics.answer(turn, "eyelid")
        case _:
            reports.start(turn, intent, slots, reported)
    return True


def _in_one_breath(turn: Turn, intent: str, also: Candidate, slots: Mapping[str, str | int]) -> None:
    """Take note of a second intent: how the cramp is at once, a topic before the next question or step."""
    if also.intent in (progress.EASED, progress.NOT_WORKING):
        if intent == "symptom" and agenda.running(turn):
            progress.beside(turn, also.intent)
    elif also.intent in turn.session.script.topics:
        named = {name: slots[name] for name in ("muscle", "side") if name in slots}
        turn.set(asides=(*turn.session.asides, confirm.meaning(also.intent, {**named, **also.slots})))


SESSION_NAV: Final = frozenset(navigation.COMMANDS) - {"nav_help"}
"""Navigation that means nothing before a conversation."""


def _answered(turn: Turn, polarity: Polarity, early: bool, reported: tuple[str, ...] = ()) -> bool:
    session = turn.session
    answer = ANSWERS.get(polarity)
    match session.phase:
        case Phase.QUESTION:
            question = session.script.questions[session.current.name] if session.current else None
            known = tuple(name for name in reports.asked_about(turn, reported) if question and name != question.id)
            if known and answer in ("yes", "no"):
                answers.give(turn, answer, known)
                return True
            if early and not (answer == "yes" and question is not None and question.danger):
                return False
            if answer is None:
                reprompts.unmatched(turn)
            else:
                answers.give(turn, answer)
        case Phase.CONFIRM:
            _confirmed(turn, answer)
        case Phase.STEP if relief.kind(turn) == "plain" and answer == "yes":
            navigation.go_next(turn)
        case Phase.STEP:
            reprompts.unmatched(turn)
        case _:
            return False
    return True


def _confirmed(turn: Turn, answer: str | None) -> None:
    session = turn.session
    if answer == "yes":
        meaning = session.confirm[0]
        turn.hush()
        turn.set(confirm=(), phase=session.before, timer=None, no_matches=0)
        if not _meant(turn, meaning, Polarity.AFFIRM, False):
            confirm.drop(turn)
    elif answer == "no":
        confirm.refuse(turn)
    else:
        reprompts.unmatched(turn)


def _tapped(turn: Turn, button: str) -> None:
    session = turn.session
    if button == MORE_TIME:
        reprompts.more_time(turn)
        return
    polarity = {"yes": Polarity.AFFIRM, "no": Polarity.NEGATE, "not_sure": Polarity.UNSURE}.get(button, Polarity.NONE)
    topic, named, muscle = button.partition(".")
    intent = "answer" if button in TAPPED_ANSWERS else "emergency" if button == "emergency" else TAPS.get(button)
    intent = intent or TAPPED_TOPICS.get(topic)
    if intent is None or (named and muscle not in session.script.muscles):
        return
    turn.set(turns=session.turns + 1)
    slots: tuple[tuple[str, str | int], ...] = (("symptom", "button"),) if intent == "emergency" else ()
    if muscle:
        slots = (("muscle", muscle),)
    if not _meant(turn, (intent, slots), polarity, False):
        turn.session = session


def _finished(turn: Turn, line: str, interrupted: bool) -> None:
    queue = turn.session.queue
    if line not in queue:
        return  # it was cut by a `StopSpeaking`, and the conversation has gone on since
    at = queue.index(line)
    turn.set(queue=(*queue[:at], *queue[at + 1 :]))
    if turn.session.queue:
        return
    turn.set(queue_limit=None)
    if interrupted and turn.session.phase is Phase.CLOSING:
        turn.set(timer=turn.now + turn.session.settings.answer_wait)  # somebody wants to say something
    else:
        reprompts.listening(turn)


def _tick(turn: Turn) -> None:
    session = turn.session
    if session.queue_limit is not None and turn.now >= session.queue_limit:
        turn.set(queue=(), queue_limit=None)
        reprompts.listening(turn)
    elif session.timer is not None and turn.now >= session.timer:
        reprompts.silent(turn)
