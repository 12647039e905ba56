"""Build: the same words make the same files; what cannot be built or is interrupted leaves nothing half-made."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.errors import BadInput, BrokenContent, CoachError
from voice_coach.recognition.embedded.automaton import Nfa, determinise, minimise
from voice_coach.recognition.embedded.build import (
    BUILD_STEPS,
    MODEL_NAME,
    NOTE,
    EmbeddedSettings,
    build_embedded,
    content_hash,
    count_strings,
)
from voice_coach.recognition.embedded.fst import read_const
from voice_coach.recognition.manifest import check_files, list_files, read_manifest
from voice_coach.recognition.store import installed_models
from voice_coach.understanding.library import load_library


def content(path: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def copied(intents: Path, into: Path) -> Path:
    return Path(shutil.copytree(intents, into))


def add_sentence(folder: Path, sentence: str) -> None:
    text = f'intent: extra\nsentences:\n- "i am fine"\n- "{sentence}"\n'
    (folder / "topics" / "extra.yaml").write_text(text, encoding="utf-8")


def test_building_twice_gives_the_same_files_byte_for_byte_and_no_half_made_model_on_the_way(
    tiny_intents, tiny_model, tmp_path
):
    elsewhere = load_library(copied(tiny_intents, tmp_path / "elsewhere"))
    seen = []
    build_embedded(
        elsewhere, tmp_path / "models" / MODEL_NAME, lambda step: seen.extend(installed_models(tmp_path / "models"))
    )
    assert seen == []
    assert content(tmp_path / "models" / MODEL_NAME) == content(tiny_model)


def test_the_steps_are_told_in_their_order_and_an_older_model_is_replaced_whole(tiny_library, tiny_model, tmp_path):
    into = tmp_path / MODEL_NAME
    (into / "graph").mkdir(parents=True)
    (into / "graph" / "left_over.fst").write_bytes(b"old")
    told = []
    build_embedded(tiny_library, into, told.append)
    assert tuple(told) == BUILD_STEPS
    assert set(content(into)) == set(content(tiny_model))
    assert [path.name for path in tmp_path.iterdir()] == [MODEL_NAME]


def test_the_manifest_names_every_file_and_says_what_this_is(tiny_library, tiny_model):
    manifest = read_manifest(tiny_model)
    assert manifest is not None
    check_files(tiny_model, manifest)
    assert manifest.files == list_files(tiny_model)
    assert manifest.name == MODEL_NAME
    assert manifest.note == NOTE
    assert "not an official Vosk model" in manifest.note
    assert manifest.content == content_hash(tiny_library)
    assert manifest.phrases == len(tiny_library.phrases())
    assert set(manifest.versions) >= {"pocketsphinx"}
    assert str(tiny_model.parent) not in (tiny_model / "manifest.json").read_text(encoding="utf-8")


def test_the_licence_of_the_acoustic_model_travels_with_it(tiny_model):
    licence = (tiny_model / "LICENSE-acoustic-model.txt").read_text(encoding="utf-8")
    assert "Copyright" in licence
    assert "Redistribution" in licence


def test_every_word_of_the_sentences_has_a_label_and_so_does_the_filler(tiny_library, tiny_model):
    lines = (tiny_model / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
    assert {*tiny_library.words(), "[unk]"} <= {line.split()[0] for line in lines}


def test_the_graphs_are_whole_openfst_files(tiny_model):
    for name in ("Gr.fst", "HCLr.fst"):
        assert read_const((tiny_model / "graph" / name).read_bytes()).finals


def test_a_word_without_pronunciation_stops_the_build_and_is_named_with_file_and_line(
    tiny_intents, tmp_path, monkeypatch
):
    folder = copied(tiny_intents, tmp_path / "intents")
    add_sentence(folder, "i use a theragun")
    into = tmp_path / "models" / MODEL_NAME
    monkeypatch.setenv("PATH", str(tmp_path))  # without espeak-ng nobody guesses
    with pytest.raises(BrokenContent) as caught:
        build_embedded(load_library(folder), into)
    said = str(caught.value)
    assert said.startswith('topics/extra.yaml, line 4: nothing knows how "theragun" is pronounced')
    assert len(said.splitlines()) == 1
    assert list(into.parent.iterdir()) == []


def test_the_content_can_teach_the_model_a_word(tiny_intents, tmp_path, monkeypatch):
    folder = copied(tiny_intents, tmp_path / "intents")
    add_sentence(folder, "i use a theragun")
    (folder / "pronunciations.yaml").write_text("theragun: TH EH R AH G AH N\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    manifest = build_embedded(load_library(folder), tmp_path / MODEL_NAME)
    assert manifest.phrases == 30


@pytest.mark.parametrize(
    ("step", "stop"), [(BUILD_STEPS[0], RuntimeError), (BUILD_STEPS[1], KeyboardInterrupt), (BUILD_STEPS[-1], OSError)]
)
def test_an_interrupted_build_leaves_nothing_behind_and_the_older_model_alone(tiny_library, tmp_path, step, stop):
    into = tmp_path / MODEL_NAME
    into.mkdir()
    (into / "older").write_bytes(b"whole")

    def interrupt(told: str) -> None:
        if told == step:
            raise stop

    with pytest.raises((stop, BadInput)):
        build_embedded(tiny_library, into, interrupt)
    assert content(tmp_path) == {f"{MODEL_NAME}/older": b"whole"}
    assert [path.name for path in tmp_path.iterdir()] == [MODEL_NAME]


def test_a_place_that_cannot_be_written_is_one_sentence(tiny_library, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        build_embedded(tiny_library, tmp_path / "file" / MODEL_NAME)
    assert len(str(caught.value).splitlines()) == 1


def test_a_file_in_the_model_s_place_gives_way_or_is_refused_but_is_never_lost_with_nothing_in_its_stead(
    tiny_library, tmp_path
):
    into = tmp_path / MODEL_NAME
    into.write_text("in the way", encoding="utf-8")
    try:
        build_embedded(tiny_library, into)
    except CoachError:
        assert into.read_text(encoding="utf-8") == "in the way"
    else:
        assert read_manifest(into) is not None


def test_another_sentence_list_rule_or_pronunciation_is_another_model(tiny_intents, tiny_library, tmp_path):
    hashes = {content_hash(tiny_library)}
    changes = {
        "topics/extra.yaml": "intent: extra\nsentences: [i am fine]\n",
        "lists.yaml": "muscle:\n- {in: calf, out: calf}\n",
        "rules.yaml": "start: help\n",
        "pronunciations.yaml": "calf: K AA F\n",
    }
    for index, (name, text) in enumerate(changes.items()):
        folder = copied(tiny_intents, tmp_path / str(index))
        (folder / name).write_text(text, encoding="utf-8")
        hashes.add(content_hash(load_library(folder)))
    settings = EmbeddedSettings()
    slower = replace(settings, decoder=replace(settings.decoder, beam=settings.decoder.beam + 1))
    hashes.add(content_hash(tiny_library, slower))
    assert len(hashes) == 2 + len(changes)


def test_moving_the_folder_or_changing_an_answer_makes_no_other_model(tiny_intents, tiny_library, tmp_path):
    folder = copied(tiny_intents, tmp_path / "moved")
    topic = folder / "topics" / "cramp.yaml"
    topic.write_text("# a remark\n" + topic.read_text(encoding="utf-8") + "answer: {say: Stretch.}\n", encoding="utf-8")
    assert content_hash(load_library(folder)) == content_hash(tiny_library)
    assert content_hash(tiny_library, EmbeddedSettings()) == content_hash(tiny_library)


def test_the_manifest_is_readable_json(tiny_model):
    fields = json.loads((tiny_model / "manifest.json").read_text(encoding="utf-8"))
    assert {"name", "note", "licence", "versions", "content", "words", "phrases", "files"} <= set(fields)


@settings(deadline=None)
@given(st.sets(st.lists(st.sampled_from("ab"), max_size=5).map(tuple), max_size=15))
def test_strings_are_counted_without_listing_them(language):
    nfa: Nfa[str] = Nfa()
    for string in language:
        states = [nfa.start, *(nfa.add_state() for _ in string)]
        for (source, target), label in zip(itertools.pairwise(states), string, strict=True):
            nfa.add_arc(source, label, target)
        nfa.add_arc(states[-1], None, nfa.end)
    assert count_strings(minimise(determinise(nfa))) == len(language)
