"""Every format of the script holds every line, question and path."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from tests.conversation import script
from voice_coach.dialogue.knowledge import Topic
from voice_coach.dialogue.line import Line
from voice_coach.dialogue.protocol import Combination, Item, Protocol, StepRule, Withheld
from voice_coach.dialogue.question import ANSWERS, Question
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.flow import flows
from voice_coach.interfaces.review.formats import FORMATS
from voice_coach.interfaces.review.markdown import mermaid
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.uses import uses
from voice_coach.interfaces.review.version import digests, version


@cache
def written(name: str) -> str:
    return FORMATS[name](script(), Standing(version(digests(script()))))


def as_csv() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv"))))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_line_and_every_question_is_in_it(name: str) -> None:
    text = written(name)
    for line in script().lines.values():
        assert line.id in text
    for question in script().questions:
        assert question in text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_it_carries_the_version_of_the_content(name: str) -> None:
    assert version(digests(script())) in written(name)


def test_the_csv_has_a_row_for_every_wording_that_can_be_spoken() -> None:
    spoken = {
        line.worded(other) for line in script().lines.values() for other in (False, True) if not other or line.other
    }
    assert {(row["id"], row["text"]) for row in as_csv()} == spoken
    assert len(as_csv()) == len(spoken)


def test_the_csv_tells_person_source_fact_and_place_of_a_wording() -> None:
    rows = {row["id"]: row for row in as_csv()}
    for line in script().lines.values():
        row = rows[line.id]
        assert (row["person"], row["source"], row["fact"]) == ("self", str(line.source), line.source.fact)
        assert row["outside"] == ("yes" if line.source.outside else "no")
        file, _, number = row["place"].rpartition(":")
        assert file.startswith("intents/")
        assert int(number) > 0
        if line.other is not None:
            assert rows[f"{line.id}.other"]["person"] == "other"


def test_the_csv_calls_emergency_lines_and_danger_questions_danger() -> None:
    danger = {row["id"] for row in as_csv() if row["danger"] == "yes"}
    assert {"emergency.call", "emergency.rest.other", "ask.chest_breathing", "ask.chest_breathing.again"} <= danger
    assert not {"pause.1", "level.self_care", "ask.at_risk"} & danger


def test_every_line_of_the_content_is_spoken_somewhere() -> None:
    assert [line for line, used in uses(script()).items() if not used] == []


def test_the_json_fits_its_schema(root: Path) -> None:
    schema = json.loads((root / "voice_coach/interfaces/schema/script.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(written("json")))


def test_the_schema_refuses_a_line_without_a_source(root: Path) -> None:
    schema = json.loads((root / "voice_coach/interfaces/schema/script.json").read_text(encoding="utf-8"))
    data = json.loads(written("json"))
    del data["lines"][0]["source"]
    assert not jsonschema.Draft202012Validator(schema).is_valid(data)


def test_the_json_holds_every_answer_to_every_question() -> None:
    questions = json.loads(written("json"))["questions"]
    assert [question["id"] for question in questions] == list(script().questions)
    for question in questions:
        assert question["outcomes"] == dict(script().questions[question["id"]].outcomes)
        assert set(question["outcomes"]) == set(ANSWERS)


@pytest.mark.parametrize(
    ("kind", "where", "renamed"),
    [
        (Script, (), {}),
        (Line, ("lines", 0), {}),
        (Question, ("questions", 0), {"lines": "wordings"}),
        (Protocol, ("protocols", 0), {}),
        (Item, ("protocols", 0, "plan", 0), {}),
        (StepRule, ("steps", 0), {}),
        (Combination, ("combinations", 0), {}),
        (Withheld, ("withheld", "hydration"), {}),
        (Topic, ("topics", "hydration"), {}),
    ],
)
def test_whatever_the_content_can_hold_is_shown_to_the_reviewer(
    kind: type, where: tuple[str | int, ...], renamed: dict[str, str]
) -> None:
    shown = json.loads(written("json"))
    for key in where:
        shown = shown[key]
    held = {renamed.get(field.name, field.name) for field in fields(kind)} - ({"place"} if kind is Question else set())
    assert held <= set(shown), "a new field belongs on the page, into data.py and into schema/script.json"


def test_markdown_tables_have_as_many_cells_in_every_row() -> None:
    width = 0
    for line in written("md").splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        assert width in (0, cells), line
        width = cells


def test_every_path_is_a_mermaid_chart_with_its_boxes_in_order() -> None:
    text = written("md")
    for flow in flows(script()):
        chart = mermaid(flow, script())
        assert chart in text
        nodes = [
            line
            for line in chart.splitlines()
            if line.lstrip().partition("(")[0].partition("[")[0].strip()[1:].isdigit()
        ]
        assert len(nodes) == len(flow.boxes)
        for node, box in zip(nodes, flow.boxes, strict=True):
            assert f'"{box.item.name}' in node
            assert ("(" if box.item.kind == "ask" else "[") in node.partition('"')[0]


@pytest.mark.parametrize("name", ["html", "md"])
def test_nobody_has_signed_what_is_in_the_project(name: str, root: Path) -> None:
    assert not (root / "intents" / "signed.yaml").exists()
    assert "not signed by a clinician" in written("md")
    assert "No clinician has reviewed this yet" in written("html")


def test_the_command_writes_it_as_utf_8_whatever_the_terminal_prefers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "script", "--format", "html"],
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8") == written("html")
