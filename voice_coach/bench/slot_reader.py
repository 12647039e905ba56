"""Slot reader: the barista set's own counting rule, slots read from a transcript with the longest value first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.template import expand

Values: TypeAlias = Mapping[tuple[str, ...], tuple[str, str]]
"""Words of a value -> its slot and the value."""


def spoken_values(library: IntentLibrary) -> Values:
    """Every wording of every value of the library's lists."""
    return {
        tuple(text.split()): (name, str(value.value))
        for name, entries in library.lists.items()
        for value in entries.spoken
        for text, _ in expand(value.expression, library.lists, library.rules)
    }


def read_slots(text: str, values: Values) -> dict[str, str]:
    """The slots in `text`, from left to right, always the longest value that fits; other words are passed over."""
    words = text.split()
    longest = max(map(len, values), default=0)
    slots: dict[str, str] = {}
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            found = values.get(tuple(words[place : place + length]))
            if found:
                slots[found[0]] = found[1]
                place += length
                break
        else:
            place += 1
    return slots
