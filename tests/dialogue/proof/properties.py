"""Properties: what must hold of every transition, each with the place in triage.md (sections 4 and 6) that demands it.

They look at what was said, asked and told, and work out levels from the data on their own: none of them calls the
core's triage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from tests.dialogue.proof.dossier import AT_LEAST, BEFORE_SELF_CARE, BEFORE_STEP
from tests.dialogue.proof.explore import Transition
from voice_coach.dialogue.actions import Alert, Ask, End, Level, Say, Step, StopSpeaking
from voice_coach.dialogue.core import new_session
from voice_coach.dialogue.events import Heard, Tapped
from voice_coach.dialogue.question import LEVELS, Question
from voice_coach.dialogue.session import Phase, Session

WAITING: Final = (Phase.QUESTION, Phase.CONFIRM, Phase.STEP, Phase.TOPIC, Phase.PAUSED, Phase.EMERGENCY, Phase.CLOSING)
KEPT_AFTER_THE_END: Final = ("closing", "closing_until", "withholding", "third_person")
"""The result, to be said again for a while, and topics that are not answered as usual after it."""

TAKING_BACK: Final = ("back", "restart", "<back>", "<start_over>")


def severity(outcome: str) -> int:
    """0 (nothing) to 4 (emergency); cooling down ends with a person who looks the same day."""
    return (
        LEVELS.index("doctor_today" if outcome == "cool_down" else outcome) if outcome in (*LEVELS, "cool_down") else 0
    )


def at_least(question: Question) -> str:
    """What a "yes" leads to: what the content says, or the dossier where it demands more."""
    given, demanded = question.outcomes["yes"], AT_LEAST.get(question.id, "next")
    return demanded if severity(demanded) > severity(given) else given


def known(session: Session) -> int:
    """Severity of what has been answered: the gravest answer, or a combination of them."""
    questions, answers = session.script.questions, dict(session.answers)
    level = max((severity(questions[name].outcomes[answer]) for name, answer in session.answers), default=0)
    for combination in session.script.combinations:
        if all(answers.get(name) == "yes" for name in combination.questions) and (
            not getattr(combination, "muscles", ()) or session.muscle in combination.muscles
        ):
            level = max(level, severity(combination.level))
    return level


def asks(question: Question, session: Session) -> bool:
    """True when a question is for the person's muscle."""
    return not question.muscles or session.muscle in question.muscles


def affirmed(t: Transition) -> list[Question]:
    """Questions that the move says "yes" to."""
    questions = t.script.questions
    if not t.move.symptoms and t.move.answer != "yes" and meant(t) != "yes":
        return []
    found = [q for q in questions.values() if not q.symptoms.isdisjoint(t.move.symptoms)]
    if t.before.phase is Phase.QUESTION and t.before.current is not None and t.move.kind == "symptom":
        here = questions[t.before.current.name]
        taken = {symptom for symptom in t.move.symptoms if getattr(here, "means", {}).get(symptom) == "yes"}
        if taken:  # "I feel sick", while cooling down, answers the check that is open
            found = [here, *(q for q in found if not q.symptoms.isdisjoint(set(t.move.symptoms) - taken))]
    if t.move.kind == "both" and t.before.current is not None and t.move.answer != "yes":
        found = [q for q in found if q.id != t.before.current.name]  # "no, and it is": not understood
    said = t.move.answer == "yes" or meant(t) == "yes"
    if said and t.before.phase is Phase.QUESTION and t.before.current is not None:
        found.append(questions[t.before.current.name])
    return found


def meant(t: Transition) -> str | None:
    """What a remark about the cramp, "it eased", or a topic, "it keeps coming back", says to the open question."""
    if t.before.phase is not Phase.QUESTION or t.before.current is None:
        return None
    match t.move.event:
        case Heard(heard) if t.move.kind in ("relief", "topic"):
            remark = heard.intent or ""
        case Tapped(button):
            remark = button
        case _:
            return None
    return t.script.questions[t.before.current.name].means.get(remark)


