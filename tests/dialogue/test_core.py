"""Core: properties that hold for any events from any state that can be reached."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dialogue.driver import SETTINGS, ambiguous, meant, script, unknown
from voice_coach.dialogue import triage
from voice_coach.dialogue.actions import Action, Ask, End, Level, Note, Say, Step
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Event, Heard, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.question import LEVELS
from voice_coach.dialogue.session import Phase, Session
from voice_coach.understanding.interpretation import Candidate, Interpretation, Polarity, Rejection

MUSCLES = ["calf", "back", "many", "other", "eyelid", "neck", "no such muscle"]
SYMPTOMS = [
    *sorted({symptom for question in script().questions.values() for symptom in question.symptoms}),
    *("declared", "unresponsive", "worse_at_rest", "no such symptom"),
]
INTENTS = [
    "is_it_serious", "night_cramps", "hydration", "see_doctor", "eyelid", "recurring", "at_risk", "nav_next",
    "nav_repeat", "nav_back", "nav_pause", "nav_resume", "nav_stop", "nav_restart", "nav_help", "nav_slower",
    "nav_louder", "eased", "not_working", "more", "why", "no such intent",
]  # fmt: skip
BUTTONS = [
    "yes", "no", "not_sure", "next", "repeat", "back", "pause", "resume", "stop", "start_over", "help", "slower",
    "louder", "eased", "not_working", "emergency", "no such button",
]  # fmt: skip

answers = st.sampled_from(list(Polarity)).map(lambda polarity: meant("answer", polarity))
cramps = st.builds(
    lambda muscle, who: meant("cramp_relief", muscle=muscle, who=who),
    st.sampled_from(MUSCLES),
    st.sampled_from(["self", "other"]),
)
symptoms = st.builds(
    lambda polarity, symptom: meant("symptom", polarity, symptom=symptom),
    st.sampled_from([Polarity.NONE, Polarity.NEGATE]),
    st.sampled_from(SYMPTOMS),
)
emergencies = st.builds(
    lambda symptom, certainty, who: meant("emergency", symptom=symptom, certainty=certainty, who=who),
    st.sampled_from(SYMPTOMS),
    st.sampled_from(["ask", "sure"]),
    st.sampled_from(["self", "other"]),
)
others = st.sampled_from(INTENTS).map(meant)
candidates = st.sampled_from(
    [
        Candidate("cramp_relief", 67.0, {"muscle": "calf"}),
        Candidate("cramp_relief", 66.0, {"muscle": "quad"}),
        Candidate("heat_or_cold", 66.0),
        Candidate("emergency", 66.0, {"symptom": "chest_pain"}),
        Candidate("nav_stop", 66.0),
    ]
)
rejected = st.one_of(
    st.sampled_from(list(Rejection)).map(unknown),
    st.builds(ambiguous, candidates, candidates),
    st.just(Interpretation("")),
)
breaths = st.builds(
    lambda found, reported, also: replace(found, reported=tuple(reported), also=tuple(also)),
    st.one_of(answers, cramps, symptoms, others),
    st.lists(st.sampled_from([*SYMPTOMS, "recurring", "at_risk"]), max_size=2),
    st.lists(st.sampled_from(["eased", "not_working", "hydration", "heat_or_cold", "stress"]), max_size=2).map(
        lambda intents: [Candidate(intent, 90.0) for intent in intents]
    ),
)
utterances = st.one_of(answers, answers, answers, cramps, symptoms, others, others, breaths, rejected)
heard = st.builds(Heard, st.one_of(utterances, utterances, utterances, emergencies), st.booleans())
events: st.SearchStrategy[Event | str] = st.one_of(
    heard,
    heard,
    heard,
    heard,
    st.sampled_from(BUTTONS).map(Tapped),
    st.builds(SpeechFinished, st.sampled_from(["opening.coach", "ask.chest_breathing", "no such line"]), st.booleans()),
    st.just(Tick()),
    st.just("deadline"),
    st.just("deadline"),
    st.just("played"),
    st.just("played"),
    st.just("played"),
)
"""`deadline` moves time to the deadline; `played` lets everything queued be played."""

NO = meant("answer", Polarity.NEGATE)
CALF = [meant("cramp_relief", muscle="calf"), *[NO] * 4]
openings = st.sampled_from(
    [
        [],
        [*CALF, meant("eased"), NO, NO, *[meant("nav_next")] * 3, NO],
        [*CALF, meant("not_working"), meant("not_working"), *[NO] * 4],
        [meant("is_it_serious"), *[NO] * 15],
        [meant("is_it_serious"), *[NO] * 12, *[meant("answer", Polarity.UNSURE)] * 2],
        [meant("cramp_relief", muscle="calf")],
        CALF,
        [*CALF, meant("eased")],
        [meant("is_it_serious")],
        [meant("night_cramps")],
        [meant("symptom", symptom="overheated")],
    ]
)


class Walk:
    """One conversation, checked after every event."""

    def __init__(self) -> None:
        self.session = new_session(script(), SETTINGS, 0.0)
        self.now = 0.0

    def go(self, event: Event | str) -> list[Action]:
        """Let one thing happen."""
        if event == "played":
            actions: list[Action] = []
            for _ in range(50):
                if not self.session.queue:
                    break
                self.now += 1.0
                actions += self.event(SpeechFinished(self.session.queue[0]))
            return actions
        if event == "deadline":
            if self.session.deadline is not None:
                self.now = max(self.now, self.session.deadline)
            return self.event(Tick())
        assert not isinstance(event, str)
        self.now += 0.5
        return self.event(event)

    def event(self, event: Event) -> list[Action]:
        """One event, and everything that must hold after it."""
        before = self.session
        self.session, actions = step(before, event, self.now)
        self.check(before, event, actions)
        return actions

    def check(self, before: Session, event: Event, actions: list[Action]) -> None:
        after = self.session
        hash(after)
        notes = [action for action in actions if isinstance(action, Note)]
        assert len(notes) == (1 if isinstance(event, Heard) else 0)
        if after.phase is Phase.IDLE:
            assert after.deadline is None
        else:
            assert after.deadline is not None, "a conversation that waits for nothing never ends"
            assert math.isfinite(after.deadline)
        if after.phase is Phase.QUESTION:
            assert after.expectation.question in script().questions
        for action in actions:
            if isinstance(action, Level):
                self.check_level(before, event, action)
            if isinstance(action, Step):
                self.check_step(action)
            if isinstance(action, Say):
                assert "{" not in action.text

    def check_level(self, before: Session, event: Event, level: Level) -> None:
        assert level.level in LEVELS
        if level.level == "emergency":
            assert self.session.phase in (Phase.EMERGENCY, Phase.IDLE)
            return
        answers = dict(self.session.answers)
        assert self.session.phase is Phase.CLOSING
        danger = {name: answer for name, answer in answers.items() if script().questions[name].danger}
        if level.level == "self_care":
            assert set(danger.values()) <= {"no"}
            plan = script().protocols[before.protocol or ""].items(before.muscle)
            for item in plan:
                question = script().questions.get(item.name)
                fits = question is not None and (not question.muscles or before.muscle in question.muscles)
                if item.kind == "ask" and not item.condition and question is not None and question.danger and fits:
                    assert answers.get(item.name) == "no", f"self-care past {item.name}"
        assert triage.severity(level.level) >= triage.severity(triage.assess(script(), answers)[0])

    def check_step(self, taken: Step) -> None:
        answers = dict(self.session.answers)
        for need in script().steps[taken.step].needs:
            muscles = script().questions[need].muscles
            if not muscles or taken.muscle in muscles:
                assert answers.get(need) == "no", f"{taken.step} before {need} was answered no"


def opened(opening: list[Interpretation]) -> Walk:
    """A conversation in which this was said, each time after the coach had finished."""
    walk = Walk()
    for interpretation in opening:
        walk.go(Heard(interpretation))
        walk.go("played")
    return walk


@settings(max_examples=500, deadline=None, derandomize=True)
@given(openings, st.lists(events, max_size=40))
def test_any_events_from_any_state_end_in_a_defined_state(opening, happenings):
    walk = opened(opening)
    for event in happenings:
        walk.go(event)


PARTED = [["stopped.doctor_soon"], ["stopped.doctor_today"], ["stopped.cool_down"]]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(openings, st.lists(events, max_size=25), st.sampled_from(["heard", "tapped"]))
def test_an_emergency_wins_in_every_state(opening, happenings, how):
    walk = opened(opening)
    for event in happenings:
        walk.go(event)
    said = walk.session.emergency
    actions = walk.go(Heard(meant("emergency", symptom="chest_pain")) if how == "heard" else Tapped("emergency"))
    assert walk.session.phase is Phase.EMERGENCY
    assert not any(isinstance(action, Ask) for action in actions)
    if said != "unresponsive":  # the graver script goes on
        assert Level("emergency", ("chest_pain",) if how == "heard" else ("button",)) in actions


@settings(max_examples=200, deadline=None, derandomize=True)
@given(openings, st.lists(events, max_size=25), st.sampled_from(["heard", "tapped"]))
def test_stop_always_stops(opening, happenings, how):
    walk = opened(opening)
    for event in happenings:
        walk.go(event)
    idle = walk.session.phase is Phase.IDLE
    actions = walk.go(Heard(meant("nav_stop")) if how == "heard" else Tapped("stop"))
    said = [action for action in actions if isinstance(action, Say)]
    assert [line.line.removesuffix(".other") for line in said] in (
        [],
        ["emergency.stopped"],
        *PARTED,
    )
    assert len(said) <= 1
    actions += walk.go("played")
    assert walk.session.phase is Phase.IDLE
    assert idle or End("stopped") in actions


@settings(max_examples=200, deadline=None, derandomize=True)
@given(openings, st.lists(events, max_size=25))
def test_every_conversation_ends_when_nobody_says_a_word(opening, happenings):
    walk = opened(opening)
    for event in happenings:
        walk.go(event)
    for _ in range(200):
        if walk.session.phase is Phase.IDLE:
            break
        walk.go("deadline")
        walk.go("played")
    assert walk.session.phase is Phase.IDLE


@settings(max_examples=60, deadline=None, derandomize=True)
@given(openings, st.lists(events, max_size=25))
def test_the_same_events_give_the_same_actions(opening, happenings):
    def run() -> list[Action]:
        walk = opened(opening)
        return [action for event in happenings for action in walk.go(event)]

    assert run() == run()


def test_an_idle_session_waits_for_nothing():
    session = new_session(script(), SETTINGS, 12.0)
    assert session.deadline is None
    assert step(session, Tick(), 1e6) == (session, [])
