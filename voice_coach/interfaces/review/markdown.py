"""Markdown: the whole script as one page of text, with the paths as mermaid flow charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voice_coach.dialogue.question import ANSWERS
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.elements import LEVEL_WORDS
from voice_coach.interfaces.review.flow import ANSWER_WORDS, Box, Flow, flows
from voice_coach.interfaces.review.rules import rules
from voice_coach.interfaces.review.sections import sections
from voice_coach.interfaces.review.signature import SIGN, Standing
from voice_coach.interfaces.review.tables import (
    NOTICE,
    PATH_COLUMNS,
    TITLE,
    combined,
    path_rows,
    rests_on,
    situations,
    step_kind,
    whom,
)
from voice_coach.interfaces.review.uses import WORDINGS


def as_markdown(script: Script, standing: Standing) -> str:
    """One Markdown page."""
    return "\n\n".join([f"# {TITLE}", f"**{standing}.**", NOTICE, *_parts(script, standing)]) + "\n"


def _parts(script: Script, standing: Standing) -> Iterator[str]:
    yield "## Paths"
    for flow in flows(script):
        yield f"### {flow.title}"
        yield mermaid(flow, script)
        yield _table(PATH_COLUMNS, path_rows(flow))
    yield "## Questions, in the order of the list"
    yield _table(
        ("id", "danger", "level", "asked for", "asked in", *(ANSWER_WORDS[answer] for answer in ANSWERS), "rests on"),
        (
            (
                question.id,
                "danger" if question.danger else "",
                LEVEL_WORDS[question.level],
                whom(question),
                "; ".join(situations(script, question)),
                *(LEVEL_WORDS[question.outcomes[answer]] for answer in ANSWERS),
                rests_on(question.lines[0].source),
            )
            for question in script.questions.values()
        ),
    )
    yield _table(
        ("line", "wording", "to the person", "about somebody else"),
        (
            (line.id, wording, line.say, line.other or "")
            for question in script.questions.values()
            for wording, line in zip(WORDINGS, question.lines, strict=True)
        ),
    )
    yield "## Steps and what they need first"
    yield _table(
        ("step", "goes on", "only after “no” to", "where asked, never after another answer to", "says"),
        (
            (name, step_kind(step), ", ".join(step.needs), ", ".join(step.unless), ", ".join(step.lines))
            for name, step in script.steps.items()
        ),
    )
    yield "## Answers that together weigh more"
    yield _table(
        ("answered yes", "for", "at least"),
        ((*combined(one), LEVEL_WORDS[one.level]) for one in script.combinations),
    )
    yield "## Topics that are held back"
    yield _table(
        ("topic", "where asked and not answered “no”", "said instead"),
        (
            (" ".join((intent, *held.about)), ", ".join(held.unless), held.line)
            for intent, held in script.withheld.items()
        ),
    )
    for section in sections(script):
        yield f"## {section.heading}\n\n{section.about}"
        yield _table(
            ("where", "line", "to the person", "about somebody else", "rests on"),
            (
                (
                    heading,
                    line,
                    script.lines[line].say,
                    script.lines[line].other or "",
                    rests_on(script.lines[line].source),
                )
                for heading, lines in section.groups
                for line in lines
            ),
        )
    yield "## Emergency numbers"
    yield _table(
        ("country", "shown", "spoken", "rests on"),
        (
            (country, number.shown, number.spoken, rests_on(number.source) if number.source else "")
            for country, number in script.numbers.countries.items()
        ),
    )
    yield "## Numbers and fixed decisions"
    yield _table(("rule", "value", "meaning"), ((rule.id, rule.value, rule.meaning) for rule in rules()))
    yield "## Sign-off"
    yield (
        f"For content version {standing.version} and no other.\n\n"
        "Name: ____________________ Role: ____________________ Registration: ____________________ "
        f"Date: ____________\n\nRecorded with `{SIGN}`."
    )


def mermaid(flow: Flow, script: Script) -> str:
    """A flow as a mermaid flow chart: a node `b1`, `b2`, ... for each box, in order."""
    lines = ["```mermaid", "flowchart TD", f"  start([{_quoted('; '.join(flow.entries))}]) --> b1"]
    for number, box in enumerate(flow.boxes, start=1):
        lines.extend(f"  {line}" for line in _node(box, script, number, last=number == len(flow.boxes)))
    lines.append(f"  result[[{_quoted(f'the gravest level met; “no” to everything: {LEVEL_WORDS[flow.mildest]}')}]]")
    return "\n".join([*lines, "```"])


def _node(box: Box, script: Script, number: int, *, last: bool) -> Iterator[str]:
    after = "result" if last else f"b{number + 1}"
    name = f"b{number}"
    only = f" (only {box.condition})" if box.condition else ""
    if box.item.kind == "ask":
        question = script.questions[box.item.name]
        yield f"{name}({_quoted(f'{question.id}: {question.lines[0].say}{only}')})"
    else:
        yield f"{name}[{_quoted(f'{box.item.name} ({step_kind(script.steps[box.item.name])}){only}')}]"
    if box.condition:
        yield f"{name} -. {_quoted('otherwise')} .-> {after}"
    onward = " · ".join(ANSWER_WORDS[answer] for answer in box.onward)
    yield f"{name} -- {_quoted(onward)} --> {after}" if onward else f"{name} --> {after}"
    for place, branch in enumerate(box.branches, start=1):
        level = f"{name}l{place}"
        answers = " · ".join(ANSWER_WORDS[answer] for answer in branch.answers)
        yield f"{name} -- {_quoted(answers)} --> {level}{{{{{_quoted(LEVEL_WORDS[branch.outcome])}}}}}"
        if not branch.ends:
            yield f"{level} -. {_quoted('noted')} .-> {after}"


def _quoted(text: str) -> str:
    """A label as mermaid reads it: the quote is the only letter that would end it."""
    return '"' + text.replace('"', "#quot;") + '"'


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(columns)
    return "\n".join([_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