def a_remark_that_means_an_answer_is_one(t: Transition) -> str | None:
    """7: "it keeps coming back" answers "does it come often"; what was said in the same breath changes nothing."""
    answer, current = meant(t), t.before.current
    if answer not in ("yes", "no") or current is None or t.after.answer(current.name) == answer:
        return None
    return f"{current.name} is {t.after.answer(current.name)}, and {answer} was meant"


def denied(t: Transition) -> set[str]:
    """Questions that the move says "no" to."""
    current = t.before.current
    if t.before.phase is not Phase.QUESTION or current is None:
        return set()
    if meant(t) == "no":
        return {current.name}
    if (t.move.answer == "no" and t.move.kind != "early") or t.move.kind == "correct":
        return {current.name}
    return {current.name} if t.move.kind == "deny" else set()


def a_yes_to_danger_escalates(t: Transition) -> str | None:
    """P1 (4, column YES): a danger "yes", asked or volunteered, counts at once and at least as much as its outcome."""
    if t.before.phase is Phase.EMERGENCY or t.move.kind == "confirm":
        return None
    for question in affirmed(t):
        if not question.danger and question.id not in AT_LEAST:
            continue
        outcome = at_least(question)
        if severity(outcome) == 0:
            return f"yes to {question.id}, which is about danger, leads to {outcome}"
        levels = t.levels()
        if "emergency" in levels:
            continue
        if outcome == "emergency":
            return f"yes to {question.id} is not an emergency at once"
        if outcome == "cool_down" and t.after.protocol != "cool_down":
            return f"yes to {question.id} does not start cooling down"
        if max([known(t.after), *map(severity, levels)]) < severity(outcome):
            return f"yes to {question.id} does not raise the level to {outcome}"
    return None


def an_alarm_is_raised_from_everywhere(t: Transition) -> str | None:
    """Rule 8 and 4: emergencies outrank everything, in every state."""
    alarmed = t.move.kind == "emergency" or t.move.name == "<emergency>"
    if not alarmed or t.before.phase is Phase.EMERGENCY:
        return None
    if "emergency" not in t.levels() or t.after.phase is not Phase.EMERGENCY:
        return "an emergency was declared, and no alarm was raised"
    return None


def a_doubtful_alarm_is_asked_about(t: Transition) -> str | None:
    """6.7: a lone breath or chest word asks a question, from every state."""
    if t.move.kind != "ask" or t.before.phase is Phase.EMERGENCY:
        return None
    if t.after.phase is Phase.QUESTION and any(isinstance(a, Ask) for a in t.actions):
        return None
    return None if any(severity(level) >= severity("doctor_today") for level in t.levels()) else "nothing was asked"


def self_care_only_after_no(t: Transition) -> str | None:
    """P2 and P11 (6.1, 6.3): no result leaves open a danger question whose "yes" would have been graver.

    Self-care and all results below "today" need "no" to each: silence, "not sure" and mumbling are no "no".
    """
    for level in t.levels():
        if severity(level) >= severity("doctor_today"):
            continue
        answers = dict(t.after.answers)
        for name in demanded(t.after):
            question = t.script.questions.get(name)
            if question is None:
                return f"{level}, and the dossier's question {name} is gone"
            if answers.get(name) == "no" or not asks(question, t.after):
                continue
            if level == "self_care" or (severity(at_least(question)) > severity(level) and name not in answers):
                return f"{level}, and {name} was {answers.get(name, 'not asked')}"
    return None


def demanded(session: Session) -> list[str]:
    """Danger questions that the plan, or the dossier, wants answered before the person is left to themselves."""
    answers, questions = dict(session.answers), session.script.questions
    protocol = session.script.protocols.get(session.protocol or "")
    found = list(BEFORE_SELF_CARE.get(session.protocol or "", ()))
    for item in protocol.items(session.muscle) if protocol else ():
        applies = not item.condition or item.condition in session.flags or answers.get(item.condition) == "yes"
        if item.kind == "ask" and applies and questions[item.name].danger:
            found.append(item.name)
    return found


