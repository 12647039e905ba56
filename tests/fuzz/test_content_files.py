"""Content files, damaged in a thousand ways: each loads or is refused in one sentence that names the file."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.mutants import damaged_text
from voice_coach.dialogue.script import load_script
from voice_coach.errors import BrokenContent
from voice_coach.understanding.library import load_library

BATCHES = 8
MUTANTS = 100
"""A batch; with all batches of both loaders 1,600 files."""

SMALL_TOPICS = ("heat_or_cold.yaml", "is_it_serious.yaml", "eased.yaml", "stress.yaml")


@pytest.fixture
def content(root: Path, tmp_path: Path) -> Path:
    """A small content folder: real files, few of them, so that a thousand loads take seconds."""
    folder = tmp_path / "intents"
    (folder / "topics").mkdir(parents=True)
    for name in ("lists.yaml", "rules.yaml", "aliases.yaml"):
        if (root / "intents" / name).is_file():
            shutil.copy(root / "intents" / name, folder / name)
    for name in SMALL_TOPICS:
        shutil.copy(root / "intents" / "topics" / name, folder / "topics" / name)
    shutil.copytree(root / "intents" / "dialogue", folder / "dialogue")
    return folder


def survives(load: Callable[[Path], object], folder: Path, files: list[Path], seed: int) -> None:
    """Damage one file after the other and load the folder each time."""
    chance = random.Random(seed)
    good = {file: file.read_text(encoding="utf-8") for file in files}
    load(folder)
    refused = 0
    for _ in range(MUTANTS):
        file = chance.choice(files)
        file.write_bytes(damaged_text(good[file], chance))
        try:
            load(folder)
        except BrokenContent as error:
            refused += 1
            assert len(str(error).splitlines()) == 1
            assert ".yaml" in str(error)
        file.write_text(good[file], encoding="utf-8")
    assert refused > MUTANTS // 4


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_topic_loads_or_is_refused_in_one_sentence(content, batch):
    survives(load_library, content, [*sorted(content.glob("topics/*.yaml")), *sorted(content.glob("*.yaml"))], batch)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_script_loads_or_is_refused_in_one_sentence(content, batch):
    survives(load_script, content, sorted(content.glob("dialogue/*.yaml")), 100 + batch)
