"""A stand-in for the coach's end of the WebSocket, and the page's files under a strict Content-Security-Policy."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from tests.interfaces.kiosk.browser.views import VIEWS, WELCOME
from voice_coach.paths import PACKAGE

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Files(http.server.SimpleHTTPRequestHandler):
    """The page's folder, with the policy, quietly."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def page_files(folder: Path) -> Iterator[str]:
    """Serve the folder on a free port of this machine; yields the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class CoachStub:
    """Answers `hello` with a welcome and the view it was given; keeps what the page sent."""

    def __init__(self, page: Page, view: dict[str, Any] | None, *, answers: bool = True) -> None:
        self.page = page
        self.view = view
        self.answers = answers
        self.received: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.socket: WebSocketRoute | None = None
        self.refuses = False
        page.route_web_socket("**/conversation", self.connect)

    def connect(self, socket: WebSocketRoute) -> None:
        if self.refuses:
            socket.close()
            return
        self.socket = socket
        socket.on_message(self.take)

    def take(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.frames.append(message)
            return
        self.received.append(json.loads(message))
        if self.received[-1]["type"] == "hello" and self.answers:
            self.send(WELCOME)
            if self.view is not None:
                self.send(self.view)

    def send(self, message: dict[str, Any] | bytes) -> None:
        assert self.socket is not None
        self.socket.send(message if isinstance(message, bytes) else json.dumps(message))

    def show(self, name: str, **changes: Any) -> None:
        """Send a view of the gallery."""
        self.view = {**VIEWS[name], **changes}
        self.send(self.view)

    def drop(self) -> None:
        """The network is gone, and stays gone."""
        self.refuses = True
        assert self.socket is not None
        self.socket.close()

    @property
    def touches(self) -> list[str]:
        """Keys of the touches so far."""
        self.page.evaluate("0")  # what the page sent before has then arrived here
        return [message["key"] for message in self.received if message["type"] == "touch"]


PAGE_FOLDER = PACKAGE / "interfaces" / "kiosk" / "page"
