"""The store on a real disk: private, erased when over, and survived when it is damaged, full or of another kind."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conversation import Talk
from tests.dialogue.driver import SETTINGS, calf, script
from voice_coach.dialogue.core import new_session
from voice_coach.dialogue.session import Phase, Session
from voice_coach.errors import MissingDevice
from voice_coach.settings import StoreSettings
from voice_coach.store.conversation_store import EMERGENCY_WAITS, MOST_TRIES, STEADY, WAITS, ConversationStore
from voice_coach.store.moment import Moment, moment, seconds_between

SESSION = calf().session
EMERGENCY = replace(SESSION, phase=Phase.EMERGENCY, emergency="self")
OVER = new_session(script(), SETTINGS, 0.0)


class Place:
    """A store's file, a clock, and what was said."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "conversation.sqlite"
        self.at = Moment("a", 1000.0, 1.79e9)
        self.said: list[str] = []

    def open(self, content: str = "1-1", **settings: bool) -> ConversationStore:
        return ConversationStore(self.file, StoreSettings(**settings), content, self.said.append, lambda: self.at)

    def cut_off(self, session: Session = SESSION, now: float = 42.0) -> None:
        """A coach that was killed: nothing was tidied up."""
        store = self.open()
        store.keep("run", session, now)
        store.close()

    def later(self, seconds: float) -> None:
        self.at = Moment(self.at.boot, self.at.up + seconds, self.at.wall + seconds)

    def loaded(self, content: str = "1-1"):
        store = self.open(content)
        try:
            return store.load("run", OVER)
        finally:
            store.close()

    def files(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.file.parent.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "state")


def test_a_conversation_that_was_cut_off_is_there_with_its_clock(place: Place) -> None:
    place.cut_off()
    place.later(3.5)
    kept = place.loaded()
    assert kept is not None
    assert kept.session == SESSION
    assert (kept.now, kept.away) == (45.5, 3.5)
    assert place.said == []


def test_nothing_of_a_conversation_that_is_over_stays_on_the_disk(place: Place) -> None:
    store = place.open()
    store.keep("run", SESSION, 1.0)
    assert b"cramp_relief" in place.files()
    assert b"chest" in place.files()
    store.keep("run", OVER, 2.0)
    assert b"cramp_relief" not in place.files()
    assert b"chest" not in place.files()
    assert store.load("run", OVER) is None


def test_a_real_conversation_leaves_nothing_behind(place: Place) -> None:
    store = place.open()
    talk = Talk()
    talk.coach._keep = store.keeper("run")
    talk.hear("my calf is cramping", "no")
    assert b"chest" in place.files()
    talk.hear("stop")
    assert b"chest" not in place.files()
    assert place.said == []


def test_who_comes_later_is_not_taken_for_the_person_who_left(place: Place) -> None:
    place.cut_off()
    place.later(WAITS + 1)
    assert place.loaded() is None
    assert b"chest" not in place.files()


def test_a_store_that_stays_open_forgets_what_nobody_came_back_to(place: Place) -> None:
    place.cut_off()
    store = place.open()
    place.later(WAITS - 1)
    store.sweep()
    assert b"chest" in place.files()
    place.later(2)
    store.sweep()
    assert b"chest" not in place.files()


def test_an_emergency_is_taken_up_for_longer(place: Place) -> None:
    place.cut_off(EMERGENCY)
    place.later(WAITS + 1)
    assert place.loaded() is not None
    place.later(EMERGENCY_WAITS)
    assert place.loaded() is None


def test_a_conversation_that_makes_the_coach_fail_again_and_again_is_given_up(place: Place) -> None:
    place.cut_off()
    for _ in range(MOST_TRIES):
        store = place.open()
        kept = store.load("run", OVER)
        assert kept is not None
        place.later(2)
        store.keep("run", SESSION, kept.now + 2)  # it speaks, and fails
        store.close()
        place.later(2)
    assert place.loaded() is None
    assert "failed 3 times" in place.said[0]


def test_a_coach_that_has_run_steadily_in_between_takes_it_up_again(place: Place) -> None:
    place.cut_off()
    for _ in range(3 * MOST_TRIES):
        store = place.open()
        kept = store.load("run", OVER)
        assert kept is not None
        place.later(STEADY + 1)
        store.keep("run", SESSION, kept.now + STEADY + 1)
        store.close()
    assert place.said == []


