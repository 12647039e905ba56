"""Memory: where a conversation is, kept so that the same browser finds it again after the server was killed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from voice_coach.dialogue.session import Session
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


def remember(store: ConversationStore, name: str, browser: str | None, kept: Kept | None = None) -> Memory:
    """The memory of the conversation `name` of a browser; none without its cookie, for nobody could come back to it."""
    if browser is None:
        return Memory()
    kept_as = key(name, browser)
    return Memory(store.keeper(kept_as), lambda: store.erase(kept_as), kept)


def key(name: str, browser: str) -> str:
    """What a conversation is kept under: whoever reads the file learns neither its name nor the cookie."""
    return hashlib.sha256(f"{name} {browser}".encode()).hexdigest()
