"""Manifest: a changed, missing, shortened or lengthened file is noticed and named before libvosk sees it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.errors import MissingModel
from voice_coach.recognition.manifest import MANIFEST_FILE, Manifest, check_files, list_files, read_manifest

FILES = {"am/final.mdl": b"acoustics" * 50, "graph/Gr.fst": b"grammar", "README": b""}
PAPERS = Manifest("name", "note", "licence", {"pocketsphinx": "5"}, "hash", 3, 4, {})


@pytest.fixture
def model(tmp_path):
    """A made-up model with its papers in order."""
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    manifest = replace(PAPERS, files=list_files(tmp_path))
    (tmp_path / MANIFEST_FILE).write_text(manifest.to_json(), encoding="utf-8")
    return tmp_path


def checked(model) -> None:
    manifest = read_manifest(model)
    assert manifest is not None
    check_files(model, manifest)


def refusal(model) -> str:
    """The one sentence that a damaged model is refused with."""
    with pytest.raises(MissingModel) as caught:
        checked(model)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert "voice-coach models build embedded-en-us" in said
    return said


def test_a_whole_model_passes_and_its_papers_are_read_back(model):
    checked(model)
    assert read_manifest(model) == replace(PAPERS, files=list_files(model))


def test_every_file_but_the_papers_is_listed_with_its_size(model):
    listed = list_files(model)
    assert {name: size for name, (size, _) in listed.items()} == {name: len(data) for name, data in FILES.items()}
    assert list(listed) == sorted(listed)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(model, name):
    (model / name).unlink()
    assert f"{name} of the speech model" in refusal(model)
    assert "missing" in refusal(model)


@pytest.mark.parametrize("name", FILES)
def test_a_lengthened_file_is_named(model, name):
    with (model / name).open("ab") as file:
        file.write(b"\0")
    assert f"{name} of the speech model" in refusal(model)


@pytest.mark.parametrize("length", [0, 1, len(FILES["am/final.mdl"]) - 1])
def test_a_shortened_file_is_named(model, length):
    (model / "am" / "final.mdl").write_bytes(FILES["am/final.mdl"][:length])
    assert "am/final.mdl" in refusal(model)
    assert "damaged" in refusal(model)


def test_a_single_changed_bit_is_noticed(model):
    spoilt = bytearray(FILES["graph/Gr.fst"])
    spoilt[3] ^= 1
    (model / "graph" / "Gr.fst").write_bytes(spoilt)
    assert "graph/Gr.fst" in refusal(model)


def test_a_folder_in_a_file_s_place_is_named(model):
    (model / "README").unlink()
    (model / "README").mkdir()
    assert "README of the speech model" in refusal(model)


def test_a_file_of_somebody_else_s_beside_it_does_no_harm(model):
    (model / "notes.txt").write_text("mine", encoding="utf-8")
    checked(model)


def test_a_folder_without_papers_has_none(tmp_path):
    assert read_manifest(tmp_path) is None


def test_equal_papers_have_equal_text():
    first = replace(PAPERS, files={"a": (1, "x"), "b": (2, "y")})
    second = replace(PAPERS, files={"b": (2, "y"), "a": (1, "x")})
    assert first.to_json() == second.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"text"',
        "{}",
        '{"files": []}',
        '{"files": {"a": 1}}',
        '{"files": {"a": ["x", "y"]}}',
    ],
)
def test_damaged_papers_are_one_sentence(model, text):
    (model / MANIFEST_FILE).write_text(text, encoding="utf-8")
    assert "manifest of the speech model" in refusal(model)


def test_papers_in_another_encoding_are_damaged(model):
    (model / MANIFEST_FILE).write_bytes(b'{"note": "\xff"}')
    assert "manifest of the speech model" in refusal(model)


@pytest.mark.parametrize("field", ["content", "files", "note", "words"])
def test_papers_that_lack_a_field_are_damaged(model, field):
    fields = json.loads((model / MANIFEST_FILE).read_text(encoding="utf-8"))
    del fields[field]
    (model / MANIFEST_FILE).write_text(json.dumps(fields), encoding="utf-8")
    assert "manifest of the speech model" in refusal(model)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_papers_end_in_a_traceback(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("model")
    (folder / MANIFEST_FILE).write_bytes(data)
    with pytest.raises(MissingModel):
        read_manifest(folder)
