"""Server watch: where the sound server has put this program's streams, for PortAudio does not tell.

A server that loses a microphone moves the stream to another source, often to what the speaker plays: frames go on, and
the coach would hear nobody but itself. `pactl subscribe` says when something has changed, a look says what.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from dataclasses import dataclass
from typing import Final

from voice_coach.audio import pactl

CONCERNS: Final = re.compile(r" on (server|source|sink|source-output|sink-input) #")
"""News that may concern a stream; each look is itself a client that comes and goes."""

PATIENCE: Final = 2.0
"""Seconds that the server may take to answer a look; a tenth is usual."""

AGAIN: Final = 1.0
"""Seconds until a server that has gone is listened to again."""

DUMMY: Final = "auto_null"
"""The sink that a server makes when it has no speaker."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream of this program is, and where it would be if it were opened now."""

    device: str | None = None
    """Name of its source or sink; None: it is not on the server."""

    useless: bool = False
    """True when the source only gives what a speaker plays, or the sink plays to nobody."""

    default: str = ""
    """Name of the default source or sink; empty when there is none."""

    default_useless: bool = False
    """The same of the default one; also True when there is none."""

    there: frozenset[str] = frozenset()
    """Names of all sources or sinks."""


@dataclass(frozen=True, slots=True)
class View:
    """One look at the server."""

    microphone: Place = Place()
    speaker: Place = Place()


class ServerWatch:
    """Listens to the server's news on a thread of its own. Where there is no `pactl`, it never has any."""

    def __init__(self) -> None:
        self._news = threading.Event()
        self._closed = threading.Event()
        self._child: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._listen, name="sound server watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        if self._child is not None:
            self._child.terminate()
        self._thread.join(timeout=PATIENCE)

    def news(self) -> bool:
        """Whether anything has changed since the last call, also that the server went or came."""
        if not self._news.is_set():
            return False
        self._news.clear()
        return True

    def look(self) -> View | None:
        """Ask where the streams are; None when no server answers."""
        info = pactl.output("pactl", "info", patience=PATIENCE)
        listing = pactl.output("pactl", "list", patience=PATIENCE)
        return None if info is None or listing is None else view(info, listing, os.getpid())

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                self._child = subprocess.Popen(
                    ["pactl", "subscribe"],
                    env=pactl.english(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                )
            except OSError:
                return  # the frames alone must tell
            if self._closed.is_set():
                self._child.terminate()
            with self._child as child:
                assert child.stdout is not None
                self._news.set()
                for line in child.stdout:
                    if CONCERNS.search(line):
                        self._news.set()
            self._news.set()
            self._closed.wait(AGAIN)


def view(info: str, listing: str, process: int) -> View:
    """Read `pactl info` and `pactl list` in English: where the streams of this process are."""
    return View(
        _place(info, listing, process, "Source", "Source Output"), _place(info, listing, process, "Sink", "Sink Input")
    )


def _place(info: str, listing: str, process: int, kind: str, stream: str) -> Place:
    devices = {number: (pactl.field(text, "Name"), text) for number, text in pactl.blocks(listing, kind).items()}
    useless = {name for name, text in devices.values() if _is_useless(kind, text) and name not in _chosen()}
    names = frozenset(name for name, _ in devices.values())
    default = pactl.field(info, f"Default {kind}")
    default = default if default in names else ""
    ours = f'application.process.id = "{process}"'
    numbers = [pactl.field(text, kind) for text in pactl.blocks(listing, stream).values() if ours in text]
    found = [devices[int(number)][0] for number in numbers if number.isdecimal() and int(number) in devices]
    device = found[0] if found else None
    return Place(device, device in useless, default, not default or default in useless, names)


def _is_useless(kind: str, device: str) -> bool:
    if kind == "Sink":
        return pactl.field(device, "Name") == DUMMY
    return pactl.field(device, "Monitor of Sink") not in ("", "n/a")


def _chosen() -> tuple[str, ...]:
    """Devices that the user has named to the server's own library: right, whatever they are."""
    return tuple(os.environ.get(name, "") for name in ("PULSE_SOURCE", "PULSE_SINK"))
