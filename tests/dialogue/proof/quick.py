"""Quick: the same `dataclasses.replace` for sessions, four times as fast; a proof makes millions of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from voice_coach.dialogue import turn
from voice_coach.dialogue.session import Session


def _build() -> Callable[..., Session]:
    """A copy that names every slot: written out once, because a loop over forty fields is the cost of `replace`."""
    names = [field.name for field in fields(Session)]
    slots = {name: getattr(Session, name).__set__ for name in names}  # the slots themselves: the class is frozen
    space: dict[str, Any] = {"new": object.__new__, "Session": Session, "slots": slots}
    space |= {f"set_{name}": slot for name, slot in slots.items()}
    lines = ["def copy(session, **changes):", "    made = new(Session)"]
    lines += [f"    set_{name}(made, session.{name})" for name in names]
    lines += ["    for name, value in changes.items(): slots[name](made, value)", "    return made"]
    exec("\n".join(lines), space)
    made: Callable[..., Session] = space["copy"]
    return made


copy = _build()


@contextmanager
def quick() -> Iterator[None]:
    """Let the core use the quick copy for as long as the context lasts."""
    slow = turn.replace
    turn.replace = copy  # type: ignore[assignment]
    try:
        yield
    finally:
        turn.replace = slow
