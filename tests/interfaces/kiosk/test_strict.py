"""Connections that only sit there."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.interfaces.kiosk.conftest import PATIENCE
from tests.interfaces.kiosk.pages import Kiosk, served
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.strict import StrictHttp


@pytest.fixture
def kiosk(begin, page_folder, monkeypatch) -> Iterator[Kiosk]:
    monkeypatch.setattr(StrictHttp, "request_wait", 0.3)
    with served(begin, KioskSettings(), page_folder) as running:
        yield running


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_a_request_that_never_becomes_whole_is_cut_off(kiosk: Kiosk, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.port), timeout=PATIENCE) as slow:
        slow.sendall(begun)
        with contextlib.suppress(ConnectionResetError):
            assert slow.recv(1) == b""


def test_a_second_request_must_come_as_soon(kiosk: Kiosk) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.port), timeout=PATIENCE) as slow:
        slow.sendall(f"GET /kept HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\n\r\n".encode())
        assert slow.recv(12) == b"HTTP/1.1 200"
        slow.sendall(b"GET /ke")
        with contextlib.suppress(ConnectionResetError):
            while slow.recv(4096):
                pass


def test_a_page_that_talks_may_stay(kiosk: Kiosk) -> None:
    with kiosk.page() as page:
        threading.Event().wait(1.0)
        page.touch("cramp")
        page.asked("chest_breathing")
