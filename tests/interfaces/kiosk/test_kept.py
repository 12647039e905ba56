"""What is kept, in words."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.kept import kept
from voice_coach.settings import LogSettings, StoreSettings

LOG, NO_LOG = LogSettings(), LogSettings(enabled=False)
STORE, NO_STORE = StoreSettings(), StoreSettings(enabled=False)


def test_it_names_how_long_and_what_is_on_the_disk() -> None:
    assert "for a minute, or 10 minutes after" in kept(60.0, 600.0, LOG, STORE)
    assert "for 5 minutes," in kept(300.0, 600.0, LOG, STORE)
    assert kept(60.0, 600.0, LOG, STORE).endswith(
        "disk: an event log of what was understood, not your voice or words; "
        "and where this conversation is, until it is over (an emergency screen: an hour)."
    )
    assert "not your voice or words" not in kept(60.0, 600.0, LogSettings(words=True), STORE)
    assert "with your words" in kept(60.0, 600.0, LogSettings(words=True), STORE)


def test_what_is_not_kept_is_not_named() -> None:
    assert kept(60.0, 600.0, NO_LOG, STORE).endswith(
        "disk: where this conversation is, until it is over (an emergency screen: an hour)."
    )
    assert kept(60.0, 600.0, LOG, NO_STORE).endswith(
        "disk: an event log of what was understood, not your voice or words."
    )
    assert kept(60.0, 600.0, NO_LOG, NO_STORE).endswith("disk: nothing.")
