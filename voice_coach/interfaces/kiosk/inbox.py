"""Inbox: what reaches a conversation from the page, the ear and the kiosk's devices, in order, from any thread."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from voice_coach.interfaces.kiosk.wire import Microphone, Played, Touch
from voice_coach.recognition.ear import Catch


class Client(Protocol):
    """A page, reached from any thread; never waits."""

    def show(self, view: str) -> None:
        """Send a view; one that is still waiting is replaced."""

    def tell(self, *messages: str | bytes) -> None:
        """Send messages one behind the other."""

    def close(self, code: int, reason: str) -> None:
        """End the connection."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A page shows the conversation from now on."""

    client: Client


@dataclass(frozen=True, slots=True)
class Left:
    """A page is gone."""

    client: Client


@dataclass(frozen=True, slots=True)
class Caught:
    """The ear has heard something, at the microphone of that mark."""

    mark: object
    catch: Catch


@dataclass(frozen=True, slots=True)
class Lost:
    """Why the ear has no microphone; None once it has one again."""

    mark: object
    why: str | None


@dataclass(frozen=True, slots=True, eq=False)
class GiveUp:
    """Another conversation needs the kiosk's devices."""

    done: threading.Event


@dataclass(frozen=True, slots=True)
class Close:
    """The conversation is over."""

    forget: bool
    """Whether the person is also forgotten on the disk."""


Event: TypeAlias = Touch | Microphone | Played | Joined | Left | Caught | Lost | GiveUp | Close


class Inbox:
    """Events wait here for the conversation's thread."""

    def __init__(self) -> None:
        self._events: queue.Queue[Event] = queue.Queue()

    def put(self, event: Event) -> None:
        """From any thread; never waits."""
        self._events.put(event)

    def take(self, patience: float) -> Event | None:
        """The next event; None when none comes within so many seconds."""
        try:
            return self._events.get(timeout=patience)
        except queue.Empty:
            return None
