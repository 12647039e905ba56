"""A person at the real kiosk: what they see, and how they get through a conversation by voice, touch or keys."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, BrowserType, Page, WebSocketRoute, expect

from tests.interfaces.kiosk.browser.gallery import SIZES, launch
from tests.interfaces.kiosk.browser.kiosk_process import ALLOWED, microphone_flags
from tests.sound_server import Fed

PATIENCE: Final = 60.0
"""Seconds to wait for the next screen on a busy machine; nothing here asserts how fast it came."""

Sight = tuple[str, str]
"""Which screen, and its headline."""


HARMLESS: Final[Sight] = ("closing", "Rest now, then start lightly")
"""How an ordinary calf cramp ends."""

STEPS: Final = {
    "Stop what you're doing. Sit or lie down where it's safe.",
    "Straighten that knee, and slowly pull your toes toward your shin. Light pull only.",
    "Now rub the muscle softly with your hands. Then say next.",
}
"""What it is led through at least."""


@dataclass
class Person:
    """Somebody who looks at one page."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    line: WebSocketRoute | None = None
    cut: bool = False
    heard: list[str] = field(default_factory=list)
    """Everything that was understood, once each time that it comes onto the screen."""

    frames: set[int] = field(default_factory=set)
    """Bytes of the frames of sound that the page has sent."""

    _shown: str | None = None

    def see(self) -> Sight:
        """What the screen shows now."""
        screen = self.page.locator("body").get_attribute("data-screen") or ""
        seen = (screen, self.page.locator(".screen:not([hidden]) h1").first.inner_text())
        if seen not in self.sights:
            self.sights.append(seen)
        return seen

    def until(self, true: Callable[[Sight], bool], patience: float = PATIENCE) -> Sight:
        """Look until it is so."""
        end = time.monotonic() + patience
        while not true(seen := self.see()):
            assert time.monotonic() < end, (seen, self.sights, self.complaints)
            self.page.wait_for_timeout(100)
        return seen

    def until_screen(self, screen: str, patience: float = PATIENCE) -> Sight:
        """Look until this screen is up."""
        return self.until(lambda seen: seen[0] == screen, patience)

    def go_through(self, act: Callable[[Sight], None]) -> None:
        """Act on every question and step until the closing card is up."""
        while (seen := self.until(lambda seen: seen[0] in ("question", "step", "closing")))[0] != "closing":
            act(seen)
            self.until(lambda now, before=seen: now != before)

    def click(self, name: str) -> None:
        """Touch the button that is called so."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer_by_touch(self, seen: Sight) -> None:
        """No to every question; on from every step."""
        self.click("No" if seen[0] == "question" else self.onward())

    def answer_by_key(self, seen: Sight) -> None:
        """The same by keys."""
        self.page.keyboard.press("n" if seen[0] == "question" else "ArrowRight")

    def onward(self) -> str:
        """What the leading button is called."""
        return self.page.locator("#controls button.primary:visible span").inner_text()

    def check_harmless(self) -> None:
        """An ordinary calf cramp was led through its steps to self-care, and the page complained of nothing."""
        assert self.see() == HARMLESS
        assert {headline for screen, headline in self.sights if screen == "step"} >= STEPS
        assert "Rest now" in self.page.locator("#card-lines").inner_text()
        assert self.complaints == []

    def silent(self) -> bool:
        """True while the coach does not speak."""
        return self.page.locator("body").get_attribute("data-speaking") == "false"

    def say(self, samples: NDArray[np.int16], server: Fed) -> None:
        """Say 16 kHz samples into the server's microphone, to their end.

        What the page sends goes through this process, and would be held up by waiting for that.
        """
        speaking = threading.Thread(target=server.feed, args=(samples,))
        speaking.start()
        while speaking.is_alive():
            self.page.wait_for_timeout(20)
        speaking.join()

    def _connect(self, route: WebSocketRoute) -> None:
        if self.cut:
            route.close()
            return
        self.line = route
        server = route.connect_to_server()
        route.on_message(lambda message: self._tells(server, message))
        server.on_message(lambda message: self._told(route, message))

    def _tells(self, server: WebSocketRoute, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.frames.add(len(message))
        server.send(message)

    def _told(self, route: WebSocketRoute, message: str | bytes) -> None:
        view = json.loads(message) if isinstance(message, str) else {}
        understood = view["heard"]["text"] if view.get("heard") and view["heard"]["accepted"] else None
        if view.get("type") == "view":
            if understood is not None and understood != self._shown:
                self.heard.append(understood)
            self._shown = understood
        route.send(message)

    def cut_the_line(self) -> None:
        """The network is gone until `mend_the_line`."""
        self.cut = True
        assert self.line is not None
        self.line.close()

    def mend_the_line(self) -> None:
        """The network is back."""
        self.cut = False


def ready(somebody: Person) -> None:
    """The page's own microphone is open."""
    somebody.until_screen("attract")
    expect(somebody.page.locator("#microphone")).to_have_attribute("data-state", "browser")


@contextmanager
def person(chromium: BrowserType, address: str, voice: Path, *, size: str = "panel") -> Iterator[Person]:
    """Somebody whose voice is in a WAV file, before a fresh page of the kiosk."""
    with _before(launch(chromium, *microphone_flags(voice)), address, size) as somebody:
        yield somebody


@contextmanager
def person_in_a_room(chromium: BrowserType, address: str, server: Fed) -> Iterator[Person]:
    """Somebody whom a microphone hears and who hears a speaker: those of a real sound server."""
    with _before(launch(chromium, *ALLOWED, environment=server.environment), address, "panel") as somebody:
        yield somebody


@contextmanager
def _before(browser: Browser, address: str, size: str) -> Iterator[Person]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, permissions=["microphone"])
    page = context.new_page()
    somebody = Person(page)
    page.on("console", lambda message: somebody.complaints.append(message.text))
    page.on("pageerror", lambda error: somebody.complaints.append(str(error)))
    page.route_web_socket("**/conversation", somebody._connect)
    page.goto(address)
    try:
        yield somebody
    finally:
        browser.close()
