"""Sphinx: the acoustic model of the wheel, held against what is known about it, and damaged ones refused."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voice_coach.errors import MissingComponent
from voice_coach.recognition.embedded import sphinx
from voice_coach.recognition.embedded.sphinx import SILENCE, SphinxModel, read_sphinx_model, wheel_folder

INTERNAL, BEGIN, END, SINGLE = range(4)
"""How the model definition numbers a phone's place in the word."""

FILES = ("mdef", "means", "variances", "sendump")


def copied(into: Path) -> Path:
    """The model's files, to be damaged."""
    for name in FILES:
        shutil.copy(wheel_folder() / "en-us" / name, into / name)
    return into


def test_the_model_has_its_known_size(acoustic_model: SphinxModel):
    assert acoustic_model.means.shape == (42, 3, 128, 13)
    assert acoustic_model.variances.shape == acoustic_model.means.shape
    assert acoustic_model.mixture_codes.shape == (3, 128, 5126)
    assert acoustic_model.codebooks.shape == (5126,)
    assert len(acoustic_model.phones) == 42


def test_39_phones_are_speech_and_three_are_not(acoustic_model: SphinxModel):
    speech = acoustic_model.speech_phones()
    assert len(speech) == 39
    assert set(acoustic_model.phones) - set(speech) == {"+NSN+", "+SPN+", SILENCE}
    assert {"AA", "B", "CH", "HH", "NG", "ZH"} <= set(speech)


def test_gaussians_are_numbers_of_a_sane_size(acoustic_model: SphinxModel):
    assert np.isfinite(acoustic_model.means).all()
    assert (acoustic_model.variances > 0).all()
    # the model was trained on features whose mean was taken off: cepstra and deltas lie around zero
    assert np.abs(acoustic_model.means.mean(axis=(0, 2))).max() < 10
    loudness = acoustic_model.means[:, 0, :, 0].mean(axis=1)  # the first cepstrum follows the level
    assert loudness[acoustic_model.number[SILENCE]] < loudness[acoustic_model.number["AA"]]


def test_the_weights_of_a_senone_sum_to_about_one(acoustic_model: SphinxModel):
    sums = [acoustic_model.mixture_weights(stream, senone).sum() for stream in range(3) for senone in range(0, 5126, 7)]
    assert min(sums) > 0.9
    assert max(sums) < 1.1


def test_every_senone_belongs_to_one_codebook_and_every_sequence_to_one_phone(acoustic_model: SphinxModel):
    assert set(acoustic_model.codebooks.tolist()) == set(range(42))
    assert acoustic_model.sequences.min() == 0
    assert acoustic_model.sequences.max() == 5125
    for (base, *_), sequence in acoustic_model.triphones.items():
        assert (acoustic_model.codebooks[acoustic_model.sequences[sequence]] == base).all()


def test_the_first_senones_are_those_of_the_phones_without_context(acoustic_model: SphinxModel):
    for name, number in acoustic_model.number.items():
        assert acoustic_model.sequences[number].tolist() == [3 * number, 3 * number + 1, 3 * number + 2], name
        assert acoustic_model.codebooks[3 * number] == number


def test_a_phone_in_context_uses_senones_of_its_own_codebook(acoustic_model: SphinxModel):
    in_calf = acoustic_model.sequence("AE", "K", "F", "I")
    assert in_calf != acoustic_model.number["AE"]
    assert set(acoustic_model.codebooks[acoustic_model.sequences[in_calf]]) == {acoustic_model.number["AE"]}
    assert acoustic_model.sequence("AE", "B", "T", "I") != in_calf


def test_every_phone_has_a_sequence_in_every_context(acoustic_model: SphinxModel):
    around = ("AA", "ZH", "NG", SILENCE)
    for phone in acoustic_model.speech_phones():
        for left in around:
            for right in around:
                for place in "BEIS":
                    sequence = acoustic_model.sequence(phone, left, right, place)
                    codebooks = acoustic_model.codebooks[acoustic_model.sequences[sequence]]
                    assert (codebooks == acoustic_model.number[phone]).all()


def test_ng_rather_ends_words_and_h_rather_begins_them(acoustic_model: SphinxModel):
    """The model was trained on English words: its triphones' places in the word follow them."""
    assert found_at(acoustic_model, "NG", BEGIN) < found_at(acoustic_model, "NG", END)
    assert found_at(acoustic_model, "HH", END) < found_at(acoustic_model, "HH", BEGIN)
    assert found_at(acoustic_model, "NG", SINGLE) == found_at(acoustic_model, "HH", SINGLE) == 0
    assert found_at(acoustic_model, "AH", SINGLE) > 0  # "a"


def found_at(model: SphinxModel, phone: str, place: int) -> int:
    """How many contexts the model knows for a phone at one place."""
    return sum(base == model.number[phone] and code == place for base, _, _, code in model.triphones)


def test_every_place_in_the_word_has_a_sequence_of_its_own(acoustic_model):
    s, k, t = (acoustic_model.number[phone] for phone in ("S", "K", "T"))
    places = {"I": INTERNAL, "B": BEGIN, "E": END, "S": SINGLE}
    known = {(s, k, t, code): 100 + code for code in places.values()}
    placed = replace(acoustic_model, triphones=known)
    assert {place: placed.sequence("S", "K", "T", place) - 100 for place in places} == places


def test_an_unseen_context_backs_off_to_silence_around_the_word_and_then_to_the_phone_alone(acoustic_model):
    phones = acoustic_model.number
    known = {
        (phones["S"], phones[SILENCE], phones["T"], BEGIN): 77,
        (phones["S"], phones["K"], phones["T"], INTERNAL): 88,
    }
    trimmed = replace(acoustic_model, triphones=known)
    assert trimmed.sequence("S", "K", "T", "I") == 88
    assert trimmed.sequence("S", "K", "T", "B") == 88  # the same context at another place
    assert trimmed.sequence("S", "P", "T", "B") == 77  # silence before the word
    assert trimmed.sequence("S", "P", "AA", "I") == phones["S"]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_one_sentence_with_the_mend(tmp_path, name):
    copied(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(MissingComponent, match=r"pip install --force-reinstall pocketsphinx") as caught:
        read_sphinx_model(tmp_path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["half", "zeros"])
def test_a_damaged_file_is_refused(tmp_path, name, damage):
    copied(tmp_path)
    path = tmp_path / name
    whole = path.read_bytes()
    spoilt = {"half": whole[: len(whole) // 2], "zeros": bytes(len(whole))}
    path.write_bytes(spoilt[damage])
    with pytest.raises(MissingComponent):
        read_sphinx_model(tmp_path)


def test_without_the_wheel_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingComponent, match="pip install pocketsphinx"):
        sphinx.wheel_folder()
