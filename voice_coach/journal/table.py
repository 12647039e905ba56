"""Table: the owner's counts as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from voice_coach.dialogue.question import LEVELS
from voice_coach.journal.stats import Stats

MOST_PHRASES: Final = 20
"""Phrases that are shown; the rest is counted in one line."""

WIDTH: Final = 30
"""Characters of the longest bar."""

NO_WORDS: Final = (
    "What was said in them is not kept; `voice-coach config set log.words true` keeps it from then on. "
    "Tell the people in the room if you do."
)


def table(stats: Stats) -> Iterator[str]:
    """The lines of the table."""
    if stats.first is None or stats.last is None:
        yield "The event log is empty: nobody has talked to the coach yet."
        return
    noun = "conversation" if stats.conversations == 1 else "conversations"
    yield f"{stats.conversations} {noun}, {stats.first:%Y-%m-%d} to {stats.last:%Y-%m-%d}"
    yield from _section("intent", stats.intents)
    yield from _section("button", stats.buttons)
    yield from _section("level", Counter({level: stats.levels[level] for level in LEVELS if stats.levels[level]}))
    yield from _section("end", stats.ends)
    yield from _section("hour", {f"{hour:02d}:00": number for hour, number in enumerate(stats.hours) if number})
    yield from _section("not understood", stats.unmatched)
    if stats.phrases:
        shown = dict(stats.phrases.most_common(MOST_PHRASES))
        yield from _section("phrase not understood", shown)
        if len(stats.phrases) > len(shown):
            yield f"  and {len(stats.phrases) - len(shown)} more; --json has all"
    elif stats.unmatched:
        yield f"  {NO_WORDS}"


def _section(title: str, counts: dict[str, int] | Counter[str]) -> Iterator[str]:
    if not counts:
        return
    ordered = counts.most_common() if isinstance(counts, Counter) and title != "level" else list(counts.items())
    name_width = max(len(title), *(len(name) for name, _ in ordered))
    most = max(number for _, number in ordered)
    yield ""
    yield f"{title:<{name_width}}  count"
    for name, number in ordered:
        yield f"{name:<{name_width}}  {number:>5}  {'#' * max(1, round(WIDTH * number / most))}"
