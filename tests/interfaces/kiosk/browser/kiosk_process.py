"""The real kiosk as a process of its own, and a recorded voice for Chromium's fake microphone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from voice_coach.paths import PACKAGE

RATE: Final = 16_000
ALLOWED: Final = ("--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required")
"""Chromium's flags for a page that may listen and speak without a window that asks."""

ADDRESS: Final = re.compile(r"http://[\w.]+:\d+")


@contextmanager
def kiosk(*arguments: str) -> Iterator[str]:
    """`voice-coach kiosk` on a free port; yields its address."""
    command = [
        sys.executable,
        "-m",
        "voice_coach.interfaces.cli",
        "kiosk",
        "--port",
        "0",
        "--country",
        "GB",
        *arguments,
    ]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if found := ADDRESS.search(line):
                break
        else:
            raise RuntimeError("the kiosk did not start: " + "".join(said))
        threading.Thread(target=said.extend, args=(process.stdout,), daemon=True).start()
        yield found[0] + "/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def write_voice(recordings: list[Path], pauses: list[float], into: Path, *, tail: float = 60.0) -> Path:
    """One WAV: each recording after its pause in seconds, and silence at the end."""
    pieces = []
    for recording, pause in zip(recordings, pauses, strict=True):
        samples, rate = soundfile.read(recording, dtype="int16")
        assert rate == RATE
        pieces += [np.zeros(round(pause * RATE), np.int16), samples]
    soundfile.write(into, np.concatenate([*pieces, np.zeros(round(tail * RATE), np.int16)]), RATE)
    return into


def microphone_flags(voice: Path) -> list[str]:
    """Flags that make a WAV file Chromium's microphone."""
    return [*ALLOWED, "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={voice}%noloop"]
