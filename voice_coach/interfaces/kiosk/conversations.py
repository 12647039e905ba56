"""Conversations: all that are going on, at most so many, each found again by its unguessable name and its browser."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voice_coach.interfaces.kiosk.conversation import Conversation
from voice_coach.interfaces.kiosk.inbox import Client
from voice_coach.interfaces.kiosk.settings import KioskSettings

NAME_BYTES: Final = 24
"""Random bytes of a name: 192 bits, 32 letters."""

MOVED: Final = 4001
"""Close code: another page of the same browser shows the conversation now."""

ABANDONED: Final = 60.0
"""Seconds after which a conversation without a page makes room for a new one, when there is no other room."""

STUCK: Final = 25.0
"""Seconds without coming round after which a conversation hangs: the synthesiser may take 20 for one line."""

CLOSING: Final = 3.0
"""Seconds that a conversation may take to end when the server stops."""


class Full(Exception):
    """No room for one more conversation."""


@dataclass(slots=True, eq=False)
class _Place:
    conversation: Conversation
    browser: str | None
    """The cookie of its browser; None: it cannot be taken up again."""

    client: Client | None
    left: float = 0.0


class Conversations:
    """Belongs to the server's thread."""

    def __init__(
        self,
        begin: Callable[[str, str | None], Conversation],
        settings: KioskSettings,
        clock: Callable[[], float] = time.monotonic,
        *,
        revive: Callable[[str, str], Conversation | None] = lambda name, browser: None,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        """`begin` starts a conversation of a given name and browser; `clock` gives seconds, never decreasing.

        `revive` starts the one of that name and browser where it was when the server was killed; None: there is none.
        `tidy` forgets again and again what was kept and nobody has come back to.
        """
        self._begin = begin
        self._revive = revive
        self._tidy = tidy
        self._settings = settings
        self._clock = clock
        self._places: dict[str, _Place] = {}

    def __len__(self) -> int:
        """How many there are, with and without a page."""
        return len(self._places)

    def join(self, name: str | None, browser: str | None, client: Client) -> Conversation:
        """The conversation `name` if it is this browser's and still there or was kept, else a new one.

        Raises `Full`.
        """
        self.sweep()
        place = self._places.get(name) if name is not None else None
        if place is None or not _same(place.browser, browser):
            place = self._start(name, browser)
        if place.client is not None:
            place.client.close(MOVED, "this conversation goes on in another window")
        place.client = client
        place.conversation.join(client)
        return place.conversation

    def leave(self, conversation: Conversation, client: Client) -> None:
        """A page is gone; its conversation waits for a while."""
        conversation.leave(client)
        place = self._places.get(conversation.name)
        if place is not None and place.client is client:
            place.client, place.left = None, self._clock()

    def sweep(self) -> None:
        """End what has waited long enough, but for an emergency screen: that stays for whoever comes by."""
        now = self._clock()
        for name, place in list(self._places.items()):
            waited = now - place.left if place.client is None else 0.0
            if place.conversation.ended or (waited > self._settings.resume and not place.conversation.alarming):
                self._end(name)
        self._tidy()

    @property
    def well(self) -> bool:
        """True while every conversation's thread comes round."""
        now = self._clock()
        return all(now - place.conversation.turned < STUCK for place in self._places.values())

    def close(self) -> None:
        """End all, but keep where they are, for the next server.

        Returns when their devices are let go, or after a moment.
        """
        ended = [self._end(name, forget=False) for name in list(self._places)]
        for conversation in ended:
            conversation.wait(CLOSING)

    def _start(self, name: str | None, browser: str | None) -> _Place:
        if len(self._places) >= self._settings.conversations:
            self._make_room()
        conversation = self._revive(name, browser) if name is not None and browser is not None else None
        if conversation is None:
            conversation = self._begin(secrets.token_urlsafe(NAME_BYTES), browser)
        place = self._places[conversation.name] = _Place(conversation, browser, None)
        return place

    def _make_room(self) -> None:
        """End the one that is least worth keeping among those without a page. Raises `Full` when there is none."""
        now = self._clock()
        free = [
            (place.conversation.alarming, place.conversation.used, place.left, name)
            for name, place in self._places.items()
            if place.client is None and (not place.conversation.used or now - place.left > ABANDONED)
        ]
        if not free:
            raise Full
        self._end(min(free)[-1])

    def _end(self, name: str, *, forget: bool = True) -> Conversation:
        conversation = self._places.pop(name).conversation
        conversation.close(forget=forget)
        return conversation


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return hmac.compare_digest(one.encode(), other.encode())
