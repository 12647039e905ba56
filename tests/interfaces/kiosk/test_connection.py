"""Clients that are hostile, wrong, too fast, too slow or half open: none of them touches another conversation."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.interfaces.kiosk.conftest import PATIENCE
from tests.interfaces.kiosk.pages import COOKIE, Kiosk, served
from voice_coach.interfaces.kiosk.conversations import MOVED
from voice_coach.interfaces.kiosk.settings import KioskSettings

SETTINGS = KioskSettings(hello_wait=0.5, send_wait=0.5, ping=0.3, pong=0.6, conversations=3, waiting=16)


@pytest.fixture
def kiosk(begin, page_folder) -> Iterator[Kiosk]:
    with served(lambda name: begin(name, settings=SETTINGS), SETTINGS, page_folder) as running:
        yield running


def closed(kiosk: Kiosk, *messages: str | bytes) -> ConnectionClosed:
    """What becomes of a client that says this after its hello, while somebody else talks undisturbed."""
    with kiosk.page() as other:
        other.touch("cramp")
        other.asked("chest_breathing")
        with kiosk.page() as page:
            try:
                for message in messages:
                    page.socket.send(message)
            except ConnectionClosed as error:
                ended = error
            else:
                ended = page.end()
        other.touch("no")
        other.asked("faint_confused")
    return ended


HOSTILE = {
    "no JSON": "hello",
    "an unknown type": '{"type": "shutdown"}',
    "an unknown key": '{"type": "touch", "key": "__class__"}',
    "a second hello": '{"type": "hello", "conversation": null}',
    "half a frame": b"\0" * 639,
    "no frame at all": b"",
}


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE.keys())
def test_who_breaks_the_rules_is_let_go(kiosk: Kiosk, message: str | bytes) -> None:
    assert closed(kiosk, message).rcvd.code == 1008


def test_what_is_too_large_is_not_even_read(kiosk: Kiosk) -> None:
    assert closed(kiosk, "x" * 100_000).rcvd.code == 1009


def test_too_many_messages_are_too_many(kiosk: Kiosk) -> None:
    touch = json.dumps({"type": "touch", "key": "more_time"})
    assert closed(kiosk, *[touch] * (3 * SETTINGS.messages_at_once)).rcvd.code == 1008


def test_too_much_sound_is_dropped_and_far_too_much_ends_it(kiosk: Kiosk) -> None:
    frame = b"\0" * 640
    assert closed(kiosk, *[frame] * (6 * SETTINGS.frames_at_once)).rcvd.code == 1008


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost"])
def test_another_page_s_script_does_not_even_get_a_connection(kiosk: Kiosk, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, kiosk.connect(origin=origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("first", [None, '{"type": "touch", "key": "yes"}', b"\0" * 640])
def test_who_does_not_say_hello_is_let_go_and_takes_no_place(kiosk: Kiosk, first: str | bytes | None) -> None:
    with kiosk.connect() as connection, pytest.raises(ConnectionClosed) as ended:
        if first is not None:
            connection.send(first)
        while True:
            connection.recv(PATIENCE)
    assert ended.value.rcvd.code == 1008
    assert len(kiosk.conversations) == 0


def test_a_half_open_client_is_dropped_and_its_conversation_waits(kiosk: Kiosk) -> None:
    raw = socket.create_connection(("127.0.0.1", kiosk.port), timeout=PATIENCE)
    request = (
        f"GET /conversation HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\nOrigin: {kiosk.origin}\r\nCookie: {COOKIE}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    hello = b'{"type":"hello","conversation":null}'
    with raw:
        raw.sendall(request.encode())
        assert raw.recv(12) == b"HTTP/1.1 101"
        raw.sendall(bytes([0x81, 0x80 | len(hello)]) + bytes(4) + hello)
        # It answers no ping: the server must come to see that nobody is there.
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            places = list(kiosk.conversations._places.values())
            if places and places[0].client is None:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the half-open client was never dropped")
    assert len(kiosk.conversations) == 1


def test_a_client_that_takes_nothing_is_dropped(kiosk: Kiosk) -> None:
    with kiosk.page() as other, kiosk.connect() as lazy:
        other.touch("cramp")
        other.asked("chest_breathing")
        lazy.send(json.dumps({"type": "hello", "conversation": None}))
        place = kiosk.conversations._places[json.loads(lazy.recv(PATIENCE))["conversation"]]
        page = place.client
        assert page is not None
        for _ in range(2 * SETTINGS.waiting):
            page.tell("x" * 1_000_000)  # far more than any buffer on the way holds
        end = time.monotonic() + PATIENCE
        while place.client is not None and time.monotonic() < end:
            time.sleep(0.05)
        assert place.client is None
        other.touch("no")
        other.asked("faint_confused")


def test_no_room_is_said_and_nobody_loses_a_place(kiosk: Kiosk) -> None:
    with kiosk.page() as one, kiosk.page() as two, kiosk.page() as three:
        for page in (one, two, three):
            page.touch("cramp")
            page.asked("chest_breathing")
        with kiosk.connect() as late:
            late.send(json.dumps({"type": "hello", "conversation": None}))
            assert "places" in json.loads(late.recv(PATIENCE))["text"]
            with pytest.raises(ConnectionClosed) as ended:
                late.recv(PATIENCE)
        assert ended.value.rcvd.code == 1013
        for page in (one, two, three):
            page.touch("no")
            page.asked("faint_confused")


def test_a_reload_goes_on_at_the_same_question_and_a_stranger_does_not(kiosk: Kiosk) -> None:
    with kiosk.page() as page:
        name = page.told[0]["conversation"]
        page.touch("cramp")
        page.asked("chest_breathing")
        page.touch("no")
        page.asked("faint_confused")
    with kiosk.page(name, cookie="voice_coach_browser=another") as stranger:
        assert stranger.told[0]["conversation"] != name
        assert stranger.view["screen"] == "attract"
    with kiosk.page(name) as again:
        assert again.told[0]["conversation"] == name
        assert again.view["question"]["id"] == "faint_confused"
        again.touch("no")
        again.asked("pop_tear")


def test_a_second_window_takes_the_conversation_over(kiosk: Kiosk) -> None:
    with kiosk.page() as first:
        name = first.told[0]["conversation"]
        with kiosk.page(name) as second:
            assert first.end().rcvd.code == MOVED
            second.touch("cramp")
            second.asked("chest_breathing")
