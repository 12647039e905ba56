"""Store: which model is used, and what is said when there is none or it is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach import paths
from voice_coach.errors import MissingModel
from voice_coach.recognition.embedded.build import MODEL_NAME, content_hash
from voice_coach.recognition.manifest import MANIFEST_FILE, Manifest
from voice_coach.recognition.store import MODEL_VARIABLE, ModelKind, find_model, installed_models

OFFICIAL = "vosk-model-small-en-us-0.15"


def made_up(folder: Path, content: str | None = None) -> Path:
    """A directory that passes for a model; with papers when it is to be one of ours."""
    folder.mkdir(parents=True)
    if content is not None:
        papers = Manifest("model", "note", "licence", {}, content, 1, 1, {})
        (folder / MANIFEST_FILE).write_text(papers.to_json(), encoding="utf-8")
    return folder


@pytest.fixture
def models(tmp_path, monkeypatch) -> Path:
    """An empty models folder, and no choice in the environment."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(paths, "models_folder", lambda: folder)
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    return folder


def test_the_option_beats_the_variable_beats_the_official_beats_the_embedded(models, tmp_path, monkeypatch):
    embedded = made_up(models / MODEL_NAME)
    assert find_model().path == embedded
    official = made_up(models / OFFICIAL)
    assert find_model().path == official
    named = made_up(tmp_path / "named")
    monkeypatch.setenv(MODEL_VARIABLE, str(named))
    assert find_model().path == named
    given = made_up(tmp_path / "given")
    assert find_model(given).path == given


def test_every_choice_says_where_it_comes_from(models, tmp_path):
    made_up(models / MODEL_NAME)
    assert find_model().kind is ModelKind.EMBEDDED
    assert find_model(models / MODEL_NAME).kind is ModelKind.CHOSEN
    made_up(models / OFFICIAL)
    assert find_model().kind is ModelKind.OFFICIAL


def test_an_empty_variable_is_no_choice(models, monkeypatch):
    made_up(models / MODEL_NAME)
    monkeypatch.setenv(MODEL_VARIABLE, "")
    assert find_model().kind is ModelKind.EMBEDDED


def test_without_any_model_the_command_that_builds_one_is_named(models):
    with pytest.raises(MissingModel, match="voice-coach models build embedded-en-us") as caught:
        find_model()
    assert len(str(caught.value).splitlines()) == 1


def test_without_a_models_folder_there_are_no_models(models):
    models.rmdir()
    assert installed_models() == ()
    with pytest.raises(MissingModel):
        find_model()


def test_a_model_asked_for_by_name_is_never_replaced_by_another(models, tmp_path, monkeypatch):
    made_up(models / MODEL_NAME)
    with pytest.raises(MissingModel, match="--model names"):
        find_model(tmp_path / "nowhere")
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(MissingModel, match=f"{MODEL_VARIABLE} names"):
        find_model()


def test_a_file_is_no_model(models, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (models / MODEL_NAME).write_bytes(b"")
    with pytest.raises(MissingModel):
        find_model(tmp_path / "file")
    assert installed_models() == ()


def test_other_folders_and_half_made_models_are_passed_over(models):
    for name in ("checksums", f".{MODEL_NAME}.x.partial", f"{OFFICIAL}.zip.part"[5:]):
        made_up(models / name)
    (models / f"{OFFICIAL}.zip").write_bytes(b"")
    assert installed_models() == ()


def test_official_models_come_first_in_a_fixed_order(models):
    for name in (MODEL_NAME, "vosk-model-small-en-us-0.15", "vosk-model-en-us-0.22"):
        made_up(models / name)
    assert [choice.path.name for choice in installed_models()] == [
        "vosk-model-en-us-0.22", "vosk-model-small-en-us-0.15", MODEL_NAME,
    ]  # fmt: skip


def test_a_model_built_for_other_sentences_is_noticed_in_one_sentence(models, tiny_library):
    made_up(models / MODEL_NAME, "of other sentences")
    choice = find_model(library=tiny_library)
    assert choice.stale
    assert "other sentences" in choice.notice
    assert "voice-coach models build embedded-en-us" in choice.notice
    assert len(choice.notice.splitlines()) == 1
    assert find_model(models / MODEL_NAME, tiny_library).stale


def test_a_model_built_for_these_sentences_needs_no_notice(models, tiny_library):
    made_up(models / MODEL_NAME, content_hash(tiny_library))
    choice = find_model(library=tiny_library)
    assert not choice.stale
    assert choice.notice is None


def test_an_official_model_is_never_out_of_date(models, tiny_library):
    made_up(models / OFFICIAL)
    assert not find_model(library=tiny_library).stale
    assert not find_model(models / OFFICIAL, tiny_library).stale
