"""Cards: one question as a reviewer judges it, and one line with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from voice_coach.dialogue.line import Line, Source
from voice_coach.dialogue.question import Question
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.elements import GRAVITY, Markup, badge, code, element, joined
from voice_coach.interfaces.review.sections import Groups
from voice_coach.interfaces.review.signoff import review_box
from voice_coach.interfaces.review.tables import outcomes, situations, whom
from voice_coach.interfaces.review.uses import WORDINGS

WORDING_HEADINGS = {"say": "asked", "again": "again", "clarify": "after “not sure”"}
LINE_COLUMNS = ("line", "said", "rests on", "clinician")


def question_card(script: Script, question: Question) -> Markup:
    """Everything about one question, with a box for the reviewer."""
    heading = element(
        "h3",
        code(question.id),
        " ",
        question.lines[0].say,
        " ",
        element("span", "danger question", class_="tag danger")
        if question.danger
        else element("span", "no danger question", class_="tag"),
    )
    wordings = element(
        "table",
        _head(("wording", "to the person", "about somebody else")),
        element("tbody", *(_wording(name, line) for name, line in zip(WORDINGS, question.lines, strict=True))),
    )
    leads = [
        element("li", element("span", answer, class_="answer"), " ", badge(outcome))
        for answer, outcome in outcomes(question)
    ]
    means = "; ".join(f"“{said}”: {answer}" for said, answer in question.means.items())
    tips = "; ".join(f"{was}: {tip}" for was, tip in question.tips.items())
    facts = element(
        "dl",
        *_fact("For", whom(question)),
        *_fact("Asked in", "; ".join(situations(script, question))),
        *_fact("A yes means at least", badge(question.level) if question.outcomes["yes"] != question.level else ""),
        *_fact("Symptoms that say yes", ", ".join(sorted(question.symptoms))),
        *_fact("Symptoms that put it at once", ", ".join(sorted(question.suspects))),
        *_fact("Remarks that answer it", means),
        *_fact("Its no denies as well", ", ".join(question.covers)),
        *_fact("Adds to a mild result", tips),
        *_fact("Rests on", source(question.lines[0].source)),
    )
    return element(
        "article",
        heading,
        wordings,
        element("ul", *leads, class_="outcomes", aria_label=f"where answers to {question.id} lead"),
        facts,
        review_box(f"question {question.id}"),
        id=f"question-{question.id}",
        class_="card",
    )


def _wording(name: str, line: Line) -> Markup:
    return element(
        "tr",
        element("th", WORDING_HEADINGS[name], element("br"), code(line.id), scope="row"),
        element("td", line.say),
        element("td", line.other or element("span", "the same", class_="dim")),
    )


def _fact(term: str, value: str) -> tuple[Markup, ...]:
    return (element("dt", term), element("dd", value)) if value else ()


def source(of: Source) -> Markup:
    """A source beside the fact that it is named for."""
    if of.outside:
        where = joined(element("span", "OUTSIDE", class_="tag outside"), " ", of.where)
    else:
        where = joined(code(of.document or ""), " › ", of.where)
    pieces = [element("p", where, class_="where")]
    if of.fact:
        pieces.append(element("p", element("span", "Fact: ", class_="dim"), of.fact, class_="fact"))
    if of.note:
        pieces.append(element("p", element("span", "Note: ", class_="dim"), of.note, class_="note"))
    return joined(*pieces)


def line_table(script: Script, groups: Groups, shown: set[str]) -> Markup:
    """Lines, one a row, under the heading of their group.

    A line that was `shown` before is only read here and judged where it stood first.
    """
    bodies = []
    for heading, lines in groups:
        rows = [_group(heading)] if heading and lines else []
        for name in lines:
            rows.append(_line(script.lines[name], first=name not in shown, switchable=name in script.switchable))
            shown.add(name)
        bodies.append(element("tbody", *rows))
    return element("table", _head(LINE_COLUMNS), *bodies, class_="lines")


def _group(heading: str) -> Markup:
    content = badge(heading) if heading in GRAVITY else code(heading)
    return element("tr", element("th", content, colspan=len(LINE_COLUMNS), scope="rowgroup"), class_="group")


def _line(line: Line, *, first: bool, switchable: bool) -> Markup:
    said = [element("p", line.say)]
    if line.other is not None:
        said.append(element("p", element("span", "About somebody else: ", class_="dim"), line.other))
    name = [code(line.id)]
    if line.safety:
        name.append(element("span", "safety", class_="tag"))
    if switchable:
        name.append(element("span", "optional", class_="tag"))
    if not first:
        return element("tr", element("th", *name, scope="row"), element("td", *said), _above(line.id))
    return element(
        "tr",
        element("th", *name, scope="row", id=f"line-{line.id}"),
        element("td", *said),
        element("td", source(line.source)),
        element("td", review_box(f"line {line.id}")),
    )


def _above(name: str) -> Markup:
    """In place of source and box, for a line that stands in several places."""
    link = element("a", "where it stands first", href=f"#line-{name}")
    return element("td", "Source, and your judgement: ", link, ".", colspan=2, class_="dim")


def _head(columns: Iterable[str]) -> Markup:
    return element("thead", element("tr", *(element("th", column, scope="col") for column in columns)))
