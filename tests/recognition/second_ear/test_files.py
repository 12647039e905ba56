"""Files: the installed network is the one that was measured; a missing or damaged one is told with its mend."""

from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest

from voice_coach.errors import MissingModel
from voice_coach.recognition.second_ear import files
from voice_coach.recognition.second_ear.files import FILES, network_files


def test_the_installed_network_is_whole():
    found = network_files()
    assert set(found) == set(FILES)
    assert all(path.is_file() for path in found.values())


def test_a_package_that_is_not_installed_is_told_with_its_mend(monkeypatch):
    monkeypatch.setattr(files, "PACKAGE", "no_such_package")
    with pytest.raises(MissingModel, match=r"pip install.*moonshine-voice"):
        network_files()


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_file_that_is_missing_or_damaged_is_named(monkeypatch, tmp_path, damage):
    folder = tmp_path / "assets" / "tiny-en"
    folder.mkdir(parents=True)
    if damage == "damaged":
        (folder / "encoder_model.ort").write_bytes(b"something else")
    installed = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: installed)
    with pytest.raises(MissingModel, match=r"encoder_model\.ort.*pip install"):
        network_files()
