"""Phrase book: a transcript is a whole phrase of the model's own graph or none at all."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.errors import MissingModel
from voice_coach.recognition.phrase_book import read_phrase_book

words = st.lists(st.sampled_from(["my", "calf", "lower", "leg", "is", "cramping", "in", "spasm", "stop"]), max_size=5)


@pytest.fixture(scope="module")
def book(tiny_model):
    return read_phrase_book(tiny_model)


def test_every_phrase_of_the_library_is_in_it(book, tiny_library):
    assert all(phrase.text in book for phrase in tiny_library.phrases())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "my",
        "my calf",
        "calf is",
        "is cramping",
        "stop stop",
        "yes no",
        "elbow",
        "my elbow is cramping",
        "<eps>",
    ],
)
def test_a_beginning_an_ending_two_phrases_or_a_strange_word_is_none(book, text):
    assert text not in book


@pytest.mark.parametrize("text", ["[unk]", "[unk] [unk]", "[unk] stop", "stop [unk]", "#0", "<s>", "</s>"])
def test_the_filler_and_the_marks_are_none(book, text):
    assert text not in book


@settings(deadline=None)
@given(words=words)
def test_it_holds_exactly_the_phrases_of_the_library(book, tiny_library, words):
    text = " ".join(words)
    assert (text in book) == any(phrase.text == text for phrase in tiny_library.phrases())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("graph/Gr.fst", b""),
        ("graph/Gr.fst", b"rubbish"),
        ("graph/words.txt", b"no number here\n"),
        ("graph/words.txt", b"\xff\xfe"),
    ],
)
def test_a_damaged_graph_is_one_sentence(tiny_model, tmp_path, name, content):
    shutil.copytree(tiny_model / "graph", tmp_path / "graph")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MissingModel, match="damaged") as caught:
        read_phrase_book(tmp_path)
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_graph_is_one_sentence(tmp_path):
    with pytest.raises(MissingModel, match="voice-coach models build"):
        read_phrase_book(tmp_path)
