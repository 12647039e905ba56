"""Watchdog: tells systemd that the coach is ready, and again and again that its loop still turns.

The protocol of `sd_notify(3)` is one datagram a message; a library for that would be larger than this.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Mapping
from typing import Final

SHARE: Final = 0.25
"""Part of the time that systemd waits after which it is told again; its manual asks for half of it at most."""


class Watchdog:
    """Nothing where no systemd watches. `turned` belongs into the loop that does the work, and nowhere else: told from
    a thread of its own, systemd would hear that all is well from a coach that has hung.
    """

    def __init__(
        self, environment: Mapping[str, str] = os.environ, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`environment` is what systemd sets; `clock` gives seconds, never decreasing."""
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._clock = clock
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        wait = environment.get("WATCHDOG_USEC", "")
        self._every = int(wait) / 1e6 * SHARE if self._address and meant and wait.isdecimal() else None
        self._told = float("-inf")

    def ready(self) -> None:
        """The coach listens."""
        self._send("READY=1")

    def turned(self) -> None:
        """The loop has come round once more."""
        if self._every is None:
            return
        now = self._clock()
        if now - self._told >= self._every:
            self._told = now
            self._send("WATCHDOG=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        # "@" stands for an abstract address. Systemd that does not listen is no reason to stop.
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.sendto(message.encode(), address)
