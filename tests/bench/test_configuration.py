"""The name of a configuration: another for other words or other code that hears, the same for the bench's own."""

import re
import shutil
from importlib import metadata
from pathlib import Path

import pytest

import voice_coach
from voice_coach.bench.configuration import configuration
from voice_coach.paths import intents_folder


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "voice_coach"
    shutil.copytree(Path(voice_coach.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(voice_coach, "__file__", str(folder / "__init__.py"))
    return folder


def append(path):
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")


def test_it_is_the_same_wherever_the_same_lies(package, tmp_path):
    copied = tmp_path / "elsewhere"
    shutil.copytree(intents_folder(), copied)
    name = configuration(intents_folder())
    assert re.fullmatch("[0-9a-f]{16}", name)
    assert configuration(copied) == name


@pytest.mark.parametrize("changed", ["recognition/ear.py", "coach.py", "dialogue/core.py", "audio/segmenter.py"])
def test_code_that_hears_or_answers_makes_another(changed, package):
    name = configuration(intents_folder())
    append(package / changed)
    assert configuration(intents_folder()) != name


@pytest.mark.parametrize("changed", ["bench/gym/table.py", "interfaces/cli.py"])
def test_code_that_measures_does_not(changed, package):
    name = configuration(intents_folder())
    append(package / changed)
    assert configuration(intents_folder()) == name


def test_words_and_libraries_make_another(tmp_path, monkeypatch):
    name = configuration(intents_folder())
    copied = tmp_path / "intents"
    shutil.copytree(intents_folder(), copied)
    append(next(copied.rglob("*.yaml")))
    assert configuration(copied) != name
    monkeypatch.setattr(metadata, "version", lambda library: "99")
    assert configuration(intents_folder()) != name
