"""Self-test: a model that works is told from one that does not, and a crash of libvosk stays in its own process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voice_coach.errors import MissingModel
from voice_coach.recognition import self_test as module
from voice_coach.recognition.self_test import CLIPS, self_test

FILES = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLG.fst")
"""What a model of somebody else's must have to be tried at all."""


def test_the_clips_are_there(root):
    assert all((root / "audio_fixtures" / clip).is_file() for clip in CLIPS)


def test_a_good_model_understands_the_recordings(model):
    result = self_test(model)
    assert result.heard == len(CLIPS)
    assert 2 * result.understood >= result.heard


def test_without_recordings_a_good_model_only_has_to_load(model, monkeypatch):
    monkeypatch.setattr(module, "fixtures_folder", lambda: None)
    assert self_test(model).heard == 0


@pytest.mark.parametrize("rubbish", [b"", b"rubbish " * 1000, bytes(10_000)], ids=["empty", "text", "zeros"])
def test_rubbish_is_refused_in_one_sentence(tmp_path, rubbish):
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(rubbish)
    with pytest.raises(MissingModel) as caught:
        self_test(tmp_path)
    assert len(str(caught.value).splitlines()) == 1


def test_a_model_that_understands_nothing_is_refused(model, root, tmp_path, monkeypatch):
    """The right words in the wrong files: the model answers, but not what was said."""
    folder = tmp_path / "audio_fixtures"
    for clip in CLIPS:
        (folder / clip).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "audio_fixtures" / "flite_slt" / "stop.flac", folder / clip)
    monkeypatch.setattr(module, "fixtures_folder", lambda: folder)
    with pytest.raises(MissingModel, match="understood 0 of"):
        self_test(model)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(MissingModel, match="no speech model"):
        self_test(Path(tmp_path / "nowhere"))