def only_a_person_says_no(t: Transition) -> str | None:
    """P11 (6.3): an answer is written only by who gave it: no silence, mumble or "next" becomes a "no"."""
    if t.after.answers is t.before.answers or t.after.answers == t.before.answers:
        return None
    before, questions = dict(t.before.answers), t.script.questions
    said = denied(t)
    said |= {covered for name in said for covered in getattr(questions[name], "covers", ())}
    for name, answer in t.after.answers:
        if answer == "no" and before.get(name) != "no" and name not in said:
            return f"{name} counts as no, and nobody said so"
    return None


@lru_cache(maxsize=4)
def _step_lines(identity: int, script: Any) -> Mapping[str, str]:
    found = {}
    for name, rule in script.steps.items():
        for line in rule.lines:
            for known_line in script.lines:
                if known_line == line or known_line.startswith(f"{line}."):
                    found[known_line] = name
    return found


def steps_only_after_their_questions(t: Transition) -> str | None:
    """P3 (6.1, 6.8): not a word of stretch, massage, heat or cold, or drinking before its questions were all "no"."""
    lines = None
    for action in t.actions:
        if isinstance(action, Step):
            step: str | None = action.step
        elif isinstance(action, Say):
            if lines is None:
                lines = _step_lines(id(t.script), _Same(t.script))
            step = lines.get(action.line.removesuffix(".other"))
        else:
            continue
        if step is None:
            continue
        for need in (*t.script.steps[step].needs, *BEFORE_STEP.get(step, ())):
            question = t.script.questions[need]
            if t.after.answer(need) != "no" and asks(question, t.after):
                return f"{step} before {need} was answered no"
        for name in t.script.steps[step].unless:
            if t.after.answer(name) not in (None, "no"):
                return f"{step} although {name} was answered {t.after.answer(name)}"
    return None


