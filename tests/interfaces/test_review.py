"""The page for the clinician holds every line, question and path."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from tests.conversation import script
from voice_coach.interfaces.review import FORMATS


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_line_and_its_source_is_on_the_page(name: str) -> None:
    page = FORMATS[name](script())
    for line in script().lines.values():
        assert line.id in page
        if name != "html":
            written = json.dumps(line.say, ensure_ascii=False)[1:-1] if name == "json" else line.say
            assert written.replace('"', '""' if name == "csv" else '"') in page


def test_every_answer_to_a_danger_question_is_there_to_be_judged() -> None:
    questions = json.loads(FORMATS["json"](script()))["tables"]["Questions, gravest first"]
    assert [question["id"] for question in questions] == list(script().questions)
    for question in questions:
        if question["danger"]:
            assert "next" not in (question["yes"], question["not_sure"], question["silence"], question["no_match"])


def test_the_csv_has_a_row_for_every_line() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](script()))))
    assert {row["id"]: row["said"] for row in rows} == {line.id: line.say for line in script().lines.values()}


def test_the_page_says_that_no_clinician_has_reviewed_it() -> None:
    assert all("Not reviewed by a clinician yet" in FORMATS[name](script()) for name in ("html", "md", "json"))


def test_the_command_writes_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "script", "--format", "html"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout == FORMATS["html"](script())
