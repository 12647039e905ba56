"""What is kept, in words."""

from __future__ import annotations

from voice_coach.interfaces.kiosk.kept import kept


def test_it_names_how_long_and_what_a_log_keeps() -> None:
    assert "for a minute, or 10 minutes after" in kept(60.0, 600.0)
    assert "for 5 minutes," in kept(300.0, 600.0)
    assert kept(60.0, 600.0, "A log counts.").endswith("A log counts.")
    assert "log" not in kept(60.0, 600.0)
