"""Tables: paths, questions and sources in words, one row each, for the page and for the Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from voice_coach.dialogue.line import Source
from voice_coach.dialogue.protocol import Combination, StepRule
from voice_coach.dialogue.question import ANSWERS, Question
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.elements import LEVEL_WORDS
from voice_coach.interfaces.review.flow import ANSWER_WORDS, Box, Flow, condition_words

TITLE: Final = "Voice Coach: everything it can say and decide"
NOTICE: Final = (
    "First-aid information, not a diagnosis. OUTSIDE marks what the source documents do not carry: "
    "it rests on public guidance, or on the practice of spoken interfaces."
)
STEP_WORDS: Final = {
    "auto": "goes on by itself",
    "hold": "held until it eases",
    "plain": "until “next”",
    "wait": "waits",
}
PATH_COLUMNS: Final = ("order", "entry", "when", "leads on", "other answers, or what the step needs")
Row = tuple[str, ...]


def path_rows(flow: Flow) -> list[Row]:
    """A flow in words, one box a row."""
    return [
        (
            str(number),
            f"{box.item.kind} {box.item.name}",
            box.condition or "always",
            ", ".join(ANSWER_WORDS[answer] for answer in box.onward),
            _others(box),
        )
        for number, box in enumerate(flow.boxes, start=1)
    ]


def _others(box: Box) -> str:
    if box.item.kind == "ask":
        return "; ".join(
            f"{', '.join(ANSWER_WORDS[answer] for answer in branch.answers)}: "
            f"{LEVEL_WORDS.get(branch.outcome, branch.outcome)}{'' if branch.ends else ', then goes on'}"
            for branch in box.branches
        )
    said = [f"only after “no” to {', '.join(box.needs)}"] if box.needs else []
    said += [f"never after another answer to {', '.join(box.unless)}"] if box.unless else []
    return "; ".join(said)


def situations(script: Script, question: Question) -> list[str]:
    """The protocols that ask a question, each with its conditions."""
    found = []
    for name, protocol in script.protocols.items():
        plans = [("", protocol.plan), *((f" ({muscle})", plan) for muscle, plan in protocol.plan_for.items())]
        for muscle, plan in plans:
            conditions = [item.condition for item in plan if (item.kind, item.name) == ("ask", question.id)]
            if conditions:
                words = "always" if "" in conditions else " or ".join(map(condition_words, conditions))
                found.append(f"{name}{muscle}: {words}")
    return found


def step_kind(step: StepRule) -> str:
    """How a step goes on, in words."""
    minutes = f", {step.minutes:g} minutes" if step.minutes else ""
    return f"{STEP_WORDS.get(step.kind, step.kind)}{minutes}"


def outcomes(question: Question) -> Iterator[tuple[str, str]]:
    """Answer in words, and the outcome as it stands in the content."""
    return ((ANSWER_WORDS[answer], question.outcomes[answer]) for answer in ANSWERS)


def whom(question: Question) -> str:
    """The muscles that a question is asked for."""
    return ", ".join(sorted(question.muscles)) or "every muscle"


def combined(one: Combination) -> Row:
    """The answers of a combination, and for whom it holds."""
    answers = (f"{name}{' (or unclear)' if name in one.unclear else ''}" for name in one.questions)
    return " and ".join(answers), ", ".join(sorted(one.muscles)) or "every muscle"


def rests_on(source: Source) -> str:
    """Source, fact and note in one cell."""
    fact = [f"Fact: {source.fact}"] if source.fact else []
    note = [f"Note: {source.note}"] if source.note else []
    return " ".join([str(source), *fact, *note])
