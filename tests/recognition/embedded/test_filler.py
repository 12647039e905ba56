"""Filler: common words that compete with the phrases, and never one that would swallow a command."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from voice_coach.recognition.embedded.filler import FillerSettings, choose_filler, edits, rank_words
from voice_coach.recognition.embedded.pronunciation import read_dictionary
from voice_coach.recognition.embedded.sphinx import wheel_folder

SETTINGS = FillerSettings(words=100)
NO, KNOW, SNOW, GO = ("N", "OW"), ("N", "OW"), ("S", "N", "OW"), ("G", "OW")
CALF, TOWEL, BENCH = ("K", "AE", "F"), ("T", "AW", "AH", "L"), ("B", "EH", "N", "CH")
DICTIONARY = {
    "no": (NO,), "know": (KNOW,), "snow": (SNOW,), "go": (GO,), "calf": (CALF,), "towel": (TOWEL,), "bench": (BENCH,),
    "a": (("AH",),), "battery": (("B", "AE", "T", "ER", "IY"),),
}  # fmt: skip
VOCABULARY = {"no": (NO,), "calf": (CALF,)}
RANKED = ("a", "know", "go", "snow", "calf", "battery", "towel", "bench", "no")

phones = st.lists(st.sampled_from(["N", "OW", "G", "S", "AE"]), min_size=1, max_size=5).map(tuple)
dictionaries = st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), phones.map(lambda spoken: (spoken,)))


def chosen(settings=SETTINGS, commands=("no",), ranked=RANKED):
    return choose_filler(ranked, DICTIONARY, VOCABULARY, commands, settings)


def test_common_words_are_taken_likeliest_first():
    assert [word for word in chosen() if word in (TOWEL, BENCH)] == [TOWEL, BENCH]
    first = chosen(replace(SETTINGS, words=1))
    assert TOWEL in first
    assert BENCH not in first


def test_a_command_and_whatever_sounds_like_it_are_never_filler():
    assert NO not in chosen()


def test_a_word_one_sound_away_from_a_short_command_is_never_filler():
    assert GO not in chosen()
    assert SNOW not in chosen()
    assert GO in chosen(commands=())


def test_a_single_sound_is_never_filler():
    assert ("AH",) not in chosen()


def test_long_words_are_left_to_the_phone_loop():
    assert DICTIONARY["battery"][0] not in chosen(replace(SETTINGS, most_syllables=2))
    assert DICTIONARY["battery"][0] in chosen(replace(SETTINGS, most_syllables=3))


def test_words_that_are_left_out_never_appear():
    assert TOWEL not in chosen(replace(SETTINGS, leave_out=frozenset(["towel"])))


@settings(deadline=None)
@given(dictionaries, dictionaries, st.data())
def test_no_homophone_of_a_command_is_ever_filler(dictionary, vocabulary, data):
    commands = data.draw(st.sets(st.sampled_from(sorted(vocabulary)))) if vocabulary else set()
    ranked = data.draw(st.permutations(sorted(dictionary)))
    filler = choose_filler(ranked, dictionary, vocabulary, commands, SETTINGS)
    reserved = {spoken for word in commands for spoken in vocabulary[word]}
    assert not reserved & set(filler)
    assert len(filler) == len(set(filler))
    assert filler == choose_filler(ranked, dictionary, vocabulary, commands, SETTINGS)


def test_of_the_whole_dictionary_nothing_that_sounds_like_a_command_of_the_coach_is_taken(coach_library):
    dictionary = read_dictionary(wheel_folder() / "cmudict-en-us.dict")
    vocabulary = {word: dictionary[word] for word in coach_library.words() if word in dictionary}
    commands = [phrase.text for phrase in coach_library.phrases() if phrase.text in vocabulary]
    reserved = {spoken for word in commands for spoken in vocabulary[word]}
    assert {"yes", "no", "stop"} <= set(commands)
    homophones = [word for word, spoken in dictionary.items() if reserved & set(spoken)]
    assert "know" in homophones
    filler = choose_filler(homophones, dictionary, vocabulary, commands, replace(SETTINGS, words=len(homophones)))
    assert not reserved & set(filler)


@settings(deadline=None)
@given(phones, phones)
def test_the_distance_of_two_words_is_levenshtein_s(first, second):
    assert edits(first, second) == Levenshtein.distance(first, second)


def test_words_are_ranked_by_the_wheel_s_language_model():
    ranked = rank_words(["dumbbell", "the", "xqzt", "water", "5km"], wheel_folder() / "en-us.lm.bin")
    assert ranked[:2] == ["the", "water"]
    assert "5km" not in ranked
