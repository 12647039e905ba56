"""Loopback: a web server on this machine that serves one archive in every way that servers do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Server:
    """How the server behaves, and what it was asked."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/zip"
    version: str | None = '"one"'
    """ETag; None sends none."""

    ranges: bool = True
    """False ignores Range, as many a simple server does."""

    cut_after: int | None = None
    """Bytes after which the connection breaks; only the first answer is cut."""

    pause: float = 0.0
    """Seconds before each block of 200 bytes."""

    url: str = ""
    asked: list[Message] = field(default_factory=list)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server, listening on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Tests read `asked` instead."""

        def do_GET(self) -> None:
            server.asked.append(self.headers)
            start, wanted = 0, self.headers.get("Range")
            if wanted and server.ranges and self.headers.get("If-Range", server.version) == server.version:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start and start >= len(server.body):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(server.body)}")
                self.end_headers()
                return
            self.send_response(206 if start else server.status)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(server.body) - 1}/{len(server.body)}")
            self.send_header("Content-Type", server.kind)
            self.send_header("Content-Length", str(len(server.body) - start))
            if server.version:
                self.send_header("ETag", server.version)
            self.end_headers()
            end, server.cut_after = server.cut_after or len(server.body), None
            if not server.pause:
                self.wfile.write(server.body[start:end])
                return
            for at in range(start, end, 200):
                time.sleep(server.pause)
                self.wfile.write(server.body[at : at + 200])

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{listener.server_port}/vosk-model-test.zip"
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()
