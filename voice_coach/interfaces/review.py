"""Review: everything that the coach can say and every path, as one page for a clinician, or as data."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterable
from typing import Final

from voice_coach.dialogue.line import Line
from voice_coach.dialogue.question import ANSWERS
from voice_coach.dialogue.script import Script

TITLE: Final = "Voice Coach: everything it can say"
NOTICE: Final = (
    "Not reviewed by a clinician yet. First-aid information, not a diagnosis. "
    "OUTSIDE marks lines that the source documents do not carry."
)
Row = tuple[str, ...]
Table = tuple[str, Row, list[Row]]
"""Heading, column names, rows."""


def tables(script: Script) -> list[Table]:
    """The whole script as tables, in the order in which a reviewer reads it."""
    return [
        (
            "Questions, gravest first",
            ("id", "asked", "about somebody else", "danger", "muscles", *ANSWERS, "source"),
            [
                (
                    question.id,
                    question.lines[0].say,
                    question.lines[0].other or "",
                    "danger" if question.danger else "",
                    ", ".join(sorted(question.muscles)) or "all",
                    *(question.outcomes[answer] for answer in ANSWERS),
                    str(question.lines[0].source),
                )
                for question in script.questions.values()
            ],
        ),
        (
            "Paths: what is asked and done, in order",
            ("protocol", "for", "order", "entry", "only if"),
            [
                (name, muscle or "every muscle", str(number), f"{item.kind} {item.name}", item.condition)
                for name, protocol in script.protocols.items()
                for muscle, plan in [("", protocol.plan), *protocol.plan_for.items()]
                for number, item in enumerate(plan, start=1)
            ],
        ),
        (
            "Steps",
            ("step", "kind", 'only after "no" to', 'not unless "no", where asked, to', "lines"),
            [
                (step.name, step.kind, ", ".join(step.needs), ", ".join(step.unless), ", ".join(step.lines))
                for step in script.steps.values()
            ],
        ),
        (
            "Levels and what is said at them",
            ("level", "lines"),
            [
                *((level, _spoken(script, lines)) for level, lines in script.levels.items()),
                *((f"emergency: {kind}", _spoken(script, lines)) for kind, lines in script.emergency.items()),
            ],
        ),
        (
            "Answers that together weigh more",
            ("questions", "level"),
            [(" + ".join(combination.questions), combination.level) for combination in script.combinations],
        ),
        (
            "Topics",
            ("intent", "answer", "more"),
            [
                (intent, _spoken(script, topic.answer), _spoken(script, topic.more))
                for intent, topic in script.topics.items()
            ],
        ),
        (
            "Every line",
            ("id", "said", "about somebody else", "source", "note"),
            [_line(line) for line in script.lines.values()],
        ),
    ]


def as_markdown(script: Script) -> str:
    """One Markdown page."""
    parts = [f"# {TITLE}", NOTICE]
    for heading, columns, rows in tables(script):
        lines = [f"## {heading}", "", _markdown_row(columns), _markdown_row(["---"] * len(columns))]
        parts.append("\n".join([*lines, *(_markdown_row(row) for row in rows)]))
    return "\n\n".join(parts) + "\n"


def as_html(script: Script) -> str:
    """One HTML page without anything from elsewhere, made to be printed, annotated and signed."""
    body = [f"<h1>{html.escape(TITLE)}</h1><p><strong>{html.escape(NOTICE)}</strong></p>"]
    for heading, columns, rows in tables(script):
        body.append(f"<h2>{html.escape(heading)}</h2><table><thead>{_html_row(columns, 'th')}</thead><tbody>")
        body.extend(_html_row(row, "td") for row in rows)
        body.append("</tbody></table>")
    body.append("<p class='sign'>Reviewed by: ______________________ Date: ____________ Remarks:</p>")
    style = (
        "body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}"
        "table{border-collapse:collapse;width:100%;margin-bottom:2rem}"
        "th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}"
        "th{background:#eee}tr{break-inside:avoid}.sign{margin-top:3rem}"
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(TITLE)}</title>'
        f"<style>{style}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def as_csv(script: Script) -> str:
    """Every line, one a row."""
    out = io.StringIO()
    _, columns, rows = tables(script)[-1]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def as_json(script: Script) -> str:
    """The tables as one JSON object: heading -> list of rows as objects."""
    content = {
        heading: [dict(zip(columns, row, strict=True)) for row in rows] for heading, columns, rows in tables(script)
    }
    return json.dumps({"title": TITLE, "notice": NOTICE, "tables": content}, indent=1, ensure_ascii=False) + "\n"


FORMATS: Final[dict[str, Callable[[Script], str]]] = {
    "html": as_html,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}


def _line(line: Line) -> Row:
    return line.id, line.say, line.other or "", str(line.source), line.source.note


def _spoken(script: Script, lines: Iterable[str]) -> str:
    return " ".join(script.lines[line].say for line in lines)


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _html_row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
