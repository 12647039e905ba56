"""Sound devices that open at one rate only: a private JACK server, which takes no other than its own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import soundfile

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.sound_server import SoundServer

PLAY: Final = """
import json, subprocess, sys, threading
import numpy, sounddevice, soundfile, soxr
file, rate, ear = sys.argv[1], int(sys.argv[2]), sys.argv[3]
samples = soxr.resample(*soundfile.read(file, dtype="float32"), rate)
started, ended, place = threading.Event(), threading.Event(), 0
def play(out, count, time, status):
    global place
    out[:] = 0
    if started.is_set():
        part = samples[place : place + count]
        out[: len(part), 0] = part
        place += count
        if place > len(samples):
            ended.set()
ports = lambda: set(subprocess.run(["jack_lsp"], capture_output=True, text=True).stdout.split())
before = ports()
device = next(number for number, found in enumerate(sounddevice.query_devices()) if found["name"] == "system")
with sounddevice.OutputStream(device=device, samplerate=rate, channels=1, dtype="float32", callback=play):
    mouth = next(port for port in ports() - before if ":out_" in port)
    subprocess.run(["jack_connect", mouth, ear], check=True)
    started.set()
    ended.wait(len(samples) / rate + 20)
"""
"""A program that says a file into another program's microphone."""


class JackServer(SoundServer):
    """A running server whose only devices, `system`, open at `rate` samples a second."""

    def __init__(self, folder: Path, rate: int) -> None:
        super().__init__(folder, ())
        self.rate = rate
        name = {"JACK_DEFAULT_SERVER": folder.name, "JACK_NO_AUDIO_RESERVATION": "1"}
        self.environment = {**self.environment, **name}

    def start(self) -> None:
        """Start it; returns when its microphone is there."""
        dummy = ["-d", "dummy", "--rate", str(self.rate), "--period", str(self.rate // 50)]
        self.begin("jackd", "--name", self.folder.name, "--no-realtime", *dummy)
        self.until(lambda: "system:capture_1" in self._ports())

    def listening(self, process: int) -> bool:
        """Whether somebody has opened the microphone; there is only one who could be `process`."""
        return any(":in_" in port for port in self._ports())

    def feed(self, samples: Samples) -> None:
        """Say 16 kHz samples into that microphone; returns when they have been said."""
        file = self.folder / "feed.wav"
        soundfile.write(file, samples, SAMPLE_RATE)
        ear = next(port for port in self._ports() if ":in_" in port)
        subprocess.run([sys.executable, "-c", PLAY, str(file), str(self.rate), ear], env=self.environment, check=True)

    def record(self, file: Path, seconds: int) -> subprocess.Popen[bytes]:
        """Write to `file` what goes to the speaker from now on; ends by itself."""
        mouth = next(port for port in self._ports() if ":out_" in port)
        command = ["jack_rec", "-f", str(file), "-d", str(seconds), "-b", "16", mouth]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _ports(self) -> list[str]:
        found = subprocess.run(["jack_lsp"], env=self.environment, capture_output=True, text=True, check=False)
        return found.stdout.split() if not found.returncode else []


@contextlib.contextmanager
def running_jack(rate: int) -> Iterator[JackServer]:
    """Start a server of our own whose devices open at this rate only, and end it."""
    folder = Path(tempfile.mkdtemp(prefix="vc-jack-"))
    jack = JackServer(folder, rate)
    try:
        jack.start()
        yield jack
    finally:
        jack.stop()
        shutil.rmtree(folder, ignore_errors=True)
