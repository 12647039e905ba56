"""Phones: one number for silence and for every phone at every place in a word."""

from __future__ import annotations

from voice_coach.recognition.embedded.phones import PhoneTable


def test_silence_is_one_and_every_phone_has_four_numbers_of_its_own():
    table = PhoneTable(["AA", "B"])
    numbers = [table.number(phone, place) for phone in ("AA", "B") for place in "BEIS"]
    assert table.silence == 1
    assert sorted(numbers) == list(range(2, 10))
    assert table.names[table.number("B", "S") - 1] == "B_S"


def test_the_word_boundaries_are_kaldi_s_own_words():
    table = PhoneTable(["AA"])
    assert table.word_boundaries() == "1 nonword\n2 begin\n3 end\n4 internal\n5 singleton\n"
    assert table.number("AA", "I") == 4


def test_the_order_of_the_phones_is_kept(acoustic_model):
    table = PhoneTable(acoustic_model.speech_phones())
    assert table.base == acoustic_model.speech_phones()
    assert len(table.names) == 1 + 4 * len(table.base)
    assert len(table.word_boundaries().splitlines()) == len(table.names)
