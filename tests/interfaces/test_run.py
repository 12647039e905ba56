"""`voice-coach run` on a real sound server: spoken to through its microphone, heard through its speaker."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.interrupts import heed_interrupts
from tests.jack_server import JackServer
from tests.sound_server import Fed, SoundServer, clip, running_sound_server

pytestmark = pytest.mark.sound
PATIENCE = 60.0
"""Seconds to wait for an event on a busy machine; nothing here asserts how fast it came."""

TRIES = 3
"""Times that something is said: on a machine too busy to keep up with the microphone, sound is lost."""


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with running_sound_server() as sound:
        yield sound


class Running:
    """The command in a process of its own, and the events that it tells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.told: list[dict] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def hears(self, say: Callable[[], None], event: str, **values: object) -> dict:
        """Say something, again if it got lost, until such an event comes."""
        for _ in range(TRIES - 1):
            say()
            found = self._next(PATIENCE / 4, event, values)
            if found is not None:
                return found
        say()
        return self.until(event, **values)

    def until(self, event: str, **values: object) -> dict:
        """Wait for the next such event."""
        found = self._next(PATIENCE, event, values)
        assert found is not None, f"no {event} {values} came; told so far: {self.told}"
        return found

    def _next(self, patience: float, event: str, values: dict[str, object]) -> dict | None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                told = json.loads(self._lines.get(timeout=1.0))
            except queue.Empty:
                if self.process.poll() is not None:
                    break
                continue
            self.told.append(told)
            if told["event"] == event and all(told[key] == value for key, value in values.items()):
                return told
        return None


@contextmanager
def running(server: Fed | JackServer, model: Path, *options: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "voice_coach.interfaces.cli", "run", "--json", "--model", str(model), *options]
    process = subprocess.Popen(
        command, env={**server.environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, preexec_fn=heed_interrupts,
    )  # fmt: skip
    try:
        # Its microphone is in use: from now on it hears.
        end = time.monotonic() + PATIENCE
        while not server.listening(process.pid) and time.monotonic() < end:
            if process.poll() is not None:
                pytest.fail(f"run ended: {process.stderr.read() if process.stderr else ''}")
            time.sleep(0.1)
        yield Running(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


def loud_seconds(file: Path) -> float:
    samples, rate = soundfile.read(file, dtype="int16")
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320).astype(float)
    return float((np.sqrt((frames**2).mean(axis=1)) > 300).sum() * 320 / rate)


def test_spoken_to_it_speaks_and_a_spoken_stop_silences_it_in_mid_sentence(
    server: SoundServer, model: Path, root: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "speaker.wav"
    with running(server, model) as coach, server.record_speaker(recording):
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        assert [event["t"] for event in coach.told if event["event"] == "content"] == [0.0]
        assert coach.told[0]["event"] == "content", "which content is spoken, and who signed it, comes first"
        cut = coach.hears(lambda: server.feed(clip(root, "stop")), "say", interrupted=True)
        coach.until("end", reason="stopped")
        stopped = time.monotonic()
        time.sleep(2.0)
        assert time.monotonic() > stopped
    assert coach.process.returncode == 130
    assert len(cut["text"].split()) > 3
    samples, rate = soundfile.read(recording, dtype="int16")
    assert np.abs(samples).max() > 2_000, "the coach was not heard"
    tail = samples[-round(1.5 * rate) :]
    assert np.abs(tail).max() < 50, "the coach went on after stop"


def test_without_a_microphone_it_says_so_in_one_sentence(model: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "run", "--model", str(model)],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "doctor" in done.stderr


def test_an_unknown_device_is_named_with_those_that_exist(server: SoundServer, model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "run", "--model", str(model), "--input", "no such thing"],
        env={**server.environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "no such thing" in done.stderr
    assert "pulse" in done.stderr
