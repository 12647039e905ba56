"""Entry: one line of the event log: an event, when it was told by the wall clock, and to which conversation it belongs.

Private by default: what was understood is kept, the words in which somebody said it are not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from voice_coach.interfaces.record import Record

SPOKEN_BY_PEOPLE: Final = ("heard", "rejected")
"""Events whose `text` is a person's own words. Everything else in an event is from a closed list."""

OUTSIDE: Final = ("content", "attention", "rejected")
"""Events that begin no conversation: nobody may be there."""

NUMBERS: Final = ("t", "score", "elapsed", "start", "end", "away")
"""Keys that hold a number wherever they stand in an event."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the log."""

    at: datetime
    """When it was told, by the wall clock, with the offset that was in force."""

    conversation: str
    """Eight random digits: the same for all events of one conversation. Empty for what belongs to none."""

    record: Record
    """The event as the contract fixes it."""

    @property
    def event(self) -> str:
        """The kind of event."""
        return str(self.record["event"])


def begins(record: Record) -> bool:
    """True for an event with which a conversation may begin."""
    return record["event"] not in OUTSIDE and record.get("accepted") is not False


def without_words(record: Record) -> Record:
    """The event without a person's words; the coach's own stay."""
    return {**record, "text": ""} if record["event"] in SPOKEN_BY_PEOPLE else record


def write_entry(record: Record, conversation: str, at: float) -> bytes:
    """One line of the log. `at` is in seconds since 1970; a clock that is no date at all counts as 1970."""
    line = {"at": _moment(at).isoformat(timespec="milliseconds"), "conversation": conversation, **record}
    return (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", errors="replace")


def read_entry(line: bytes) -> Entry | None:
    """Read one line; None when it is damaged: cut off, no JSON, or no event of the contract."""
    try:
        keys = json.loads(line)
        at, conversation, event = keys.pop("at"), keys.pop("conversation"), keys["event"]
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if moment.tzinfo is None or not isinstance(conversation, str) or not _whole(event, keys):
        return None
    return Entry(moment, conversation, keys)


def _whole(event: object, keys: Mapping[str, object]) -> bool:
    required = _required().get(event) if isinstance(event, str) else None
    if required is None or not required <= keys.keys():
        return False
    numbers = [keys[name] for name in NUMBERS if name in keys]
    return all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers)


@cache
def _required() -> Mapping[str, frozenset[str]]:
    """Event -> its keys, from the published schema."""
    schema = json.loads(files("voice_coach.interfaces").joinpath("schema/events.json").read_text(encoding="utf-8"))
    return {kind["properties"]["event"]["const"]: frozenset(["t", *kind["required"]]) for kind in schema["oneOf"]}


def _moment(at: float) -> datetime:
    try:
        return datetime.fromtimestamp(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
