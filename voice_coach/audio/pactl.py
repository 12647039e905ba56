"""pactl: what the sound server says of itself; PulseAudio and PipeWire answer alike."""

from __future__ import annotations

import os
import re
import subprocess
from typing import Final

PATIENCE: Final = 10.0
"""Seconds that the sound server may take to answer; a tenth is usual."""


def output(*command: str, patience: float = PATIENCE) -> str | None:
    """What a program prints, in English; None when it is not there, fails or takes longer than `patience` seconds."""
    try:
        done = subprocess.run(
            command, env=english(), capture_output=True, text=True, timeout=patience, check=False, errors="replace"
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def english() -> dict[str, str]:
    """This process's environment, for a child whose words are to be read."""
    return {**os.environ, "LC_ALL": "C"}


def field(text: str, name: str) -> str:
    """The value of the first line `name: value`; empty when there is none."""
    found = re.search(rf"^\s*{re.escape(name)}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def blocks(listing: str, kind: str) -> dict[int, str]:
    """The entries of one kind (`Source`, `Sink`, `Source Output`, `Sink Input`) in a listing, by their number."""
    parts = re.split(r"^(\w[\w ]*) #(\d+)\n", listing, flags=re.MULTILINE)
    found = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    return {int(number): text for name, number, text in found if name == kind}
