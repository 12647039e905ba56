"""`voice-coach run` as a service: watched, killed in the middle of an emergency, and back on the same screen."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.interfaces.test_run import PATIENCE, Running
from tests.interrupts import heed_interrupts
from tests.sound_server import SoundServer, running_sound_server

pytestmark = [pytest.mark.sound, pytest.mark.patient]


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with running_sound_server() as sound:
        yield sound


class Watching:
    """What systemd would hear."""

    def __init__(self, address: Path) -> None:
        self.address = str(address)
        self.told: list[str] = []
        self.barked = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            self.told.append(self._socket.recv(100).decode())
            if self.told.count("WATCHDOG=1") > 2:
                self.barked.set()


@contextmanager
def coach(server: SoundServer, model: Path, state: Path, **environment: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "voice_coach.interfaces.cli", "run", "--json", "--model", str(model)]
    process = subprocess.Popen(
        [*command, "--unattended", "--country", "GB"],
        env={**server.environment, "VOICE_COACH_STATE": str(state), **environment},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts,
    )  # fmt: skip
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait(timeout=PATIENCE)


def press(running: Running, key: str) -> None:
    assert running.process.stdin is not None
    running.process.stdin.write(key)
    running.process.stdin.flush()


def test_killed_in_an_emergency_it_comes_back_to_it_and_says_it_again(
    server: SoundServer, model: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    watching = Watching(server.folder / "notify")
    watched = {"NOTIFY_SOCKET": watching.address, "WATCHDOG_USEC": "2000000"}
    with coach(server, model, state, **watched) as first:
        press(first, "e")
        first.until("level", level="emergency")
        assert watching.barked.wait(PATIENCE)
        assert watching.told[0] == "READY=1"
        first.process.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        first.process.wait(timeout=PATIENCE)
    with coach(server, model, state) as second:
        back = second.until("restored")
        print(f"\nback {time.monotonic() - killed:.1f} s after the kill")
        assert 0 <= back["away"] < PATIENCE
        said = second.until("say")
        assert said["line"].startswith("emergency")
        assert back["t"] <= said["t"]
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(timeout=PATIENCE) == 130
    database = b"".join(path.read_bytes() for path in state.glob("conversation.sqlite*"))
    assert b"emergency" not in database.replace(b"emergency INTEGER", b""), "Ctrl-C has ended it on purpose"
    events = [json.loads(line) for line in (state / "log" / "events.jsonl").read_text().splitlines()]
    assert {"content", "tapped", "level", "restored", "say"} <= {event["event"] for event in events}
    assert {oct(path.stat().st_mode)[-3:] for path in (state, state / "log")} == {"700"}
