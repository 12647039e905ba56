"""Reader: the event log read back, whatever state it is in, and its events put together to conversations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from voice_coach.errors import BadInput
from voice_coach.journal.entry import Entry, read_entry
from voice_coach.journal.event_log import LONGEST_LINE, log_files

OPEN_AT_ONCE: Final = 100
"""Conversations that may go on side by side; the oldest is then taken to have been cut off."""


class LogReader:
    """The log in one folder. Damaged lines are left out and counted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged = 0
        """Lines left out so far."""

    def entries(self, days: float | None = None) -> Iterator[Entry]:
        """All events in the order in which they were told, or those of the last `days`.

        Raises `BadInput` when a file is there but cannot be read.
        """
        since = datetime.now().astimezone() - timedelta(days=days) if days is not None else None
        for path in log_files(self._folder):
            for line in _lines(path):
                entry = read_entry(line)
                if entry is None:
                    self.damaged += bool(line.strip())
                elif since is None or entry.at >= since:
                    yield entry


def conversations(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The events of one conversation after the other, each as soon as it is over; then those that were cut off.

    An event that belongs to no conversation comes by itself.
    """
    going: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.conversation:
            yield [entry]
            continue
        going.setdefault(entry.conversation, []).append(entry)
        if entry.event == "end":
            yield going.pop(entry.conversation)
        elif len(going) > OPEN_AT_ONCE:
            yield going.pop(next(iter(going)))
    yield from going.values()


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(LONGEST_LINE):
                yield line
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): run this as the user that runs the coach") from None
