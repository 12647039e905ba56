"""Conversation store: where each open conversation is, in one SQLite file, safe against a kill at any moment.

Only open conversations are in it; one that is over is erased from the disk, not just marked.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach import __version__
from voice_coach.dialogue.session import Phase, Session
from voice_coach.settings import StoreSettings
from voice_coach.store.moment import Moment, moment, seconds_between
from voice_coach.store.snapshot import decode, encode, shape

FORMAT: Final = 1
"""Number of the tables' layout, kept as SQLite's `user_version`."""

WAITS: Final = 120.0
"""Seconds for which a conversation waits to be taken up: a restart takes seconds, a Raspberry Pi's start less
than a minute. After that somebody else may stand there, for whom the answers given would be wrong.
"""

EMERGENCY_WAITS: Final = 3600.0
"""The same for an emergency: the screen that tells to call is better shown once too often."""

MOST_TRIES: Final = 3
"""Times that one conversation is taken up without the coach having run steadily since: one that makes it fail every
time must not keep it from everybody else.
"""

STEADY: Final = 30.0
"""Seconds that a coach runs before its next failure counts as another one."""

BUSY: Final = 0.25
"""Seconds to wait for another program that looks into the file."""

TABLE: Final = """
CREATE TABLE IF NOT EXISTS conversation (
  name TEXT PRIMARY KEY, version TEXT NOT NULL, session TEXT NOT NULL, digest TEXT NOT NULL, now REAL NOT NULL,
  emergency INTEGER NOT NULL, tries INTEGER NOT NULL, boot TEXT NOT NULL, up REAL NOT NULL, wall REAL NOT NULL
) STRICT
"""
SIDES: Final = ("", "-wal", "-shm")
"""Endings of the files that SQLite makes of one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation that can be taken up."""

    session: Session
    now: float
    """The time on the conversation's clock, in seconds: the time it had, and the time it was away."""

    away: float
    """Seconds since it was kept."""


