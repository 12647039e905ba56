"""Rate: how much of something a client may send: so much at once, so much a second in the long run."""

from __future__ import annotations

import time
from collections.abc import Callable


class Rate:
    """A token bucket."""

    def __init__(self, a_second: float, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds, never decreasing."""
        self._a_second = a_second
        self._at_once = float(at_once)
        self._clock = clock
        self._left = self._at_once
        self._filled = clock()

    def allows(self) -> bool:
        """Take one if there is one left."""
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._filled) * self._a_second)
        self._filled = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
