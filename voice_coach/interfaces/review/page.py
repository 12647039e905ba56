"""Page: one HTML file without anything from elsewhere, made to be read, annotated, printed and signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from voice_coach.dialogue.question import LEVELS
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.cards import line_table, question_card, source
from voice_coach.interfaces.review.diagram import diagram
from voice_coach.interfaces.review.elements import LEVEL_WORDS, Markup, badge, code, element, joined
from voice_coach.interfaces.review.flow import Flow, flows
from voice_coach.interfaces.review.rules import rules
from voice_coach.interfaces.review.sections import sections
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.signoff import review_box, signature_block, standing_banner
from voice_coach.interfaces.review.tables import NOTICE, PATH_COLUMNS, TITLE, combined, path_rows, step_kind

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def as_html(script: Script, standing: Standing) -> str:
    """The whole page."""
    parts = list(_parts(script))
    contents = element(
        "nav",
        element("h2", "Contents"),
        element(
            "ol", *(_entry(name, heading, inner) for name, heading, inner, _ in parts), _link("sign-off", "Sign-off")
        ),
        id="contents",
        aria_label="contents",
    )
    body = element(
        "main",
        element("h1", TITLE),
        standing_banner(standing),
        element("p", NOTICE),
        _how_to_read(script, standing),
        contents,
        *(
            element("section", element("h2", heading), body, id=name)
            for name, heading, _, body in parts
        ),
        signature_block(standing),
    )  # fmt: skip
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{TITLE} ({standing.version})"),
        element("style", Markup((FOLDER / "style.css").read_text(encoding="utf-8"))),
    )
    saving = element("script", Markup((FOLDER / "saving.js").read_text(encoding="utf-8")))
    whole = element("html", head, element("body", body, saving), lang="en", data_version=standing.version)
    return f"<!doctype html>\n{whole}\n"


def _parts(script: Script) -> Iterator[tuple[str, str, list[Markup], Markup]]:
    """Anchor, heading, inner contents and body of each part."""
    paths = flows(script)
    yield "paths", "Paths", [_link(flow.id, flow.title) for flow in paths], _paths(script, paths)
    yield (
        "questions",
        "Questions, in the order of the list",
        [_link(f"question-{question.id}", question.id) for question in script.questions.values()],
        joined(*(question_card(script, question) for question in script.questions.values())),
    )
    yield "steps", "Steps and what they need first", [], _steps(script)
    yield "combinations", "Answers that together weigh more", [], _combinations(script)
    yield "withheld", "Topics that are held back", [], _withheld(script)
    shown: set[str] = set()
    for section in sections(script):
        table = line_table(script, section.groups, shown)
        yield section.id, section.heading, [], joined(element("p", section.about), table)
    yield "numbers", "Emergency numbers", [], _numbers(script)
    yield "names", "What things are called", [], _names(script)
    yield "rules", "Numbers and fixed decisions", [], _rules()


def _link(name: str, text: str) -> Markup:
    return element("li", element("a", text, href=f"#{name}"))


def _entry(name: str, heading: str, inner: list[Markup]) -> Markup:
    return element(
        "li",
        element("a", heading, href=f"#{name}"),
        element("ul", *inner, class_="short" if len(inner) > 12 else None) if inner else "",
    )


def _how_to_read(script: Script, standing: Standing) -> Markup:
    outside = sum(line.source.outside for line in script.lines.values())
    legend = [element("li", badge(outcome)) for outcome in (*reversed(LEVELS), "cool_down", "raise", "next")]
    return element(
        "section",
        element("h2", "How to read and sign this"),
        element(
            "p",
            f"{len(script.questions)} questions and {len(script.lines)} lines, {outside} of them OUTSIDE; "
            f"content version {standing.version}. Tick “agree” or “change” at each entry, write remarks beside it, and "
            "sign at the end. YES is always the dangerous answer; “no” always leads on. Whatever is ticked stays in "
            "this browser, or on the printed paper: nothing is sent anywhere. Lines marked “optional” are left out "
            "where the coach runs with --no-outside; “safety” lines are always said.",
        ),
        element("p", element("button", "Save my remarks as a file", type="button", id="save-remarks", hidden="hidden")),
        element("ul", *legend, class_="legend", aria_label="levels and outcomes"),
        class_="howto",
    )


def _paths(script: Script, paths: list[Flow]) -> Markup:
    about = element(
        "p",
        "Each path from top to bottom: rounded boxes are questions, boxes with double sides are steps, a hexagon is a "
        "condition; the box below it is passed over on the left when it does not hold. “No” leads straight down. An "
        "arrow to the right leads to a level and ends the path there. Only where a dashed line comes back does the "
        "path go on: the level is kept, and questions that could lead to a graver one are still asked. A question that "
        "has been answered is not put again. What several answers weigh together stands under “Answers that together "
        "weigh more”.",
    )
    return joined(about, *(_path(script, flow) for flow in paths))


def _path(script: Script, flow: Flow) -> Markup:
    drawn = diagram(flow, script)
    figures = (
        element(
            "figure",
            svg,
            element("figcaption", f"{flow.title}{f', part {number} of {len(drawn)}' if len(drawn) > 1 else ''}"),
        )
        for number, svg in enumerate(drawn, start=1)
    )
    return element(
        "article",
        element("h3", flow.title),
        *figures,
        element("div", _table(PATH_COLUMNS, path_rows(flow), f"The same in words: {flow.title}"), class_="words"),
        review_box(f"path {flow.title}"),
        id=flow.id,
        class_="flow",
    )


def _steps(script: Script) -> Markup:
    return _judged(
        ("step", "only after “no” to", "where asked, never after another answer to", "says"),
        (
            (
                f"step {name}",
                (
                    joined(code(name), element("br"), step_kind(step)),
                    ", ".join(step.needs),
                    ", ".join(step.unless),
                    ", ".join(step.lines),
                ),
            )
            for name, step in script.steps.items()
        ),
    )


def _combinations(script: Script) -> Markup:
    rows = [
        (f"combination {number}", (*combined(one), badge(one.level)))
        for number, one in enumerate(script.combinations, 1)
    ]
    about = element(
        "p", "Where every question named was answered yes; “or unclear”: every answer but “no” counts as well."
    )
    return joined(about, _judged(("answers", "for", "at least"), rows))


def _withheld(script: Script) -> Markup:
    rows = (
        (
            f"withheld {intent}",
            (code(" ".join((intent, *held.about))), ", ".join(held.unless), script.lines[held.line].say),
        )
        for intent, held in script.withheld.items()
    )
    about = element(
        "p", "A topic is not answered as usual where one of these questions was asked and not answered “no”."
    )
    return joined(about, _judged(("topic", "questions", "said instead"), rows))


def _numbers(script: Script) -> Markup:
    rows = (
        (
            f"number {country}",
            (code(country), number.shown, number.spoken, source(number.source) if number.source is not None else ""),
        )
        for country, number in script.numbers.countries.items()
    )
    return joined(
        element(
            "p", f"By country, as the settings name it. Without a setting the coach says “{script.numbers.unset}”."
        ),
        _judged(("country", "shown", "spoken", "rests on"), rows),
    )


def _names(script: Script) -> Markup:
    unresponsive, standing = (", ".join(sorted(names)) for names in (script.unresponsive, script.standing))
    return joined(
        element("p", "What a muscle or a topic is called in “Did you say ...?”."),
        _table(("id", "name"), [(name, text) for name, text in script.names.items()], "Names"),
        element("p", f"Reported of somebody who does not respond: {unresponsive}."),
        element("p", f"Emergency scripts that no “no” takes back: {standing}."),
    )


def _rules() -> Markup:
    rows = (
        (f"rule {rule.id}", (code(rule.id), LEVEL_WORDS.get(rule.value, rule.value), rule.meaning)) for rule in rules()
    )
    return _judged(("rule", "value", "meaning"), rows)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]], caption: str) -> Markup:
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", column, scope="col") for column in columns))),
        element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows)),
    )


def _judged(columns: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> Markup:
    """A table whose every row ends with a box for the reviewer."""
    return element(
        "table",
        element("thead", element("tr", *(element("th", column, scope="col") for column in (*columns, "clinician")))),
        element(
            "tbody",
            *(
                element("tr", *(element("td", cell) for cell in cells), element("td", review_box(entry)))
                for entry, cells in rows
            ),
        ),
        class_="judged",
    )
