"""What every test may use: the content folder and the given material beside the project."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Nothing that a test runs reads or writes what the person at this machine has: neither settings nor log."""
    nowhere = tempfile.mkdtemp(prefix="vc-tests-")
    os.environ["VOICE_COACH_STATE"] = f"{nowhere}/state"
    os.environ["VOICE_COACH_CONFIG"] = f"{nowhere}/config.toml"
    atexit.register(shutil.rmtree, nowhere, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the sound server: live sound is lost beside busy neighbours, so start.py runs it by itself."""
    for item in items:
        if "sound_server" in getattr(item, "fixturenames", ()):
            item.add_marker("sound")


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


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded model for the checkout's sentences: the one in `models/` when it is fresh, else built anew."""
    from voice_coach.paths import intents_folder, models_folder
    from voice_coach.recognition.embedded.build import MODEL_NAME, build_embedded
    from voice_coach.recognition.store import find_model
    from voice_coach.understanding.library import load_library

    library = load_library(intents_folder())
    built = models_folder() / MODEL_NAME
    if built.is_dir() and not find_model(built, library).stale:
        return built
    into = tmp_path_factory.mktemp("models") / MODEL_NAME
    build_embedded(library, into, lambda step: None)
    return into
