"""Content files, damaged in a thousand ways: each loads or is refused in one sentence that names the file."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.mutants import damaged_text
from voice_coach.content.document import Value, read_document
from voice_coach.dialogue import script
from voice_coach.dialogue.script import load_script
from voice_coach.errors import BrokenContent
from voice_coach.understanding import aliases, library, signs, wake, wording
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

BATCHES = 8
MUTANTS = 40
"""A batch; with all batches of both loaders 640 files."""

SMALL_TOPICS = ("heat_or_cold.yaml", "is_it_serious.yaml", "eased.yaml", "stress.yaml")


@pytest.fixture
def content(root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(root / "intents", tmp_path / "intents")


@pytest.fixture(autouse=True)
def unchanged_files_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading reads every file; only the damaged one has changed since the last time, so only that one is read."""
    known: dict[tuple[Path, str | None, bytes], Value] = {}

    def read_once(path: Path, shown_as: str | None = None) -> Value:
        key = (path, shown_as, path.read_bytes() if path.is_file() else b"")
        if key not in known:
            known[key] = read_document(path, shown_as)
        return known[key]

    for module in (library, aliases, signs, wake, wording, script):
        monkeypatch.setattr(module, "read_document", read_once)


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
def test_damaged_sentences_load_or_are_refused_in_one_sentence(content, batch):
    # Few topics: expanding all of them a thousand times would take minutes.
    for topic in content.glob("topics/*.yaml"):
        if topic.name not in SMALL_TOPICS:
            topic.unlink()
    survives(
        lambda folder: Understanding(load_library(folder)),
        content,
        [*sorted(content.glob("topics/*.yaml")), *sorted(content.glob("*.yaml"))],
        batch,
    )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_script_loads_or_is_refused_in_one_sentence(content, batch):
    survives(load_script, content, sorted(content.glob("dialogue/*.yaml")), 100 + batch)
