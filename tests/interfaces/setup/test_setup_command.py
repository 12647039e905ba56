"""`voice-coach setup` on a real sound server, and where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound_server import SoundServer, clip, running_sound_server

COMMAND = [sys.executable, "-m", "voice_coach.interfaces.cli"]


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with running_sound_server() as sound:
        yield sound


@pytest.mark.sound
@pytest.mark.patient
def test_somebody_is_led_from_the_number_to_a_spoken_yes(
    server: SoundServer, root: Path, model: Path, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    setup = subprocess.Popen(
        [*COMMAND, "setup", "--model", str(model)],
        env={**server.environment, "VOICE_COACH_CONFIG": str(file)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    ended = threading.Event()

    def speak() -> None:
        # Somebody who says it again and again: a busy machine may miss the first.
        while not ended.is_set():
            server.feed(clip(root, "yes", after=1.5))

    talking = threading.Thread(target=speak, daemon=True)
    talking.start()
    try:
        out, err = setup.communicate("GB\n\n\n\n\n\n\n", timeout=240)
    finally:
        ended.set()
        talking.join(timeout=30)
    assert "It heard you." in out, out + err
    assert setup.returncode == 0
    assert 'country = "GB"' in file.read_text()


def test_where_there_is_no_sound_the_number_is_set_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [*COMMAND, "setup", "--model", str(tmp_path / "none")],
        env={**environment, "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "VOICE_COACH_CONFIG": str(file)},
        input="112\n" + "\n" * 30, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "does not work yet" in done.stdout
    assert 'emergency_number = "112"' in file.read_text()


def test_answers_that_end_too_early_write_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    done = subprocess.run(
        [*COMMAND, "setup"], env={**os.environ, "VOICE_COACH_CONFIG": str(file)},
        input="", capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not file.exists()
