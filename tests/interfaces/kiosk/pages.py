"""A kiosk served on a real port, and pages that talk to it over a real WebSocket."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.interfaces.kiosk.conftest import PATIENCE
from voice_coach.audio.frame import FRAME_SAMPLES
from voice_coach.interfaces.kiosk.access import Access
from voice_coach.interfaces.kiosk.conversation import Conversation
from voice_coach.interfaces.kiosk.conversations import Conversations
from voice_coach.interfaces.kiosk.server import build_app, listen, server
from voice_coach.interfaces.kiosk.settings import KioskSettings

COOKIE = "voice_coach_browser=0123456789abcdef0123456789abcdef"


@dataclass
class Browser:
    """A page in a real connection: it plays every speech at once and remembers what it was told."""

    socket: ClientConnection
    plays: bool = True
    told: list[dict] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)

    def send(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.send(type="touch", key=key)

    def speak(self, samples: np.ndarray) -> None:
        """A recording with silence around it, as fast as the server takes it: at most 5 s."""
        padded = np.concatenate([np.zeros(4_800, np.int16), samples, np.zeros(24_000, np.int16)])
        frames = padded[: len(padded) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        for frame in frames:
            self.socket.send(frame.astype("<i2").tobytes())

    @property
    def view(self) -> dict:
        return next(message for message in reversed(self.told) if message["type"] == "view")

    def until(self, fits: Callable[[dict], bool], what: str = "view") -> dict:
        """Read on until a message of a kind fits; the view that is up may."""
        views = [message for message in self.told if message["type"] == "view"]
        if what == "view" and views and fits(views[-1]):
            return views[-1]
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = self.read(end - time.monotonic())
            if message is not None and message["type"] == what and fits(message):
                return message
        raise AssertionError(f"no {what} came that fits; the last: {self.told[-3:]}")

    def read(self, timeout: float) -> dict | None:
        """The next message; None for sound, and when none came. Raises `ConnectionClosed`."""
        try:
            got = self.socket.recv(timeout)
        except TimeoutError:
            return None
        if isinstance(got, bytes):
            self.sounds.append(got)
            if self.plays:
                speeches = [message for message in self.told if message["type"] == "speech"]
                self.send(type="played", speech=speeches[-1]["speech"])
            return None
        message = json.loads(got)
        self.told.append(message)
        return message

    def asked(self, question: str) -> dict:
        return self.until(lambda v: v["question"] is not None and v["question"]["id"] == question and not v["speaking"])

    def end(self) -> ConnectionClosed:
        """Read until the server ends the connection."""
        try:
            while True:
                self.read(PATIENCE)
        except ConnectionClosed as closed:
            return closed


@dataclass
class Kiosk:
    """A served kiosk."""

    port: int
    conversations: Conversations
    tls: ssl.SSLContext | None = None

    @property
    def origin(self) -> str:
        return f"http{'s' if self.tls else ''}://localhost:{self.port}"

    def connect(self, *, origin: str | None = None, cookie: str | None = COOKIE) -> ClientConnection:
        headers = {"Cookie": cookie} if cookie else {}
        return connect(
            f"ws{'s' if self.tls else ''}://localhost:{self.port}/conversation",
            ssl=self.tls,
            origin=origin if origin is not None else self.origin,
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE,
            proxy=None,
            compression=None,
        )

    @contextlib.contextmanager
    def page(self, name: str | None = None, **options) -> Iterator[Browser]:
        plays = options.pop("plays", True)
        with self.connect(**options) as socket:
            browser = Browser(socket, plays)
            browser.send(type="hello", conversation=name)
            browser.until(lambda view: True)
            yield browser

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host} if host else {})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextlib.contextmanager
def served(
    begin: Callable[[str], Conversation], settings: KioskSettings, page: Path, access: Access | None = None
) -> Iterator[Kiosk]:
    """Serve until the block ends; the port is any that is free."""
    access = access or Access(port=0)
    conversations = Conversations(lambda name, browser: begin(name), settings)
    with listen(access) as port:
        running = server(build_app(conversations, access, settings, "nothing", page=page), access, settings)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [port]}, daemon=True)
        thread.start()
        trusted = ssl.create_default_context(cafile=access.certificate) if access.secure else None
        try:
            yield Kiosk(port.getsockname()[1], conversations, trusted)
        finally:
            running.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()
