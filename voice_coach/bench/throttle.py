"""Throttle: any command on one core, and on that for a share of the time only: a stand-in for a smaller machine.

`python -m voice_coach.bench.throttle --share 0.25 -- voice-coach bench --latency` stops and continues the command fifty
times a second. It is no Raspberry Pi: memory, caches and the sound card stay this machine's.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from voice_coach.errors import EXIT_BAD_INPUT, EXIT_MISSING

PERIOD: Final = 0.02
"""Seconds of one turn: short beside a word, long beside what stopping a process takes."""


def run(command: Sequence[str], share: float) -> int:
    """Run it to its end on the last of this process's cores for `share` (0 to 1) of the time.

    Returns its exit code. Programs that it puts into a session of their own keep the core, but are not stopped.
    Raises `OSError` when it cannot be started.
    """
    core = max(os.sched_getaffinity(0))
    process = subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509
    )
    try:
        while process.poll() is None:
            time.sleep(PERIOD * share)
            if share < 1.0:
                _signal(process, signal.SIGSTOP)
                time.sleep(PERIOD * (1.0 - share))
                _signal(process, signal.SIGCONT)
    except BaseException:
        _signal(process, signal.SIGKILL)
        process.wait()
        raise
    return process.returncode


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit code is that of what it runs."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.throttle", description=__doc__)
    parser.add_argument("--share", type=float, default=0.5, metavar="S", help="0 to 1 (default %(default)g)")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="what to run, behind `--`")
    given = parser.parse_args(arguments)
    if not 0.0 < given.share <= 1.0:
        print(f"throttle: --share {given.share:g}: give more than 0 and at most 1", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_INPUT
    try:
        return run(given.command, given.share)
    except OSError as error:
        print(f"throttle: {given.command[0]} cannot be started ({error.strerror})", file=sys.stderr)  # noqa: T201
        return EXIT_MISSING


if __name__ == "__main__":
    sys.exit(main())