class ConversationStore:
    """The store in one file; may be called from any thread. Nothing that goes wrong with it is raised: it is said once.

    The write-ahead log is on with `synchronous = NORMAL`: what is written survives a kill at any moment, because the
    system has it, and the file stays sound in a power cut. A power cut may cost the last turns; then the same question
    is put again. Waiting for the disk at every word would cost a memory card its life, and the person the wait.
    """

    def __init__(
        self,
        file: Path,
        settings: StoreSettings,
        content: str,
        note: Callable[[str], None],
        clock: Callable[[], Moment] = moment,
    ) -> None:
        """`content` is the version of what can be said: a conversation about other words cannot be taken up."""
        self._file = file
        self._version = f"{__version__} {shape()} {content}"
        self._note = note
        self._clock = clock
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._claim: int | None = None
        self._off = not settings.enabled
        self._failing = False
        self._tries: dict[str, tuple[int, Moment]] = {}
        with self._lock:
            self._attempt(self._sweep)

    def keeper(self, name: str) -> Callable[[Session, float], None]:
        """Where one coach hands over its session after every change."""
        return lambda session, now: self.keep(name, session, now)

    def keep(self, name: str, session: Session, now: float) -> None:
        """Keep where a conversation is; one that is over is erased. `now` is the time on its clock."""
        if session.phase is Phase.IDLE:
            self.erase(name)
            return
        text, at = encode(session), self._clock()
        emergency = session.phase is Phase.EMERGENCY
        with self._lock:
            tries = self._tries_of(name, at)
            row = (name, self._version, text, _digest(text, now), now, emergency, tries, at.boot, at.up, at.wall)
            self._attempt(
                lambda database: database.execute(
                    "INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
                )
            )

    def load(self, name: str, blank: Session) -> Kept | None:
        """The conversation of that name, if it can be taken up; `blank` is a new session of the same coach."""
        with self._lock:
            rows: list[sqlite3.Row] = []
            self._attempt(
                lambda database: rows.extend(
                    database.execute("SELECT * FROM conversation WHERE name = ?", (name,)).fetchall()
                )
            )
            if not rows:
                return None
            kept, why = self._read(rows[0], blank)
            if kept is None:
                self._note(f"a conversation that was cut off cannot be taken up ({why}): the coach starts afresh")
                self.erase(name)
                return None
            tries = rows[0]["tries"] + 1
            self._tries[name] = (tries, self._clock())
            self._attempt(
                lambda database: database.execute("UPDATE conversation SET tries = ? WHERE name = ?", (tries, name))
            )
            return kept

    def erase(self, name: str) -> None:
        """Forget a conversation, also on the disk."""
        with self._lock:
            self._tries.pop(name, None)
            self._attempt(lambda database: _erase(database, name))

    def sweep(self) -> None:
        """Erase what nobody can take up any more: it was cut off too long ago, or has rested for as long."""
        with self._lock:
            self._attempt(self._sweep)

    @contextlib.contextmanager
    def forgotten_on_interrupt(self, name: str) -> Iterator[None]:
        """Whoever presses Ctrl-C has ended the conversation on purpose: it is erased."""
        try:
            yield
        except KeyboardInterrupt:
            self.erase(name)
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close()

    def _read(self, row: sqlite3.Row, blank: Session) -> tuple[Kept | None, str]:
        away = self._age(row)
        if row["version"] != self._version:
            return None, "the coach or its content has changed since"
        if away is None:
            return None, "no clock tells how long ago that was"
        if away > (EMERGENCY_WAITS if row["emergency"] else WAITS):
            return None, "it is too long ago"
        if row["tries"] >= MOST_TRIES:
            return None, f"the coach has failed {MOST_TRIES} times since it was taken up"
        if row["digest"] != _digest(row["session"], row["now"]):
            return None, "it is damaged"
        try:
            session = decode(row["session"], blank)
        except (ValueError, TypeError):
            return None, "it is damaged"
        return Kept(session, row["now"] + away, away), ""

    def _tries_of(self, name: str, at: Moment) -> int:
        """How often a conversation was taken up shortly before; none once the coach has run steadily."""
        tries, since = self._tries.get(name, (0, at))
        if (seconds_between(since, at) or 0.0) > STEADY:
            self._tries.pop(name, None)
            return 0
        return tries

    def _age(self, row: sqlite3.Row) -> float | None:
        return seconds_between(Moment(row["boot"], row["up"], row["wall"]), self._clock())

    def _sweep(self, database: sqlite3.Connection) -> None:
        """Erase what nobody will take up any more."""
        for row in database.execute("SELECT * FROM conversation").fetchall():
            age = self._age(row)
            if age is None or age > (EMERGENCY_WAITS if row["emergency"] else WAITS):
                _erase(database, row["name"])

    def _attempt(self, act: Callable[[sqlite3.Connection], object]) -> None:
        if self._off:
            return
        try:
            database = self._database or self._open()
            if database is None:
                return
            act(database)
        except (sqlite3.Error, OSError) as error:
            self._fail(error)
        else:
            if self._failing:
                self._note("where the conversation is can be kept again")
            self._failing = False

    def _open(self) -> sqlite3.Connection | None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._claimed():
            self._off = True
            self._note(f"another coach keeps its conversation in {self._file}: this one starts afresh when restarted")
            return None
        try:
            return self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._note(f"the store of the open conversation was no good ({error}): it is made anew")
            self._remove()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its further files the same mode
        database = sqlite3.connect(self._file, timeout=BUSY, isolation_level=None, check_same_thread=False)
        self._database = database
        database.row_factory = sqlite3.Row
        (found,) = database.execute("PRAGMA user_version").fetchone()
        if found not in (0, FORMAT) or database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged" if found in (0, FORMAT) else f"another version, {found}, wrote it")
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", f"user_version = {FORMAT}"):
            database.execute(f"PRAGMA {pragma}").fetchall()
        database.execute(TABLE)
        return database

    def _claimed(self) -> bool:
        """Make sure that no other coach takes up what this one keeps; the claim of one that is killed ends with it."""
        if self._claim is not None:
            return True
        try:
            import fcntl  # noqa: PLC0415  (not on every system)
        except ImportError:
            return True
        claim = os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(claim)
            return False
        self._claim = claim
        return True

    def _fail(self, error: sqlite3.Error | OSError) -> None:
        if not self._failing:
            reason = getattr(error, "strerror", None) or error
            self._note(
                f"where the conversation is cannot be kept in {self._file} ({reason}): "
                "the coach goes on, and starts afresh if it is restarted"
            )
        self._failing = True
        # Better nothing than an older state: the person it belongs to may have left.
        self._remove()

    def _remove(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        for side in SIDES:
            with contextlib.suppress(OSError):
                self._file.with_name(self._file.name + side).unlink()

    def _close(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None
        if self._claim is not None:
            os.close(self._claim)
        self._claim = None


def _erase(database: sqlite3.Connection, name: str) -> None:
    if database.execute("DELETE FROM conversation WHERE name = ?", (name,)).rowcount:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # the log holds it too


def _digest(text: str, now: float) -> str:
    return hashlib.sha256(f"{now!r} {text}".encode()).hexdigest()