def test_ctrl_c_erases_and_another_end_does_not(place: Place) -> None:
    store = place.open()
    store.keep("run", SESSION, 1.0)
    with pytest.raises(MissingDevice), store.forgotten_on_interrupt("run"):
        raise MissingDevice("the microphone is gone: plug it in")
    assert store.load("run", OVER) is not None
    with pytest.raises(KeyboardInterrupt), store.forgotten_on_interrupt("run"):
        raise KeyboardInterrupt
    assert store.load("run", OVER) is None


def test_the_wall_clock_may_jump_while_the_machine_runs(place: Place) -> None:
    place.cut_off()
    place.at = Moment("a", place.at.up + 4, place.at.wall - 1e8)
    assert place.loaded().away == 4


def test_after_a_new_start_of_the_machine_a_clock_that_went_back_means_a_fresh_start(place: Place) -> None:
    place.cut_off()
    place.at = Moment("b", 20.0, place.at.wall + 40)
    assert place.loaded().away == 40
    place.at = Moment("c", 20.0, place.at.wall - 1e6)
    assert place.loaded() is None


def test_other_content_means_a_fresh_start(place: Place) -> None:
    place.cut_off()
    assert place.loaded("2-2") is None
    assert "content has changed" in place.said[0]


def test_two_conversations_do_not_mix(place: Place) -> None:
    store = place.open()
    store.keep("one", SESSION, 1.0)
    store.keep("other", EMERGENCY, 2.0)
    store.erase("one")
    assert store.load("one", OVER) is None
    assert store.load("other", OVER).session == EMERGENCY


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 400, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_store_is_told_and_made_anew(place: Place, damage: bytes) -> None:
    place.cut_off()
    for path in place.file.parent.glob("*.sqlite-*"):
        path.unlink()
    place.file.write_bytes(damage)
    assert place.loaded() is None
    assert len(place.said) == (1 if damage else 0)
    place.cut_off()
    assert place.loaded().session == SESSION


def test_a_store_damaged_in_the_middle_never_gives_a_wrong_conversation(place: Place) -> None:
    place.cut_off()
    whole = place.file.read_bytes()
    for at in range(0, len(whole), 97):
        place.file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        kept = place.loaded()
        assert kept is None or (kept.session, kept.now) == (SESSION, 42.0)
        place.file.unlink(missing_ok=True)


def test_a_store_of_another_version_is_told_and_made_anew(place: Place) -> None:
    place.cut_off()
    with sqlite3.connect(place.file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert place.loaded() is None
    assert "version" in place.said[0]
    place.cut_off()
    assert place.loaded() is not None


def test_a_full_disk_is_told_once_and_leaves_no_older_step(place: Place) -> None:
    store = place.open()
    store.keep("run", SESSION, 1.0)
    database = store._database
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own "database or disk is full"
    long = replace(SESSION, answers=tuple((f"question_{n}", "no") for n in range(2000)))
    store.keep("run", long, 2.0)
    assert "full" in place.said[0]
    assert b"chest" not in place.files(), "the older step must not come back"
    store.keep("run", SESSION, 3.0)
    assert place.said[1:] == ["where the conversation is can be kept again"]
    assert store.load("run", OVER).now == 3.0


@pytest.mark.parametrize("where", ["/proc/nowhere/store.sqlite", "FILE/store.sqlite"])
def test_a_folder_that_cannot_be_written_is_told_once_and_survived(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    place = Place(tmp_path)
    place.file = Path(where.replace("FILE", str(tmp_path / "file")))
    store = place.open()
    for number in range(3):
        store.keep("run", SESSION, number)
    assert store.load("run", OVER) is None
    assert len(place.said) == 1
    assert "the coach goes on" in place.said[0]


def test_a_second_coach_does_not_take_the_first_one_s_conversation(place: Place) -> None:
    first = place.open()
    first.keep("run", SESSION, 1.0)
    second = place.open()
    assert second.load("run", OVER) is None
    second.keep("run", EMERGENCY, 5.0)
    second.erase("run")
    assert first.load("run", OVER).session == SESSION
    assert "another coach" in place.said[0]


def test_switched_off_it_leaves_nothing(place: Place) -> None:
    place.open(enabled=False).keep("run", SESSION, 1.0)
    assert not place.file.parent.exists()


def test_its_files_are_the_owner_s_alone(place: Place) -> None:
    store = place.open()
    store.keep("run", SESSION, 1.0)
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.file.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(place.file.parent.stat().st_mode) == 0o700


def test_the_machine_s_clocks_can_be_compared() -> None:
    first, second = moment(), moment()
    assert 0 <= seconds_between(first, second) < 60
    assert seconds_between(second, replace(first, up=first.up - 1)) is None
