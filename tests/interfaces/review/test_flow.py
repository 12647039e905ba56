"""What the diagrams claim is what the conversation does: every box, every answer."""

from __future__ import annotations

import pytest

from tests.conversation import script
from voice_coach.dialogue import answers
from voice_coach.dialogue.actions import Level
from voice_coach.dialogue.question import ANSWERS, LEVELS
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.turn import Turn
from voice_coach.interfaces.review.flow import Box, Flow, flows
from voice_coach.interfaces.review.uses import muscles
from voice_coach.settings import DialogueSettings

PATHS = flows(script())
ASKED = [(flow, box) for flow in PATHS for box in flow.boxes if box.item.kind == "ask"]


def names(case: object) -> str:
    return case.id if isinstance(case, Flow) else case.item.name if isinstance(case, Box) else str(case)


def test_every_protocol_is_drawn_once_for_every_muscle() -> None:
    drawn = [(flow.protocol, muscle) for flow in PATHS for muscle in flow.muscles]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == {(protocol, muscle) for protocol in script().protocols for muscle in muscles(script())}


@pytest.mark.parametrize("flow", PATHS, ids=names)
def test_the_boxes_are_the_plan(flow: Flow) -> None:
    for muscle in flow.muscles:
        plan = [
            item
            for item in script().protocols[flow.protocol].items(muscle)
            if item.kind == "do" or not (of := script().questions[item.name].muscles) or muscle in of
        ]
        assert [box.item for box in flow.boxes] == plan


def test_every_answer_to_a_question_is_drawn_once() -> None:
    for _, box in ASKED:
        drawn = [*box.onward, *(answer for branch in box.branches for answer in branch.answers)]
        assert sorted(drawn) == sorted(ANSWERS)


def answered(flow: Flow, box: Box, answer: str) -> Turn:
    """The turn after an answer to a question of the path, as the conversation takes it."""
    turn = Turn(
        Session(
            script(), DialogueSettings(), phase=Phase.QUESTION, protocol=flow.protocol, muscle=flow.muscles[0],
            current=box.item, clarified=True, turns=5,
        ),
        0.0,
    )  # fmt: skip
    if answer in ("silence", "no_match"):
        answers.missing(turn, answer)
    else:
        answers.give(turn, answer)
    return turn


def levels(turn: Turn) -> list[str]:
    return [action.level for action in turn.actions if isinstance(action, Level)]


@pytest.mark.parametrize(("flow", "box"), ASKED, ids=names)
def test_an_answer_that_leads_on_leaves_no_level(flow: Flow, box: Box) -> None:
    for answer in box.onward:
        turn = answered(flow, box, answer)
        assert turn.session.phase is not Phase.EMERGENCY
        assert turn.session.protocol == flow.protocol
        assert set(levels(turn)) <= {"self_care"}


@pytest.mark.parametrize(("flow", "box"), ASKED, ids=names)
def test_an_answer_that_ends_the_path_ends_it_at_the_level_drawn(flow: Flow, box: Box) -> None:
    for branch in (branch for branch in box.branches if branch.ends):
        for answer in branch.answers:
            turn = answered(flow, box, answer)
            if branch.outcome == "cool_down":
                assert turn.session.protocol == "cool_down"
                assert levels(turn) == []
            else:
                assert levels(turn) == [branch.outcome]
                over = Phase.EMERGENCY if branch.outcome == "emergency" else Phase.CLOSING
                assert turn.session.phase is over


@pytest.mark.parametrize(("flow", "box"), ASKED, ids=names)
def test_an_answer_that_comes_back_to_the_path_keeps_its_level_to_the_end(flow: Flow, box: Box) -> None:
    for branch in (branch for branch in box.branches if not branch.ends):
        for answer in branch.answers:
            turn = answered(flow, box, answer)
            assert turn.session.protocol == flow.protocol
            while turn.session.phase is Phase.QUESTION and turn.session.current is not None:
                answers.give(turn, "no")
            if turn.session.phase is Phase.CLOSING:
                least = "doctor_soon" if branch.outcome == "raise" else branch.outcome
                assert LEVELS.index(levels(turn)[-1]) >= LEVELS.index(least)
            else:
                assert turn.session.phase is Phase.STEP
