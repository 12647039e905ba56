"""Stats: what the owner wants to know of a gym's cramps, counted out of the event log; nobody is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final

from voice_coach.journal.entry import Entry

HOURS: Final = 24
BY_PEOPLE: Final = ("heard", "tapped")


@dataclass(slots=True)
class Stats:
    """Counts over a stretch of the log."""

    conversations: int = 0
    """Conversations in which somebody said something that counted, or touched something."""

    first: datetime | None = None
    last: datetime | None = None
    """Times of the first and the last event that was counted."""

    intents: Counter[str] = field(default_factory=Counter)
    """Intent -> times that it was heard and changed the conversation."""

    buttons: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    """Level -> conversations that came to it; one that came to two counts in both."""

    hours: list[int] = field(default_factory=lambda: [0] * HOURS)
    """Conversations begun in each hour of the day, by the clock on the wall."""

    ends: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    """Reason -> times that something was not understood."""

    phrases: Counter[str] = field(default_factory=Counter)
    """Words that were not understood -> times; empty unless the owner has words kept."""

    def as_json(self) -> dict[str, object]:
        """The counts, the most frequent first, as JSON takes them."""
        counts = {name: dict(value.most_common()) for name, value in _counters(self)}
        times = {"first": self.first and self.first.isoformat(), "last": self.last and self.last.isoformat()}
        return {**asdict(self), **counts, **times}


def _counters(stats: Stats) -> list[tuple[str, Counter[str]]]:
    names = ("intents", "buttons", "levels", "ends", "unmatched", "phrases")
    return [(name, getattr(stats, name)) for name in names]


def count(told: Iterable[list[Entry]]) -> Stats:
    """Count conversations, each with its events in order."""
    stats = Stats()
    for conversation in told:
        _count_one(stats, conversation)
    return stats


def _count_one(stats: Stats, conversation: list[Entry]) -> None:
    taken_part = [entry for entry in conversation if entry.event in BY_PEOPLE and entry.record.get("accepted", True)]
    if taken_part:
        stats.conversations += 1
        stats.hours[taken_part[0].at.hour] += 1
    levels: set[str] = set()
    for entry in conversation:
        record = entry.record
        stats.first = min(stats.first or entry.at, entry.at)
        stats.last = max(stats.last or entry.at, entry.at)
        match entry.event:
            case "heard" if record["accepted"] is True:
                stats.intents[str(record["intent"])] += 1
            case "tapped":
                stats.buttons[str(record["button"])] += 1
            case "level":
                levels.add(str(record["level"]))
            case "end" if taken_part:
                stats.ends[str(record["reason"])] += 1
            case "rejected":
                stats.unmatched[str(record["reason"])] += 1
                if record["text"]:
                    stats.phrases[str(record["text"])] += 1
    stats.levels.update(levels)