class _Same:
    """A script that is compared by identity, so that it can be a key."""

    def __init__(self, script: Any) -> None:
        self._script = script

    def __getattr__(self, name: str) -> Any:
        return getattr(self._script, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._script is other._script

    def __hash__(self) -> int:
        return id(self._script)


def stop_stops(t: Transition) -> str | None:
    """P5 (6.10): stop ends at once; in an emergency the first one silences, the second ends."""
    if t.move.name not in ("stop", "<stop>") or t.before.phase is Phase.IDLE:
        return None
    if t.before.queue and not any(isinstance(action, StopSpeaking) for action in t.actions):
        return "the coach goes on speaking"
    ended = any(isinstance(action, End) for action in t.actions)
    if t.before.phase is not Phase.EMERGENCY or t.before.emergency == "stopped":
        return None if ended and t.after.phase is Phase.IDLE else "it does not end"
    said = [action.line.removesuffix(".other") for action in t.actions if isinstance(action, Say)]
    if t.after.emergency != "stopped" or len(said) != 1 or "{number}" not in t.script.lines[said[0]].say:
        return f"an emergency is not silenced: {said}"
    return "the alarm sounds on" if any(isinstance(action, Alert) for action in t.actions) else None


def nothing_is_asked_in_an_emergency(t: Transition) -> str | None:
    """P8 (rule 4): one emergency answer ends questioning; only its own lines are said."""
    alarmed = False
    for action in t.actions:
        if isinstance(action, Level) and action.level == "emergency":
            alarmed = True
        elif isinstance(action, Ask) and alarmed:
            return f"{action.question} is asked after the alarm"
    if t.after.phase is Phase.EMERGENCY and (t.before.phase is Phase.EMERGENCY or alarmed):
        allowed = t.script.emergency[t.after.emergency or "self"]
        after = not alarmed
        for action in t.actions:
            if isinstance(action, Level):
                after = True
            elif isinstance(action, Ask) and t.before.phase is Phase.EMERGENCY:
                return f"{action.question} is asked in an emergency"
            elif isinstance(action, Say) and after and action.line.removesuffix(".other") not in allowed:
                return f"{action.line} is said in an emergency"
    return None


def an_emergency_is_left_only_by_a_person(t: Transition) -> str | None:
    """P9 (4, last note but two): an alarm ends, or a person takes it back once; nothing else leads out of it."""
    if t.before.phase is not Phase.EMERGENCY or t.after.phase in (Phase.EMERGENCY, Phase.IDLE):
        return None
    if t.move.kind in ("silence", "speech", "mumble", "noise"):
        return "it was left, and nobody said anything that can be understood"
    if t.before.doubt is None:
        return "it was left although it cannot be taken back"
    nobody = t.before.emergency in ("silent", "ghost")
    if (
        not nobody
        and t.move.answer != "no"
        and t.move.kind != "correct"
        and t.move.name not in ("restart", "<start_over>")
    ):
        return f'"{t.move.name}" takes an emergency back'
    if t.after.phase is not Phase.QUESTION:
        return "its question was not put again"
    return None


def a_level_falls_only_when_taken_back(t: Transition) -> str | None:
    """P9: what has been answered counts until the person takes it back: back, start over, a correction, a denial."""
    if t.after.answers is t.before.answers or {t.before.phase, t.after.phase} & {Phase.IDLE, Phase.EMERGENCY}:
        return None
    if known(t.after) >= known(t.before) or t.move.name in TAKING_BACK or t.move.kind in ("correct", "deny"):
        return None
    if not t.running and t.move.kind in ("start", "topic"):
        return None  # another conversation
    before = dict(t.before.answers)
    questions = t.script.questions
    gone = {
        name for name in before if t.after.answer(name) is None and severity(questions[name].outcomes[before[name]])
    }
    plan = t.script.protocols[t.after.protocol].items(t.after.muscle) if t.after.protocol else ()
    again = {item.name for item in plan if not item.condition}
    if t.after.phase is Phase.QUESTION and t.after.current is not None:
        again.add(t.after.current.name)
    if gone and gone <= again and t.after.phase is Phase.QUESTION:
        return None  # they are asked again, one at once
    current = t.before.current.name if t.before.current else ""
    if t.move.answer == "no" and current in before:
        return None  # the question was put again, and now it is no
    return f"the level fell: {before} became {dict(t.after.answers)}"


def a_wait_is_never_endless(t: Transition) -> str | None:
    """P10: in every state but idle a tick is due, so that silence leads on."""
    if t.after.phase in WAITING and t.after.deadline is None:
        return f"nothing is due in {t.after.phase.value}"
    return None


def the_right_person_is_asked(t: Transition) -> str | None:
    """P12 (6.11): questions and lines are about "you" or about "them", and stay so."""
    third = t.after.third_person
    if t.after.phase is Phase.IDLE:
        return None
    if t.before.third_person and not third and t.running:
        return "it was forgotten that it is about somebody else"
    for action in t.actions:
        if isinstance(action, Say):
            line = t.script.lines.get(action.line.removesuffix(".other"))
            if line is None:
                continue
            if action.line.endswith(".other") != (third and line.other is not None):
                return f"{action.line} is said to the wrong person"
        elif isinstance(action, Ask) and action.question in t.script.questions:
            worded = [line.worded(third)[1] for line in t.script.questions[action.question].lines]
            if action.text not in worded and "{" not in "".join(worded):
                return f"{action.question} is asked as: {action.text}"
    return None


def too_early_is_no_answer(t: Transition) -> str | None:
    """6.6: before its key word a question cannot be answered, except by a dangerous yes."""
    if t.move.kind != "early" or t.before.current is None:
        return None
    if t.move.answer == "yes" and t.script.questions[t.before.current.name].danger:
        return None
    return None if t.after == t.before else "an answer to a question that was not heard yet counts"


def mumbling_fetches_a_person(t: Transition) -> str | None:
    """6.4: what cannot be understood ends with a person to fetch, and is no alarm by itself."""
    if t.move.kind != "mumble" or t.before.phase is not Phase.QUESTION or t.before.current is None:
        return None
    question = t.script.questions[t.before.current.name]
    levels = t.levels()
    if "emergency" in levels and t.before.protocol != "cool_down" and known(t.before) < severity("doctor_soon"):
        return f"a mis-hearing at {question.id} is an emergency"
    left = t.after.phase is not Phase.QUESTION or t.after.current != t.before.current
    if left and question.danger and t.after.protocol == t.before.protocol and "emergency" not in levels:
        said = {action.line.removesuffix(".other") for action in t.actions if isinstance(action, Say)}
        if not said.issuperset(t.script.cannot_check):
            return "no person is fetched"
        if not any(severity(level) >= severity("doctor_today") for level in levels):
            return "the level is too low"
    return None


def the_silence_alarm_needs_a_person(t: Transition) -> str | None:
    """6.5: silence sounds the alarm only after somebody spoke, and for a minute at most."""
    if t.move.kind != "silence" or t.before.phase is Phase.EMERGENCY:
        return None
    if t.before.turns < 2 and t.before.phase is Phase.QUESTION and any(
        isinstance(action, Alert) and action.earcon == "emergency" for action in t.actions
    ):  # fmt: skip
        return "it sounds, and nobody was there"
    limit = t.after.alarm_until
    if limit is not None and not t.move.on_and_on and limit - max(t.now, t.before.deadline or 0) > 60.0:
        return "it sounds longer than a minute"
    return None


def danger_is_never_skipped(t: Transition) -> str | None:
    """Rule 3 and 6.3: "next" does not pass a danger question."""
    current = t.before.current
    if t.move.name not in ("next", "<next>") or t.before.phase is not Phase.QUESTION or current is None:
        return None
    if t.script.questions[current.name].danger and t.after.current != current:
        return f"next skips {current.name}"
    return None


def a_result_ends_with_the_emergency_line(t: Transition) -> str | None:
    """4 (always last): every result below an emergency says last when to call, and whom."""
    told = [level for level in t.levels() if level != "emergency"]
    if not told or t.after.phase is not Phase.CLOSING:
        return None
    said = [action.line.removesuffix(".other") for action in t.actions if isinstance(action, Say)]
    if not said or "{number}" not in t.script.lines[said[-1]].say:
        return "the emergency number is not the last that is said"
    return None


def danger_is_told_before_the_end(t: Transition) -> str | None:
    """P13: no conversation in which danger came up ends by itself before it was told; a stop or a pause may."""
    if not any(isinstance(action, End) for action in t.actions) or not t.running:
        return None
    if t.before.phase in (Phase.EMERGENCY, Phase.PAUSED) or t.move.name in ("stop", "<stop>") or t.levels():
        return None
    return "it ends, and what was answered was never told" if known(t.before) else None


def the_end_forgets_everything(t: Transition) -> str | None:
    """Every end is one state: nothing is kept but the result, to be said again for a while, and how it was heard."""
    if t.after.phase is not Phase.IDLE or t.before.phase is Phase.IDLE:
        return None
    fresh = new_session(t.script, t.after.settings, 0.0)
    kept = {name: getattr(t.after, name) for name in KEPT_AFTER_THE_END if hasattr(t.after, name)}
    return None if replace(fresh, **kept) == t.after else "something is left over"


def nothing_is_asked_twice_unasked(t: Transition) -> str | None:
    """Issue: volunteered facts are not asked again."""
    for action in t.actions:
        if isinstance(action, Ask) and t.before.answer(action.question) is not None and t.after.answer(action.question):
            return f"{action.question} was answered {t.after.answer(action.question)}, and is asked"
    return None


ALL: Final = (
    a_yes_to_danger_escalates,
    a_remark_that_means_an_answer_is_one,
    an_alarm_is_raised_from_everywhere,
    a_doubtful_alarm_is_asked_about,
    self_care_only_after_no,
    only_a_person_says_no,
    steps_only_after_their_questions,
    stop_stops,
    nothing_is_asked_in_an_emergency,
    an_emergency_is_left_only_by_a_person,
    a_level_falls_only_when_taken_back,
    a_wait_is_never_endless,
    the_right_person_is_asked,
    too_early_is_no_answer,
    mumbling_fetches_a_person,
    the_silence_alarm_needs_a_person,
    danger_is_never_skipped,
    a_result_ends_with_the_emergency_line,
    danger_is_told_before_the_end,
    nothing_is_asked_twice_unasked,
    the_end_forgets_everything,
)
"""Checked on every transition."""

__all__ = ["ALL", "severity"]
