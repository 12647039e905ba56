"""The page for the clinician: whole, readable by everybody, and without anything from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conversation import script
from voice_coach.interfaces.review.elements import EMPTY, badge, element
from voice_coach.interfaces.review.page import as_html
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.version import digests, version

FETCHING = ("src", "srcset", "data", "action", "poster", "xlink:href", "background", "ping")
STYLE = Path("voice_coach/interfaces/review/style.css")


class Page(HTMLParser):
    """Reads the page and notes what a careful reader would mind."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.labelled: list[str] = []
        self.unlabelled: list[str] = []
        self.tags: Counter[str] = Counter()
        self.text: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags[tag] += 1
        self.attributes.append((tag, given))
        if len(given) != len(attributes):
            self.wrong.append(f"<{tag}> has an attribute twice")
        if "id" in given:
            self.ids[str(given["id"])] += 1
        if tag == "a":
            self.links.append(str(given.get("href")))
        self.fetched.extend(f"{tag} {name}" for name in FETCHING if name in given)
        if tag in ("link", "iframe", "img", "object", "embed", "audio", "video"):
            self.fetched.append(tag)
        if tag in ("input", "textarea") and "aria-label" not in given and "label" not in self.open:
            self.unlabelled.append(str(given))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def html() -> str:
    return as_html(script(), Standing(version(digests(script()))))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    reader = Page()
    reader.feed(html)
    reader.close()
    return reader


def test_every_element_is_closed_where_it_was_opened(page: Page) -> None:
    assert page.wrong == []
    assert page.open == []


def test_no_id_stands_there_twice_and_every_link_leads_to_one(page: Page) -> None:
    assert [name for name, times in page.ids.items() if times > 1] == []
    assert page.links
    assert [link for link in page.links if not link.startswith("#") or link[1:] not in page.ids] == []


def test_nothing_is_fetched_from_anywhere(page: Page, html: str) -> None:
    assert page.fetched == []
    policy = [given["content"] for _, given in page.attributes if given.get("http-equiv") == "Content-Security-Policy"]
    assert [str(allowed).partition(";")[0] for allowed in policy] == ["default-src 'none'"]
    outside = re.findall(r"https?://[^\s\"'<)]+", html)
    assert set(outside) <= {"http://www.w3.org/2000/svg"}
    assert "url(" not in html
    assert "@import" not in html


def test_it_reads_without_scripts(page: Page, html: str) -> None:
    hidden = [given for tag, given in page.attributes if "hidden" in given]
    assert [given["id"] for given in hidden] == ["save-remarks"]
    assert page.tags["script"] == 1


def test_every_box_to_fill_has_a_label(page: Page) -> None:
    assert page.unlabelled == []


def test_every_question_has_a_card_with_all_its_wordings(page: Page) -> None:
    text = " ".join(page.text)
    for question in script().questions.values():
        assert page.ids[f"question-{question.id}"] == 1
        for line in question.lines:
            assert line.say in text
            assert line.other is None or line.other in text


def test_every_line_is_written_out_with_its_source_and_fact(page: Page) -> None:
    text = " ".join(page.text)
    for line in script().lines.values():
        for words in (line.say, line.other or "", line.source.where, line.source.fact, line.source.note):
            assert words in text, line.id


def test_every_line_question_and_path_can_be_agreed_to_once(page: Page) -> None:
    names = Counter(given.get("name") for tag, given in page.attributes if tag == "input")
    assert max(names.values()) == 1
    asked = {line.id for question in script().questions.values() for line in question.lines}
    for line in script().lines.values():
        if line.id not in asked:
            assert f"line {line.id}:agree" in names
    for question in script().questions:
        assert f"question {question}:change" in names


def test_what_comes_from_outside_the_documents_is_marked(html: str) -> None:
    rows = re.findall(r'<tr><th scope="row" id="line-([^"]+)">(.*?)</tr>', html)
    assert len(rows) > 100
    for name, row in rows:
        assert (">OUTSIDE<" in row) == script().lines[name].source.outside, name


def test_it_ends_with_a_form_to_sign_for_this_version(html: str) -> None:
    form = html[html.index('id="sign-off"') :]
    for words in ("Name", "Role", "Registration", "Date", version(digests(script()))):
        assert words in form


def test_paper_gets_a_style_of_its_own(root: Path) -> None:
    style = (root / STYLE).read_text(encoding="utf-8")
    paper = style[style.index("@media print") :]
    assert "size: A4" in style
    assert "table-header-group" in paper
    assert re.search(r"\btr\b[^{]*\{ break-inside: avoid", paper)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LEVELS = ("emergency", "doctor-today", "doctor-soon", "physiotherapist", "self-care", "cool-down", "other")
PAIRS = [(level, "on-level") for level in LEVELS] + [
    ("ink", "paper"), ("dim", "paper"), ("accent", "paper"), ("ink", "panel"), ("dim", "panel"), ("ink", "warn-paper"),
    ("warn", "paper"), ("ink", "box"), ("dim", "box"), ("emergency", "paper"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_every_colour_of_text_can_be_read_on_what_is_behind_it(root: Path, scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", (root / STYLE).read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", blocks[scheme]))
    colours = {name: c if len(c) == 7 else "#" + "".join(2 * digit for digit in c[1:]) for name, c in colours.items()}
    for front, back in PAIRS:
        assert contrast(colours[front], colours[back]) >= 4.5, (front, back)


def test_a_level_is_told_without_colour() -> None:
    assert "■■■■" in badge("emergency")
    assert "■■■□" in badge("doctor_today")
    assert "■" not in badge("self_care")


def test_what_the_content_says_cannot_become_an_element() -> None:
    assert element("p", "<b>&") == "<p>&lt;b&gt;&amp;</p>"
    assert element("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'
