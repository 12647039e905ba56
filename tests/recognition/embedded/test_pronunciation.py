"""Pronunciation: the dictionary first, then the content's own, then a guess; a word that nobody knows is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.content.document import Place
from voice_coach.errors import BrokenContent, MissingComponent
from voice_coach.recognition.embedded.pronunciation import (
    Pronouncer,
    guess_pronunciation,
    read_dictionary,
    read_own,
)
from voice_coach.recognition.embedded.sphinx import wheel_folder

PHONES = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH",
    "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
PLACE = Place("topics/cramp.yaml", 7)


def own_file(folder, text):
    path = folder / "pronunciations.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_dictionary_gathers_a_word_s_variants(tmp_path):
    path = tmp_path / "words.dict"
    path.write_text("calf K AE F\nthe DH AH\nthe(2) DH IY\n\nempty\n", encoding="utf-8")
    assert read_dictionary(path) == {"calf": (("K", "AE", "F"),), "the": (("DH", "AH"), ("DH", "IY"))}


def test_the_wheel_s_dictionary_knows_the_coach_s_first_words():
    words = read_dictionary(wheel_folder() / "cmudict-en-us.dict")
    assert words["calf"] == (("K", "AE", "F"),)
    assert words["no"] == words["know"] == (("N", "OW"),)
    assert {phone for spoken in words.values() for phones in spoken for phone in phones} == set(PHONES)


def test_a_missing_or_unreadable_dictionary_is_one_sentence_with_the_mend(tmp_path):
    (tmp_path / "latin").write_bytes(b"caf\xe9 K AE F EY\n")
    for name in ("nowhere", "latin"):
        with pytest.raises(MissingComponent, match="pip install") as caught:
            read_dictionary(tmp_path / name)
        assert len(str(caught.value).splitlines()) == 1


def test_the_content_s_own_list_may_give_one_or_several_ways(tmp_path):
    path = own_file(tmp_path, "theragun: th eh r ah g ah n\nSoleus:\n- S OW L IY AH S\n- S AA L IY AH S\n")
    own = read_own(path, PHONES)
    assert own["theragun"] == (("TH", "EH", "R", "AH", "G", "AH", "N"),)
    assert own["soleus"] == (("S", "OW", "L", "IY", "AH", "S"), ("S", "AA", "L", "IY", "AH", "S"))


def test_without_a_list_of_its_own_the_content_adds_nothing(tmp_path):
    assert read_own(tmp_path / "pronunciations.yaml", PHONES) == {}


def test_an_unknown_phone_is_named_with_file_and_line(tmp_path):
    path = own_file(tmp_path, "calf: K AE F\nsoleus: S OO L\n")
    with pytest.raises(BrokenContent, match=r'pronunciations\.yaml, line 2: "OO" is not a phone'):
        read_own(path, PHONES)


def test_the_dictionary_comes_first_and_the_content_adds_to_it():
    pronouncer = Pronouncer({"calf": (("K", "AE", "F"),)}, {"calf": (("K", "AA", "F"), ("K", "AE", "F"))}, PHONES)
    assert pronouncer.pronounce("calf", PLACE) == (("K", "AE", "F"), ("K", "AA", "F"))


def test_the_content_can_teach_a_word_that_the_dictionary_lacks():
    assert Pronouncer({}, {"xqzt": (("K", "IY"),)}, PHONES).pronounce("xqzt", PLACE) == (("K", "IY"),)


def test_espeak_ng_guesses_what_neither_knows():
    (guess,) = Pronouncer({}, {}, PHONES).pronounce("cramp", PLACE)
    assert guess == ("K", "R", "AE", "M", "P")


@pytest.mark.parametrize("word", ["ü", "5km", "hamstring!", "小腿", ""])
def test_a_word_that_nobody_can_pronounce_is_named_with_its_file_and_line(word):
    with pytest.raises(BrokenContent) as caught:
        Pronouncer({}, {}, PHONES).pronounce(word, PLACE)
    said = str(caught.value)
    assert said.startswith(f'topics/cramp.yaml, line 7: nothing knows how "{word}" is pronounced')
    assert "pronunciations.yaml" in said
    assert len(said.splitlines()) == 1


def test_without_espeak_ng_the_mend_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrokenContent, match="install espeak-ng"):
        Pronouncer({}, {}, PHONES).pronounce("glutes", PLACE)


def test_without_espeak_ng_the_dictionary_still_works(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Pronouncer({"calf": (("K", "AE", "F"),)}, {}, PHONES).pronounce("calf", PLACE) == (("K", "AE", "F"),)


@pytest.mark.parametrize(
    ("answer", "why"),
    [("exit 1", "it fails"), ("echo", "it says nothing"), ("printf 'k_0x7_Q'", "a sound of another language")],
)
def test_a_useless_answer_of_espeak_ng_is_no_guess(monkeypatch, tmp_path, answer, why):
    (tmp_path / "espeak-ng").write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    (tmp_path / "espeak-ng").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert guess_pronunciation("calf") is None, why


@settings(max_examples=40, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz'-", min_size=1, max_size=10))
def test_a_guess_is_made_of_known_phones_or_there_is_none(word):
    guess = guess_pronunciation(word)
    assert guess is None or (guess and set(guess) <= set(PHONES))


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=6))
def test_no_text_makes_guessing_fail_otherwise(word):
    guess = guess_pronunciation(word)
    assert guess is None or set(guess) <= set(PHONES)
