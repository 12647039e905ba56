"""`python -m tests.interfaces.kiosk.restart [--times N]`: how soon a killed kiosk's page is back on the same step.

From the SIGKILL to the moment at which the same browser is told the step again, the server started anew at once; a
service adds its `RestartSec` of 0.5 s.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.interfaces.kiosk.conftest import PATIENCE
from tests.interfaces.test_kiosk_killed import name_of, on_massage, served, to_massage
from voice_coach.recognition.store import find_model
from voice_coach.understanding.library import load_library


def main(arguments: list[str] | None = None) -> int:
    """Kill it so many times, print each time and the median."""
    parser = argparse.ArgumentParser(prog="python -m tests.interfaces.kiosk.restart", description=__doc__)
    parser.add_argument("--times", type=int, default=5, metavar="N")
    times = parser.parse_args(arguments).times
    model = find_model(None, load_library(Path("intents"))).path
    seconds = [_once(model) for _ in range(times)]
    each = ", ".join(f"{one:.2f}" for one in seconds)
    print(f"back after {each} s; median {statistics.median(seconds):.2f}, worst {max(seconds):.2f}, n = {times}")
    return 0


def _once(model: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        with served(model, state) as (kiosk, process), kiosk.page() as page:
            to_massage(page)
            name = name_of(page)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=PATIENCE)
            killed = time.monotonic()
        with served(model, state) as (kiosk, process), kiosk.page(name) as page:
            page.until(on_massage)
            return time.monotonic() - killed


if __name__ == "__main__":
    sys.exit(main())
