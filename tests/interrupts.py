"""Ctrl-C for processes that tests start, however the tests themselves were started."""

from __future__ import annotations

import signal


def heed_interrupts() -> None:
    """Before a child's program begins: a shell that runs the tests in the background has interrupts ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
