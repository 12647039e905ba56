"""Memory: where a conversation is, kept so that the same browser finds it again after the server was killed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from voice_coach.dialogue.session import Phase, Session
from voice_coach.store.conversation_store import ConversationStore, Kept


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation does with it; nothing, unless it is given something to do."""

    keep: Callable[[Session, float], None] = lambda session, now: None
    """Takes the session and the time on the conversation's clock (seconds) after every change."""

    erase: Callable[[], None] = lambda: None
    """Forgets it, also on the disk."""

    kept: Kept | None = None
    """Where the conversation was when the server was killed; None for a new one."""


class _ScreenKeeper:
    """Keeps every state, but of an emergency that is over the last: its screen stays until somebody starts anew."""

    def __init__(self, keep: Callable[[Session, float], None], kept: Kept | None) -> None:
        self._keep = keep
        self._alarming = kept is not None and kept.session.phase is Phase.EMERGENCY

    def __call__(self, session: Session, now: float) -> None:
        if session.phase is Phase.IDLE and self._alarming:
            return
        self._alarming = session.phase is Phase.EMERGENCY
        self._keep(session, now)


def remember(store: ConversationStore, name: str, browser: str | None, kept: Kept | None = None) -> Memory:
    """The memory of the conversation `name` of a browser; none without its cookie, for nobody could come back to it."""
    if browser is None:
        return Memory()
    kept_as = key(name, browser)
    return Memory(_ScreenKeeper(store.keeper(kept_as), kept), lambda: store.erase(kept_as), kept)


def key(name: str, browser: str) -> str:
    """What a conversation is kept under: whoever reads the file learns neither its name nor the cookie."""
    return hashlib.sha256(f"{name} {browser}".encode()).hexdigest()
