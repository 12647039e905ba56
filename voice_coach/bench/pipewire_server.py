"""PipeWire server: a private PipeWire with session manager and PulseAudio's protocol, as Raspberry Pi OS runs it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.sound_server import SoundServer
from voice_coach.errors import MissingDevice

BUS: Final = "bus"
FEED: Final = 'while :; do [ -p "$1.fifo" ] && cat "$1.raw" > "$1.fifo" || sleep 0.05; done'
"""Writes a tone into a microphone's pipe whenever there is one."""


class PipeWireServer(SoundServer):
    """A server of our own, plugged and unplugged like PulseAudio's; of its modules some do not exist here."""

    LEFT: ClassVar[tuple[str, ...]] = (BUS, "pipewire-0", "pipewire-0.lock", "pulse/native", "pulse/pid")

    def __init__(self, folder: Path, devices: Sequence[str]) -> None:
        super().__init__(folder, devices)
        self._feeders: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it; returns when it answers and its devices are there. Raises `MissingDevice` when they are not."""
        address = f"unix:path={self.folder / BUS}"
        self.environment = {**self.environment, "DBUS_SESSION_BUS_ADDRESS": address}
        try:
            self.begin("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
            self.until((self.folder / BUS).exists)
            self.begin("pipewire")
            self.until((self.folder / "pipewire-0").exists)
            self.begin("wireplumber")
            self.begin("pipewire-pulse")
        except OSError as error:
            packages = "pipewire pipewire-pulse wireplumber dbus"
            raise MissingDevice(f"{error.filename} is not on this machine: run `sudo apt install {packages}`") from None
        self.until(lambda: bool(self.control("info")))
        for module in self._devices:
            self.plug(module)
        # Only the session manager knows what is the default: without it programs find no device.
        self.until(lambda: "@DEFAULT" not in self.control("info"))

    def stop(self) -> None:
        """End it, if it runs, and what feeds its microphones."""
        super().stop()
        for feeder in self._feeders:
            os.killpg(feeder.pid, signal.SIGKILL)
            feeder.wait()
        self._feeders.clear()

    def tone(self, name: str, hertz: int) -> str:
        """The module of a microphone that hears a tone, and a program that feeds it until the server is stopped."""
        pipe = self.folder / name
        second = np.sin(2 * np.pi * hertz * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
        pipe.with_suffix(".raw").write_bytes((8000 * second).astype("<i2").tobytes())
        command = ["sh", "-c", FEED, "feed", str(pipe)]
        self._feeders.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True))
        return f"module-pipe-source source_name={name} file={pipe}.fifo format=s16le rate={SAMPLE_RATE} channels=1"
