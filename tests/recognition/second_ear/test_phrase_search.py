"""Phrase search: only phrases come out, and their likelihoods are those of the network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.audio.file import read_whole
from voice_coach.bench.voices import available, synthesise
from voice_coach.recognition.second_ear.phrase_search import PhraseSearch
from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie


def encoded(network, root, name):
    samples = read_whole(root / "audio_fixtures" / "flite_slt" / f"{name}.flac")
    return network.encode((samples / 32768).astype(np.float32))


@pytest.fixture(scope="module")
def search(network, phrases):
    return PhraseSearch(network, phrases)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("my_calf_is_cramping", "my calf is cramping"),
        ("i_have_chest_pain", "i have chest pain"),
        ("stop", "stop"),
        ("yes", "yes"),
        ("no", "no"),
    ],
)
def test_a_spoken_phrase_is_the_first_candidate(network, search, root, name, text):
    best, *others = search.candidates(encoded(network, root, name))
    assert best.text == text
    assert best.likelihood > -4.0
    assert all(other.likelihood < best.likelihood - 2.0 for other in others)


def test_a_denial_is_far_from_what_it_denies(network, search, root):
    found = {one.text: one.likelihood for one in search.candidates(encoded(network, root, "i_have_chest_pain"))}
    assert found["i have chest pain"] > found.get("i have no chest pain", -99.0) + 4.0


def test_a_phrase_comes_once_however_it_may_be_written(network, search, root):
    texts = [candidate.text for candidate in search.candidates(encoded(network, root, "my_calf_is_cramping"))]
    assert len(texts) == len(set(texts))


def test_a_likelihood_by_itself_is_near_the_one_of_the_search(network, search, root):
    sound = encoded(network, root, "my_calf_is_cramping")
    best = search.candidates(sound)[0]
    assert search.likelihoods(sound, [best.text]) == pytest.approx([best.likelihood], abs=0.7)
    assert search.likelihoods(sound, []) == []


def test_likelihoods_side_by_side_are_what_each_is_by_itself(network, search, root):
    sound = encoded(network, root, "stop")
    texts = ["my calf is cramping", "stop", "i have no chest pain"]
    together = search.likelihoods(sound, texts)
    assert together == pytest.approx([search.likelihoods(sound, [text])[0] for text in texts], abs=1.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 48_000))
def test_whatever_is_heard_only_phrases_come_out(network, search, phrases, seed, count):
    noise = np.random.default_rng(seed).standard_normal(count).astype(np.float32) * 0.1
    for candidate in search.candidates(network.encode(noise)):
        state = 0
        for word in candidate.text.split():
            state = phrases.following(state)[word]
        assert phrases.final(state)
        assert candidate.likelihood <= 1e-3


def test_a_comma_between_words_is_no_obstacle(network, root):
    search = PhraseSearch(network, PhraseTrie(["hey coach my calf is cramping", "he collapsed", "go on"]))
    samples = read_whole(root / "audio_fixtures" / "wake" / "flite_awb" / "hey_coach_my_calf_is_cramping.flac")
    best, *_ = search.candidates(network.encode((samples / 32768).astype(np.float32)))
    assert best.text == "hey coach my calf is cramping"


def test_numbers_may_be_written_as_figures(network):
    search = PhraseSearch(network, PhraseTrie(["call nine one one", "call my friend", "stop"]))
    voice = next(voice for voice in available() if voice.name == "flite_slt")
    best, *_ = search.candidates(network.encode((synthesise(voice, "call nine one one") / 32768).astype(np.float32)))
    assert best.text == "call nine one one"
    assert best.likelihood > -8.0


def test_digits_in_a_row_are_as_likely_as_the_figures_that_the_network_writes(network):
    search = PhraseSearch(network, PhraseTrie(["call nine one one"]))
    voice = next(voice for voice in available() if voice.name == "flite_slt")
    sound = network.encode((synthesise(voice, "call nine one one") / 32768).astype(np.float32))
    figures, spelt = search.likelihoods(sound, ["call nine one one", "call nine one two"])
    assert figures > -8.0
    assert spelt < figures - 3.0
