"""The coach's own library and understanding, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach.understanding.library import IntentLibrary, load_library
from voice_coach.understanding.understanding import Understanding


@pytest.fixture(scope="session")
def library(root: Path) -> IntentLibrary:
    """The sentences of `intents/`."""
    return load_library(root / "intents")


@pytest.fixture(scope="session")
def understanding(library: IntentLibrary) -> Understanding:
    """Understanding with its default thresholds."""
    return Understanding(library)
