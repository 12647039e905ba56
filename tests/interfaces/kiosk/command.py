"""`voice-coach kiosk` as a process of its own, on a free port."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.interrupts import heed_interrupts


def start_kiosk(
    model: Path, *options: str, environment: Mapping[str, str] | None = None, errors: int | None = None
) -> tuple[subprocess.Popen[str], int]:
    """The process, and the port on which it serves; `errors` is what becomes of its standard error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "voice_coach.interfaces.cli", "kiosk", "--port", "0", "--model", str(model), *options],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    assert process.stdout is not None
    lines = [process.stdout.readline(), process.stdout.readline()]
    found = re.search(r"http://localhost:(\d+)/", lines[1])
    if found is None:
        process.kill()
    assert found, lines
    return process, int(found[1])
