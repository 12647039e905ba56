"""What the fuzz tests share: an alarm that turns a hang into a failure."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

PATIENCE = 120
"""Seconds that a batch of some hundred tiny files may take before it counts as hung; a second or two is usual."""


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Fail when a test hangs."""

    def hung(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still reading after {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
