"""Vocabulary: words are cut as the network learned them, and put together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_coach.recognition.second_ear.files import network_files
from voice_coach.recognition.second_ear.vocabulary import Vocabulary, read_vocabulary

TOKENS = [b"<unk>", b"<s>", b"</s>", *(bytes([byte]) for byte in range(256)), *(c.encode() for c in "\u2581abc.?!,")]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(network_files()["tokenizer.bin"])


def test_the_pair_with_the_lowest_number_becomes_one_piece_first():
    small = Vocabulary([*TOKENS, b"bc", "\u2581a".encode(), "\u2581ab".encode()])
    first = len(TOKENS)
    assert small.cut("abc") == (first + 1, first)
    assert small.cut("ab") == (first + 2,)


def test_a_letter_without_a_piece_is_spelt_in_bytes():
    small = Vocabulary(TOKENS)
    assert small.cut("é")[1:] == tuple(3 + byte for byte in "é".encode())


@pytest.mark.parametrize("word", ["calf", "Cramp", "I'm", "hamstring", "ambulance"])
def test_a_common_word_is_few_pieces_and_reads_as_it_was(vocabulary, word):
    pieces = vocabulary.cut(word)
    assert len(pieces) <= 4
    assert vocabulary.text(pieces) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=20))
def test_any_word_can_be_written_and_read(word):
    vocabulary = read_vocabulary(network_files()["tokenizer.bin"])
    assert vocabulary.text(vocabulary.cut(word)) == word
