"""Who gets which conversation, and which of them make room."""

from __future__ import annotations

import pytest

from voice_coach.interfaces.kiosk.conversations import ABANDONED, MOVED, STUCK, Conversations, Full
from voice_coach.interfaces.kiosk.settings import KioskSettings


class Talk:
    """A conversation without a coach."""

    def __init__(self, name: str, browser: str | None = None) -> None:
        self.name = name
        self.forgotten = False
        self.used = True
        self.alarming = False
        self.ended = False
        self.turned = 0.0
        self.pages: list[object] = []

    def join(self, client) -> None:
        self.pages.append(client)

    def leave(self, client) -> None:
        self.pages.remove(client)

    def close(self, *, forget: bool = True) -> None:
        self.ended, self.forgotten = True, forget

    def wait(self, seconds: float) -> bool:
        return True


class Page:
    def __init__(self) -> None:
        self.closed: int | None = None

    def close(self, code: int, reason: str) -> None:
        self.closed = code


class Hall:
    def __init__(self, places: int = 2) -> None:
        self.now = 0.0
        settings = KioskSettings(conversations=places, resume=600.0)
        self.kept: dict[tuple[str, str], Talk] = {}
        self.conversations = Conversations(
            Talk, settings, lambda: self.now, revive=lambda name, browser: self.kept.pop((name, browser), None)
        )

    def join(self, name: str | None = None, browser: str | None = "mine") -> tuple[Talk, Page]:
        page = Page()
        return self.conversations.join(name, browser, page), page


def test_an_unknown_name_begins_a_new_conversation() -> None:
    talk, _ = Hall().join("x" * 32)
    assert talk.name != "x" * 32


def test_names_cannot_be_guessed() -> None:
    hall = Hall(places=20)
    names = {hall.join()[0].name for _ in range(20)}
    assert len(names) == 20
    assert min(map(len, names)) >= 32


def test_the_same_browser_goes_on_with_its_conversation() -> None:
    hall = Hall()
    talk, page = hall.join()
    hall.conversations.leave(talk, page)
    hall.now = 500.0
    assert hall.join(talk.name)[0] is talk


@pytest.mark.parametrize("browser", ["another", "", None, "mine "])
def test_the_name_alone_is_not_enough(browser: str | None) -> None:
    hall = Hall()
    talk, _ = hall.join()
    other, _ = hall.join(talk.name, browser)
    assert other is not talk
    assert len(talk.pages) == 1


def test_a_browser_without_a_cookie_never_goes_on() -> None:
    hall = Hall()
    talk, _ = hall.join(browser=None)
    assert hall.join(talk.name, None)[0] is not talk


def test_a_second_page_of_the_same_browser_takes_over() -> None:
    hall = Hall()
    talk, first = hall.join()
    again, second = hall.join(talk.name)
    assert again is talk
    assert (first.closed, second.closed) == (MOVED, None)
    hall.conversations.leave(talk, first)
    hall.now = 700.0
    hall.conversations.sweep()
    assert not talk.ended, "the page that went was not its page any more"


def test_nobody_comes_back_for_ever() -> None:
    hall = Hall()
    talk, page = hall.join()
    hall.conversations.leave(talk, page)
    hall.now = 600.5
    hall.conversations.sweep()
    assert talk.ended
    assert hall.join(talk.name)[0] is not talk


def test_an_emergency_screen_waits_for_its_browser() -> None:
    hall = Hall()
    talk, page = hall.join()
    talk.alarming = True
    hall.conversations.leave(talk, page)
    hall.now = 10_000.0
    assert hall.join(talk.name)[0] is talk


def test_a_conversation_that_failed_is_not_gone_on_with() -> None:
    hall = Hall()
    talk, _ = hall.join()
    talk.ended = True
    assert hall.join(talk.name)[0] is not talk
    assert len(hall.conversations) == 1


def test_when_all_places_are_taken_a_new_one_is_refused_and_nobody_is_touched() -> None:
    hall = Hall()
    first, second = hall.join()[0], hall.join()[0]
    with pytest.raises(Full):
        hall.join()
    assert not first.ended
    assert not second.ended


def test_who_has_just_lost_the_network_keeps_the_place() -> None:
    hall = Hall(places=1)
    talk, page = hall.join()
    hall.conversations.leave(talk, page)
    hall.now = ABANDONED - 1
    with pytest.raises(Full):
        hall.join()
    hall.now = ABANDONED + 1
    hall.join()
    assert talk.ended


def test_a_screen_that_nobody_used_makes_room_first() -> None:
    hall = Hall()
    used, page = hall.join()
    hall.conversations.leave(used, page)
    unused, page = hall.join()
    unused.used = False
    hall.conversations.leave(unused, page)
    hall.join()
    assert unused.ended
    assert not used.ended


def test_one_that_was_kept_goes_on_for_its_browser_alone() -> None:
    hall = Hall()
    talk = hall.kept["k" * 32, "mine"] = Talk("k" * 32)
    assert hall.join(talk.name, "another")[0] is not talk
    assert hall.join(talk.name, None)[0] is not talk
    hall.conversations.close()
    assert hall.join(talk.name)[0] is talk
    assert hall.join(talk.name)[0] is talk, "it is found in memory from now on"


def test_one_that_was_kept_needs_a_place_as_any_other() -> None:
    hall = Hall(places=1)
    hall.join()
    hall.kept["k" * 32, "mine"] = Talk("k" * 32)
    with pytest.raises(Full):
        hall.join("k" * 32)
    assert hall.kept


def test_what_nobody_came_back_to_is_forgotten() -> None:
    hall = Hall()
    talk, page = hall.join()
    hall.conversations.leave(talk, page)
    hall.now = 601.0
    hall.conversations.sweep()
    assert talk.forgotten


def test_closing_ends_all_and_forgets_none() -> None:
    hall = Hall()
    talks = [hall.join()[0] for _ in range(2)]
    hall.conversations.close()
    assert all(talk.ended for talk in talks)
    assert not any(talk.forgotten for talk in talks)
    assert len(hall.conversations) == 0


def test_one_that_hangs_is_noticed() -> None:
    hall = Hall()
    talk, _ = hall.join()
    hall.now = STUCK - 1
    assert hall.conversations.well
    hall.now = STUCK + 1
    assert not hall.conversations.well
    talk.turned = hall.now
    assert hall.conversations.well
