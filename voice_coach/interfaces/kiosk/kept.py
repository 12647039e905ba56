"""Kept: what the kiosk keeps of anybody, in plain words for the page."""

from __future__ import annotations

from typing import Final

NOTHING: Final = (
    "No sound is kept, and nothing leaves this machine. What you say stays in memory until you go, or until nobody "
    "has used this screen for {minutes}."
)


def kept(idle_reset: float, log: str | None = None) -> str:
    """What is kept, in one or two sentences. `idle_reset` is in seconds; `log` says what a log keeps, None without."""
    minutes = "a minute" if idle_reset <= 90 else f"{round(idle_reset / 60)} minutes"
    return " ".join(filter(None, [NOTHING.format(minutes=minutes), log]))
