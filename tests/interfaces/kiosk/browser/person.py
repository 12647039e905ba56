"""A person at the real kiosk: what they see, and how they get through a conversation by voice, touch or keys."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import soundfile
from playwright.sync_api import BrowserType, Page, WebSocketRoute

from tests.interfaces.kiosk.browser.gallery import SIZES, launch
from tests.interfaces.kiosk.browser.kiosk_process import microphone_flags

PATIENCE: Final = 60.0
"""Seconds to wait for the next screen on a busy machine; nothing here asserts how fast it came."""

SPOKEN_MICROPHONE: Final = """() => {
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const microphone = context.createMediaStreamDestination();
    window.say = async (sound) => {
      const source = context.createBufferSource();
      const bytes = Uint8Array.from(atob(sound), (letter) => letter.charCodeAt(0));
      source.buffer = await context.decodeAudioData(bytes.buffer);
      source.connect(microphone);
      source.start();
      await new Promise((done) => (source.onended = done));
    };
    return microphone.stream;
  };
}"""
"""A microphone into which a test speaks when the coach is silent, however slow the machine is."""

Sight = tuple[str, str]
"""Which screen, and its headline."""


@dataclass
class Person:
    """Somebody who looks at one page."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    line: WebSocketRoute | None = None
    cut: bool = False

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

    def silent(self) -> bool:
        """True while the coach does not speak."""
        return self.page.locator("body").get_attribute("data-speaking") == "false"

    def say(self, recording: Path) -> None:
        """Speak a recording into the page's microphone once the coach is silent; returns at its end."""
        self.until(lambda seen: self.silent())
        samples, rate = soundfile.read(recording, dtype="int16")
        into = io.BytesIO()
        soundfile.write(into, samples, rate, format="WAV")
        self.page.evaluate("(sound) => window.say(sound)", base64.b64encode(into.getvalue()).decode())

    def _connect(self, route: WebSocketRoute) -> None:
        if self.cut:
            route.close()
            return
        self.line = route
        server = route.connect_to_server()
        route.on_message(server.send)
        server.on_message(route.send)

    def cut_the_line(self) -> None:
        """The network is gone until `mend_the_line`."""
        self.cut = True
        assert self.line is not None
        self.line.close()

    def mend_the_line(self) -> None:
        """The network is back."""
        self.cut = False


@contextmanager
def person(chromium: BrowserType, address: str, voice: Path, *, size: str = "panel") -> Iterator[Person]:
    """Somebody whose voice is in a WAV file, before a fresh page of the kiosk."""
    browser = launch(chromium, *microphone_flags(voice))
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
