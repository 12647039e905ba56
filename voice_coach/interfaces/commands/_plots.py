"""Plots: the one optional library that some commands need, named where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from voice_coach.errors import MissingComponent


@contextmanager
def matplotlib_needed() -> Iterator[None]:
    """What is imported within needs matplotlib. Raises `MissingComponent` when it is not installed."""
    try:
        yield
    except ImportError:
        raise MissingComponent("plots need matplotlib: run `pip install 'voice-coach[bench]'`") from None
