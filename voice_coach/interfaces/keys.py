"""Keys: single key presses from the terminal, without waiting for Enter; lines where there is no terminal."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Any, Final

BUTTONS: Final = {
    "y": "yes", "n": "no", "u": "not_sure", "r": "repeat", "b": "back", "p": "pause", "c": "resume", "s": "stop",
    "h": "help", "l": "louder", "o": "slower", "d": "eased", "e": "emergency", " ": "next", "\n": "next", "\r": "next",
}  # fmt: skip
"""What each key touches; with push-to-talk, space and Enter open the microphone instead."""

LEGEND: Final = "keys: y yes, n no, u not sure, space next, r repeat, b back, p pause, s stop, e emergency, Ctrl-C ends"
TALK: Final = (" ", "\n", "\r")


class Keys:
    """The keyboard while a conversation runs; use as a context manager, which gives the terminal back as it was."""

    def __init__(self) -> None:
        self._saved: list[Any] | None = None
        self._open = True

    def __enter__(self) -> Keys:
        """Switch the terminal to single keys, if standard input is one."""
        if os.name == "posix" and sys.stdin.isatty():
            import termios  # noqa: PLC0415  (not on every system)
            import tty  # noqa: PLC0415

            self._saved = termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the terminal back."""
        if self._saved is not None:
            import termios  # noqa: PLC0415

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._saved)

    def pressed(self) -> list[str]:
        """The keys pressed since the last call; never waits."""
        keys: list[str] = []
        if os.name == "posix":
            while self._open and select.select([sys.stdin], [], [], 0)[0]:
                read = os.read(sys.stdin.fileno(), 64)
                # The end of input is no key, and must not be asked for again and again.
                self._open = bool(read)
                keys.extend(read.decode("utf-8", errors="ignore"))
        else:
            import msvcrt  # noqa: PLC0415  (Windows only)

            console: Any = msvcrt
            while console.kbhit():
                keys.append(console.getwch())
        return keys
