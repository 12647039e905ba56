"""Kiosk settings: how many may talk at once, how long the kiosk waits, and what a client may send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PORT: Final = 8765
"""Port of the page when no other is given."""


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """How patient and how strict the kiosk is."""

    kiosk_audio: bool = False
    """True: the kiosk's own microphone and speaker belong to the first screen that connects; False: the browser's."""

    canceller: bool = True
    """True: the coach takes its own voice out of what it hears; False: browsers do for theirs, as well as they can."""

    conversations: int = 4
    """Conversations at once; each may take a core while somebody speaks."""

    idle_reset: float = 60.0
    """Seconds without a sign of anybody after which the last person is forgotten; never on the emergency screen."""

    more_time: float = 60.0
    """Seconds by which "more time" puts the idle reset off."""

    resume: float = 600.0
    """Seconds for which a conversation whose browser is gone can be taken up again."""

    hello_wait: float = 5.0
    """Seconds within which a client must say which conversation it wants."""

    send_wait: float = 10.0
    """Seconds after which a client that takes no message counts as gone."""

    waiting: int = 32
    """Messages that wait for a slow client at most; views are not counted, for the last one replaces the others."""

    ping: float = 5.0
    """Seconds between two signs of life that are asked of a client."""

    pong: float = 10.0
    """Seconds within which it must give one."""

    frames_a_second: float = 75.0
    """Audio frames a second that a client may send in the long run; a microphone makes 50."""

    frames_at_once: int = 250
    """Audio frames (5 s) that may come at once after the network was stuck."""

    messages_a_second: float = 10.0
    """Other messages a second that a client may send in the long run."""

    messages_at_once: int = 40
    """Other messages that may come at once."""
