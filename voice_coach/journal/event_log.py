"""Event log: one JSON line an event, rotated by size and age, for its owner's eyes. The coach never stops for it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from voice_coach.interfaces.record import Record
from voice_coach.journal.entry import begins, read_entry, without_words, write_entry
from voice_coach.settings import LogSettings

CURRENT: Final = "events.jsonl"
ROTATED: Final = "events-*.jsonl"
PARTS: Final = 20
"""Files that share the room the log may take: the oldest goes as a whole, so it loses a twentieth at a time."""

LONGEST: Final = 7 * 86_400.0
"""Seconds after which a file is closed: a week, so that what is too old goes within a week of its day."""

LONGEST_LINE: Final = 1_000_000
"""Bytes; a longer line is damage, and is read in pieces that are damaged too."""

STEP_BACK: Final = 1.0
"""Seconds that the wall clock may go back without a word: it is corrected by less all the time."""

MENDS: Final = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EROFS: "make the disk writable",
    errno.EACCES: "give its user the right to write there",
    errno.EPERM: "give its user the right to write there",
}


class EventLog:
    """The log in one folder. Nothing that goes wrong with it is raised: it is said once, in one sentence.

    A line is handed to the system in one piece and not forced to the disk: what a power cut may cost is the last half
    minute of the log, and a memory card lives longer.
    """

    def __init__(
        self,
        folder: Path,
        settings: LogSettings,
        note: Callable[[str], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`note` takes the sentences; `clock` gives seconds since 1970 and may jump."""
        self._folder = folder
        self._settings = settings
        self._note = note
        self._clock = clock
        self._file: int | None = None
        self._begun = 0.0
        self._torn = False
        self._last: float | None = None
        self._lost = 0

    def emitter(self) -> Callable[[Record], None]:
        """Where one coach tells its events; each of its conversations gets a name of its own."""
        name = ""

        def emit(record: Record) -> None:
            nonlocal name
            if not name and begins(record):
                name = secrets.token_hex(4)
            self.write(record, name)
            if record["event"] == "end":
                name = ""

        return emit

    def write(self, record: Record, conversation: str) -> None:
        """Append one event; `conversation` is empty for what belongs to none, such as the noise of the room."""
        if not self._settings.enabled:
            return
        now = self._clock()
        self._tell_jump(now)
        line = write_entry(record if self._settings.words else without_words(record), conversation, now)
        try:
            self._append(line, now)
        except OSError as error:
            self._fail(error)
        else:
            self._succeed()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _append(self, line: bytes, now: float) -> None:
        if self._file is not None and not self._current():
            self.close()  # another coach has rotated it, or somebody deleted it
        if self._file is None:
            self._open(now)
        if self._full(len(line), now):
            self._rotate(now)
        assert self._file is not None
        data = b"\n" + line if self._torn else line
        self._torn = True
        if os.write(self._file, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._torn = False

    def _open(self, now: float) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(self._folder / CURRENT, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        # One that was cut off in mid-line, by a full disk or a power cut, must not take the next line with it.
        # Read from what was opened: another coach may have rotated the file by its name meanwhile.
        first = read_entry(os.pread(self._file, LONGEST_LINE, 0).partition(b"\n")[0])
        self._begun = first.at.timestamp() if first is not None else now
        size = os.fstat(self._file).st_size
        self._torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"

    def _current(self) -> bool:
        assert self._file is not None
        try:
            there, ours = (self._folder / CURRENT).stat(), os.fstat(self._file)
        except FileNotFoundError:
            return False
        return (there.st_ino, there.st_dev) == (ours.st_ino, ours.st_dev)

    def _full(self, more: int, now: float) -> bool:
        assert self._file is not None
        size = os.fstat(self._file).st_size
        return size > 0 and (size + more > self._settings.megabytes * 1e6 / PARTS or now - self._begun > LONGEST)

    def _rotate(self, now: float) -> None:
        with _alone(self._folder):
            if self._current():  # no other coach was faster
                rotated = rotated_files(self._folder)
                # Numbers, not dates: a clock that jumps must not put files out of order.
                number = _number(rotated[-1]) + 1 if rotated else 1
                new = self._folder / f"events-{number:06d}.jsonl"
                (self._folder / CURRENT).replace(new)
                kept = [*rotated, new][-(PARTS - 1) :]
                for path in [*rotated, new]:
                    if path not in kept or 0 < self._settings.days * 86_400.0 < now - path.stat().st_mtime:
                        path.unlink()
            self.close()
            self._open(now)

    def _tell_jump(self, now: float) -> None:
        if self._last is not None and now < self._last - STEP_BACK:
            self._note(f"the clock went back by {self._last - now:.0f} s: the event log goes on with the new time")
        self._last = now

    def _fail(self, error: OSError) -> None:
        self.close()
        self._lost += 1
        if self._lost == 1:
            mend = MENDS.get(error.errno or 0, "mend that")
            self._note(
                f"the event log in {self._folder} cannot be written ({error.strerror or error}): "
                f"the coach goes on without it; {mend}, and it goes on by itself"
            )

    def _succeed(self) -> None:
        if self._lost:
            self._note(f"the event log is written again; {self._lost} events are missing in it")
        self._lost = 0


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other coach rotates meanwhile, where the system has such locks."""
    try:
        import fcntl  # noqa: PLC0415  (not on every system)
    except ImportError:
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def rotated_files(folder: Path) -> list[Path]:
    """The closed files of the log, the oldest first."""
    return sorted((path for path in folder.glob(ROTATED) if _number(path)), key=_number)


def log_files(folder: Path) -> list[Path]:
    """All files of the log that are there, the oldest first."""
    return [path for path in (*rotated_files(folder), folder / CURRENT) if path.is_file()]


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("events-")
    return int(digits) if digits.isdecimal() else 0
