"""Kept: what the kiosk keeps of anybody, in plain words for the page."""

from __future__ import annotations

from typing import Final

NOTHING: Final = (
    "No sound is kept, and nothing leaves this machine. What you say stays in memory until nobody has used this screen "
    "for {idle}, or {gone} after the page was closed."
)


def kept(idle_reset: float, resume: float, log: str | None = None) -> str:
    """What is kept, in a few sentences. `idle_reset` and `resume` are in seconds; `log` says what a log keeps."""
    return " ".join(filter(None, [NOTHING.format(idle=_minutes(idle_reset), gone=_minutes(resume)), log]))


def _minutes(seconds: float) -> str:
    return "a minute" if seconds <= 90 else f"{round(seconds / 60)} minutes"
