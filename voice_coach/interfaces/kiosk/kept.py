"""Kept: what the kiosk keeps of anybody, in plain words for the page."""

from __future__ import annotations

from typing import Final

from voice_coach.settings import LogSettings, StoreSettings

NOTHING: Final = (
    "No sound is kept, and nothing leaves this machine. What you say stays in memory until nobody has used this screen "
    "for {idle}, or {gone} after the page was closed."
)

UNDERSTOOD: Final = "an event log of what was understood, not your voice or words"
WORDS: Final = "an event log of what was understood, with your words, not your voice"
PLACE: Final = "where this conversation is, until it is over (an emergency screen: an hour)"


def kept(idle_reset: float, resume: float, log: LogSettings, store: StoreSettings) -> str:
    """What is kept, in a few sentences. `idle_reset` and `resume` are in seconds."""
    spoken = NOTHING.format(idle=_minutes(idle_reset), gone=_minutes(resume))
    written = [WORDS if log.words else UNDERSTOOD] if log.enabled else []
    written += [PLACE] if store.enabled else []
    return f"{spoken} On this machine's disk: {'; and '.join(written) or 'nothing'}."


def _minutes(seconds: float) -> str:
    return "a minute" if seconds <= 90 else f"{round(seconds / 60)} minutes"
