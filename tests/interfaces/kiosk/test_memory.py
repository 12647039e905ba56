"""What is kept of a conversation is found by its name and its browser together, and by nobody who reads the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.dialogue.driver import SETTINGS, calf, script
from voice_coach.dialogue.core import new_session
from voice_coach.dialogue.session import Phase, Session
from voice_coach.interfaces.kiosk.memory import key, remember
from voice_coach.settings import StoreSettings
from voice_coach.store.conversation_store import ConversationStore, Kept

NAME, BROWSER = "n" * 32, "b" * 32


def test_the_same_browser_finds_it_and_nobody_else(tmp_path: Path) -> None:
    said: list[str] = []
    store = ConversationStore(tmp_path / "conversation.sqlite", StoreSettings(), "1", said.append)
    memory = remember(store, NAME, BROWSER)
    session = calf().session
    memory.keep(session, 5.0)
    blank = new_session(script(), SETTINGS, 0.0)
    kept = store.load(key(NAME, BROWSER), blank)
    assert kept is not None
    assert kept.session == session
    for name, browser in ((NAME, "c" * 32), ("m" * 32, BROWSER), (BROWSER, NAME)):
        assert store.load(key(name, browser), blank) is None
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert NAME.encode() not in written
    assert BROWSER.encode() not in written
    memory.erase()
    assert store.load(key(NAME, BROWSER), blank) is None
    assert said == []


def test_the_screen_of_an_emergency_that_is_over_is_kept_until_somebody_starts_anew(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path / "conversation.sqlite", StoreSettings(), "1", print)
    idle, cramp = new_session(script(), SETTINGS, 0.0), calf().session
    alarm = replace(cramp, phase=Phase.EMERGENCY, emergency="self")

    def found() -> Session | None:
        kept = store.load(key(NAME, BROWSER), idle)
        return kept.session if kept is not None else None

    memory = remember(store, NAME, BROWSER)
    memory.keep(alarm, 5.0)
    memory.keep(idle, 20.0)
    assert found() == alarm
    again = remember(store, NAME, BROWSER, Kept(alarm, 30.0, 10.0))
    again.keep(idle, 40.0)
    assert found() == alarm, "also after a second kill"
    again.keep(cramp, 50.0)
    again.keep(idle, 60.0)
    assert found() is None
    again.keep(alarm, 70.0)
    again.keep(idle, 80.0)
    again.erase()
    again.keep(idle, 90.0)
    assert found() is None


def test_a_browser_without_a_cookie_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "conversation.sqlite"
    memory = remember(ConversationStore(file, StoreSettings(), "1", print), NAME, None)
    memory.keep(calf().session, 5.0)
    memory.erase()
    assert memory.kept is None
    assert b"calf" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
