"""Keeping: all that a running coach writes to the disk: the event log, and where the open conversation is."""

from __future__ import annotations

from collections.abc import Callable

from voice_coach.journal.event_log import EventLog
from voice_coach.paths import conversation_file, log_folder
from voice_coach.settings import Settings
from voice_coach.store.conversation_store import ConversationStore


class Keeping:
    """Both, in the user's state folder. Neither ever raises: what goes wrong is said once, and the coach goes on."""

    def __init__(self, settings: Settings, content: str, note: Callable[[str], None]) -> None:
        """`content` is the version of what can be said; `note` takes sentences for the owner."""
        self.log = EventLog(log_folder(), settings.log, note)
        heard = content if settings.dialogue.outside else f"{content} without outside"
        self.store = ConversationStore(conversation_file(), settings.store, heard, note)
