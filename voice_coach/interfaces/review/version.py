"""Version: a short hash of everything that can be heard or decided, and one for each entry of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from voice_coach.dialogue.line import Line
from voice_coach.dialogue.protocol import Combination
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.rules import rules

UNHEARD: Final = ("place", "note", "fact")
"""Fields that are for readers of the files: where something stands and why, never heard and never decided upon."""

DIGITS: Final = 16
"""Hexadecimal digits of an entry's digest: 64 bits, so that no two wordings share one by chance."""


def digests(script: Script) -> dict[str, str]:
    """Entry (`line pause.1`, `question swelling`, `protocol cool_down`, ...) -> digest of what it holds.

    A digest leaves out the entry's own id, so that a new name for the same words can be told from new words.
    """
    entries: dict[str, object] = {}
    for part in fields(script):
        entries.update(_entries(part.name.removesuffix("s"), getattr(script, part.name)))
    entries.update({f"rule {rule.id}": rule.value for rule in rules()})
    return {name: _digest(entry) for name, entry in sorted(entries.items())}


def version(entries: Mapping[str, str]) -> str:
    """The content's version, such as `2f9c-1a77`, from its entries' digests."""
    whole = _digest(sorted(entries.items()))
    return f"{whole[:4]}-{whole[4:8]}"


def _entries(kind: str, value: object) -> Iterator[tuple[str, object]]:
    """What a part of the script holds, each by a name that says where a change is."""
    if isinstance(value, Mapping):
        yield from ((f"{kind} {name}", _body(entry)) for name, entry in value.items())
    elif is_dataclass(value):
        for part in fields(value):
            yield from _entries(f"{kind} {part.name}", getattr(value, part.name))
    elif isinstance(value, tuple) and value and all(isinstance(entry, Combination) for entry in value):
        taken: Counter[str] = Counter()
        for entry in value:
            name = (
                f"{kind} {'+'.join(entry.questions)}{' for ' if entry.muscles else ''}{'+'.join(sorted(entry.muscles))}"
            )
            taken[name] += 1
            yield name if taken[name] == 1 else f"{name} ({taken[name]})", _body(entry)
    else:
        yield kind, _plain(value)


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _body(entry: object) -> object:
    """What an entry of the script holds, without its own id."""
    if is_dataclass(entry):
        return {part.name: _plain(getattr(entry, part.name)) for part in fields(entry) if part.name not in _OWN}
    return _plain(entry)


_OWN: Final = (*UNHEARD, "id")


def _plain(value: object) -> object:
    """A value as JSON holds it: a line inside an entry is its id, for its words are an entry of their own."""
    if isinstance(value, Line):
        return value.id
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value) if part.name not in UNHEARD}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(entry) for entry in value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
