"""The gate: what comes through to the page, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from voice_coach.interfaces.kiosk.access import BROWSER, TOKEN, Access
from voice_coach.interfaces.kiosk.gate import Gate

GOOD = "0123456789abcdef"
HERE = "http://localhost:8765"


async def hello(request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


def client(access: Access | None = None) -> TestClient:
    app = Starlette(routes=[Route("/", hello), WebSocketRoute("/conversation", talk)])
    return TestClient(Gate(app, access or Access()), base_url=HERE, follow_redirects=False)


def connects(browser: TestClient, **headers: str) -> bool:
    try:
        with browser.websocket_connect("/conversation", headers=headers) as socket:
            return socket.receive_text() == "welcome"
    except WebSocketDisconnect as refusal:
        assert refusal.code == 1008
        return False


def test_every_answer_is_strict_and_kept_nowhere() -> None:
    answer = client().get("/")
    assert answer.text == "hello"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_browser_gets_a_name_once_that_no_script_reads() -> None:
    browser = client()
    given = browser.get("/").headers["set-cookie"]
    assert given.startswith(f"{BROWSER}=")
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    assert "set-cookie" not in browser.get("/").headers


@pytest.mark.parametrize("ask", [lambda browser: browser.post("/"), lambda browser: browser.delete("/")])
def test_nothing_can_be_sent(ask: Callable) -> None:
    assert ask(client()).status_code == 405


def test_a_strange_host_sees_nothing() -> None:
    answer = client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "hello" not in answer.text
    assert not connects(client(), host="evil.example", origin="http://evil.example")


def test_only_the_page_s_own_script_may_talk() -> None:
    assert connects(client(), host="localhost:8765", origin=HERE)
    assert not connects(client(), host="localhost:8765")
    assert not connects(client(), host="localhost:8765", origin="http://evil.example")
    assert not connects(client(), host="localhost:8765", origin="null")


def test_without_the_token_there_is_no_page_and_no_talk() -> None:
    browser = client(Access(token=GOOD))
    assert browser.get("/").status_code == 403
    assert browser.get("/?token=wrong").status_code == 403
    assert browser.get("/", headers={"cookie": f"{TOKEN}=wrong"}).status_code == 403
    assert not connects(browser, host="localhost:8765", origin=HERE)
    assert not connects(browser, host="localhost:8765", origin=HERE, cookie=f"{TOKEN}=wrong")


def test_the_token_is_shown_once_and_leaves_the_address_bar() -> None:
    browser = client(Access(token=GOOD))
    answer = browser.get(f"/?token={GOOD}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/").text == "hello"
    assert connects(browser, host="localhost:8765", origin=HERE, cookie=f"{TOKEN}={GOOD}")


def test_over_tls_cookies_stay_on_tls() -> None:
    from pathlib import Path

    secure = client(Access(token=GOOD, certificate=Path("cert.pem"), key=Path("key.pem")))
    cookies = secure.get(f"/?token={GOOD}").headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all(cookie.endswith("Secure") for cookie in cookies)
