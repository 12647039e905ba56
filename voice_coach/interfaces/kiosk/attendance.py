"""Attendance: when nobody has been at the screen for so long that the last person is forgotten."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.settings import KioskSettings


class Attendance:
    """Times are seconds on the conversation's clock."""

    def __init__(self, settings: KioskSettings) -> None:
        self._settings = settings
        self.until: float | None = None
        """When the last person is forgotten; None while that is not waited for."""

    def seen(self, now: float) -> None:
        """Somebody is there."""
        self.until = now + self._settings.idle_reset

    def more_time(self, now: float) -> None:
        """Somebody asks for more time."""
        self.until = now + max(self._settings.idle_reset, self._settings.more_time)

    def over(self, now: float, *, busy: bool) -> bool:
        """Whether it is time to forget; `busy` while there is nothing to wait for."""
        if busy:
            self.until = None
        elif self.until is None:
            self.seen(now)
        else:
            return now >= self.until
        return False

    def forgotten(self) -> None:
        """Nobody is waited for any more."""
        self.until = None
