"""What every test may use: the content folder and the given material beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The given material: VOICE_COACH_SHARED or `../shared`. In CI its absence fails the test."""
    folder = Path(os.environ.get("VOICE_COACH_SHARED") or ROOT.parent / "shared")
    if not (folder / "audio").is_dir():
        message = f"{folder} is not there: these tests need the recordings kept beside the project"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
