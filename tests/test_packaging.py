"""`pip install .` carries all that the coach needs, and leaves its models with the user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target",
         str(folder), str(root)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "XDG_DATA_HOME": str(installed / "data")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=installed, env=environment, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def test_the_installed_package_understands_with_its_own_content(installed: Path) -> None:
    done = run(installed, "-m", "voice_coach.interfaces.cli", "ask", "my calf is cramping", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["intent"] == "cramp_relief"


def test_content_is_the_package_s_and_models_go_to_the_user_s_data_folder(installed: Path) -> None:
    done = run(installed, "-c", "from voice_coach import paths; print(paths.intents_folder(), paths.models_folder())")
    content, models = done.stdout.split()
    assert Path(content).is_relative_to(installed)
    assert Path(models).is_relative_to(installed / "data")


def test_the_schemas_travel_with_the_package(installed: Path) -> None:
    assert json.loads((installed / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))["title"]


def test_the_page_for_the_clinician_travels_with_its_style(installed: Path) -> None:
    done = run(installed, "-m", "voice_coach.interfaces.cli", "script", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert "@media print" in done.stdout


def test_every_file_that_is_read_travels_with_the_package(root: Path, installed: Path) -> None:
    code = root / "voice_coach"
    read = [path.relative_to(code) for path in code.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.suffix for path in read} > {".py", ".json", ".css"}
    assert [path for path in read if not (installed / "voice_coach" / path).is_file()] == []
    for path in (path.relative_to(root) for path in (root / "intents").rglob("*.yaml")):
        assert (installed / "voice_coach/_content" / path).read_bytes() == (root / path).read_bytes()


def test_the_installed_package_waits_for_its_wake_phrase(installed: Path) -> None:
    done = run(installed, "-m", "voice_coach.interfaces.cli", "ask", "hey coach my calf is cramping", "--json")
    told = json.loads(done.stdout)
    assert (told["call"], told["intent"]) == ("called", "cramp_relief")


@pytest.mark.parametrize(
    "arguments",
    [
        ("voice_coach.interfaces.cli", "bench", "--musts", "."),
        ("voice_coach.interfaces.cli", "bench", "--gym", "."),
        ("voice_coach.interfaces.cli", "bench", "--make-negatives", "new"),
        ("voice_coach.bench.voice_activity", "."),
    ],
)
def test_what_needs_the_checkout_or_its_recordings_says_so(installed: Path, arguments: tuple[str, ...]) -> None:
    done = run(installed, "-m", *arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
