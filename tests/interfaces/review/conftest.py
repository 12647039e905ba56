"""A copy of the content that a test may sign and change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def content(root: Path, tmp_path: Path) -> Path:
    """The content folder, without any signature."""
    return shutil.copytree(root / "intents", tmp_path / "intents", ignore=shutil.ignore_patterns("signed.yaml"))
