"""Snapshot: a session as text and back, equal in every field.

A session is the whole state of a conversation and `step` is a function of it, so an equal session behaves equally:
that is why the state is kept and not the way to it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, fields, replace
from typing import Any, Final

from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.session import Phase, Session

PHASES: Final = ("phase", "before")
"""Fields that hold a phase."""


def names() -> list[str]:
    """The fields that make a session what it is; its script and settings are the coach's."""
    return [field.name for field in fields(Session) if field.compare]


def shape() -> str:
    """A short hash that changes with the fields of a session: what another shape wrote cannot be read."""
    return hashlib.sha256(" ".join(names()).encode()).hexdigest()[:8]


def encode(session: Session) -> str:
    """The session as one line of JSON."""
    return json.dumps({name: _plain(getattr(session, name)) for name in names()}, ensure_ascii=False)


def decode(text: str, blank: Session) -> Session:
    """The session that was encoded, with the script and the settings of `blank`. Raises `ValueError`."""
    kept = json.loads(text)
    if not isinstance(kept, dict) or sorted(kept) != sorted(names()):
        raise ValueError("not the fields of a session")
    values = {name: _whole(value) for name, value in kept.items()}
    values.update({name: Phase(values[name]) for name in PHASES})
    return replace(blank, **values)


def _plain(value: Any) -> Any:
    match value:
        case Item():
            return {"item": list(astuple(value))}
        case frozenset():
            return {"set": sorted(value)}
        case tuple():
            return [_plain(part) for part in value]
    return value


def _whole(value: Any) -> Any:
    match value:
        case {"item": [kind, name, condition]}:
            return Item(kind, name, condition)
        case {"set": list(parts)}:
            return frozenset(parts)
        case list():
            return tuple(_whole(part) for part in value)
        case dict():
            raise ValueError("not a part of a session")
    return value
