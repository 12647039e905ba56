"""Clock: a conversation's own time, which stands still while nobody can hear or touch it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class PausableClock:
    """Seconds since the start; never decreasing. Safe from several threads."""

    def __init__(self, source: Callable[[], float] = time.monotonic, *, now: float = 0.0) -> None:
        """`source` is the wall's clock, in seconds; `now` is what this one shows at first, in seconds."""
        self._source = source
        self._lock = threading.Lock()
        self._start = source() - now
        self._paused: float | None = None

    def __call__(self) -> float:
        """The time now."""
        with self._lock:
            return (self._source() if self._paused is None else self._paused) - self._start

    def pause(self) -> None:
        """Stand still from now on."""
        with self._lock:
            if self._paused is None:
                self._paused = self._source()

    def resume(self) -> None:
        """Go on from where it stood."""
        with self._lock:
            if self._paused is not None:
                self._start += self._source() - self._paused
                self._paused = None
