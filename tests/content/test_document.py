"""A content file's values know their place, and every mistake is named with file, line and mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.content.document import Place, Value, broken, read_document
from voice_coach.errors import BrokenContent


def document(folder: Path, text: str) -> Value:
    path = folder / "topic.yaml"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("", 1, "empty"),
        ("a: [1, 2", 1, "YAML cannot read"),
        ("a: 1\n\tb: 2\n", 2, "YAML cannot read"),
        ("a: 'open\n", 1, "YAML cannot read"),
    ],
)
def test_what_is_no_yaml_is_named_with_its_line(tmp_path: Path, text: str, line: int, named: str) -> None:
    with pytest.raises(BrokenContent) as told:
        document(tmp_path, text)
    assert f"topic.yaml, line {line}" in str(told.value)
    assert named in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_file_a_folder_and_bytes_are_each_one_sentence(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "nothing.yaml", tmp_path, binary):
        with pytest.raises(BrokenContent, match=path.name):
            read_document(path)


def test_no_is_the_word_no(tmp_path: Path) -> None:
    assert document(tmp_path, "[yes, no, on, off, null1, 1.0]").texts() == ("yes", "no", "on", "off", "null1", "1.0")


def test_white_space_runs_are_one_space(tmp_path: Path) -> None:
    assert document(tmp_path, "say: >\n  sip   some\n  water\n").mapping(("say",))["say"].text() == "sip some water"


@pytest.mark.parametrize(
    ("text", "problem", "mend"),
    [
        ("a: 1\na: 2\n", '"a" is written twice', "keep one"),
        ("b: 1\n", '"b" is not known', "use one of: a"),
        ("{}", '"a" is missing', "add `a:`"),
        ("- 1\n", "key: value", "one key"),
    ],
)
def test_a_mapping_s_keys_are_checked(tmp_path: Path, text: str, problem: str, mend: str) -> None:
    with pytest.raises(BrokenContent) as told:
        document(tmp_path, text).mapping(required=("a",))
    assert problem in str(told.value)
    assert mend in str(told.value)


def test_the_line_of_the_mistake_is_the_line_in_the_file(tmp_path: Path) -> None:
    value = document(tmp_path, "# a note\na: one\nb:\n  - x\n  - y: 2\n").mapping(("a", "b"))
    assert value["a"].place == Place("topic.yaml", 2)
    with pytest.raises(BrokenContent, match=r"topic\.yaml, line 5"):
        value["b"].texts()


def test_numbers_flags_and_choices_say_what_they_take(tmp_path: Path) -> None:
    value = document(tmp_path, "[5, true, calf, '']").items()
    assert value[0].number(0, 10) == 5
    assert value[1].flag() is True
    assert value[2].choice(("calf", "foot")) == "calf"
    for wrong in (
        lambda: value[0].number(0, 4),
        lambda: value[2].number(0, 4),
        value[0].flag,
        lambda: value[0].choice(("calf",)),
        value[3].text,
    ):
        with pytest.raises(BrokenContent, match=r"topic\.yaml, line 1: .+; .+"):
            wrong()


def test_a_lone_value_is_a_list_of_one_but_a_mapping_is_none(tmp_path: Path) -> None:
    assert document(tmp_path, "one").texts() == ("one",)
    with pytest.raises(BrokenContent, match="expected a list"):
        document(tmp_path, "a: 1").texts()


def test_not_a_number_is_out_of_every_range(tmp_path: Path) -> None:
    for text in ("nan", "inf", "-inf"):
        with pytest.raises(BrokenContent):
            document(tmp_path, text).number(0, 10)


@given(st.text(min_size=1), st.text(min_size=1), st.integers(1, 10_000))
def test_an_error_is_place_problem_and_mend(problem: str, mend: str, line: int) -> None:
    assert str(broken(Place("a.yaml", line), problem, mend)) == f"a.yaml, line {line}: {problem}; {mend}"
