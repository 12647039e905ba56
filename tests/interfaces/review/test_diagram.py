"""The drawings: the boxes of the path, whole, apart from each other and inside the paper."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.conversation import script
from voice_coach.interfaces.review.diagram import LETTERS, TALLEST, WIDTH, diagram
from voice_coach.interfaces.review.drawing import wrapped
from voice_coach.interfaces.review.flow import Flow, flows

SVG = "{http://www.w3.org/2000/svg}"
PATHS = flows(script())
pytestmark = pytest.mark.parametrize("flow", PATHS, ids=[flow.id for flow in PATHS])


@cache
def parts(flow: Flow) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(part) for part in diagram(flow, script())]


def boxes(flow: Flow) -> list[ElementTree.Element]:
    return [box for part in parts(flow) for box in part.iter(f"{SVG}rect") if box.get("data-entry")]


def test_the_boxes_are_the_plan_in_order(flow: Flow) -> None:
    drawn = [box.get("data-entry") for box in boxes(flow)]
    assert drawn == [f"{box.item.kind} {box.item.name}" for box in flow.boxes]


def test_every_question_is_written_in_its_box(flow: Flow) -> None:
    text = [element.text for part in parts(flow) for element in part.iter(f"{SVG}text")]
    for box in flow.boxes:
        if box.item.kind == "ask":
            for line in wrapped(script().questions[box.item.name].lines[0].say, LETTERS):
                assert line in text


def test_every_branch_ends_at_its_level_and_the_path_at_its_mildest(flow: Flow) -> None:
    drawn = [
        str(level.get("class")).partition("lv-")[2]
        for part in parts(flow)
        for level in part.iter(f"{SVG}rect")
        if "lv-" in str(level.get("class"))
    ]
    assert drawn == [*(branch.outcome for box in flow.boxes for branch in box.branches), flow.mildest]


def test_every_condition_is_written_above_its_box(flow: Flow) -> None:
    text = [element.text for part in parts(flow) for element in part.iter(f"{SVG}text")]
    conditions = [f"only {box.condition}" for box in flow.boxes if box.condition]
    assert [line for line in text if line in conditions] == conditions


def test_each_part_fits_a_page_and_is_named_and_described(flow: Flow) -> None:
    names = set()
    for part in parts(flow):
        _, _, width, height = (float(number) for number in str(part.get("viewBox")).split())
        assert (width, height <= TALLEST * 1.12) == (WIDTH, True)
        labels = [element.get("id") for element in part if element.tag in (f"{SVG}title", f"{SVG}desc")]
        assert str(part.get("aria-labelledby")).split() == labels
        assert all(element.text for element in part if element.get("id") in labels)
        names.update(labels)
    assert len(names) == 2 * len(parts(flow))


def test_no_box_lies_on_another_or_leaves_the_paper(flow: Flow) -> None:
    for part in parts(flow):
        height = float(str(part.get("viewBox")).split()[3])
        framed = [box for box in part.iter(f"{SVG}rect") if str(box.get("class")).split()[0] in ("box", "level")]
        spans = []
        for box in framed:
            x, y, wide, tall = (float(str(box.get(name))) for name in ("x", "y", "width", "height"))
            assert x >= 0 and x + wide <= WIDTH and y >= 0 and y + tall <= height
            spans.append((x, y, x + wide, y + tall))
        result = spans[-2:] if part is not None and len(spans) > 1 else []
        for one in spans:
            for other in spans:
                nested = one in result and other in result
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert one == other or nested or apart


def test_the_parts_of_a_long_path_are_joined_by_letters(flow: Flow) -> None:
    found = [
        [element.text for element in part.iter(f"{SVG}text") if element.text in tuple("ABCDEFGH")]
        for part in parts(flow)
    ]
    for before, after in pairwise(found):
        assert before[-1] == after[0]
    assert len(found[0]) == (1 if len(found) > 1 else 0)
