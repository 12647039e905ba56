"""Gate: every request passes it: the right host, the right page, the token, and what a browser may do with it."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice_coach.interfaces.kiosk.access import BROWSER, TOKEN, Access, cookie, policy

HEADERS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
}
"""What every answer carries, beside the Content-Security-Policy."""

METHODS: Final = ("GET", "HEAD")


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or turn it away."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "websocket":
            if self._lets_in(headers):
                await self._app(scope, receive, send)
            else:
                await _refuse(receive, send)
            return
        await self._answer(scope, headers, receive, send)

    def _lets_in(self, headers: Headers) -> bool:
        """Whether a WebSocket is opened by a page of ours."""
        access, host = self._access, headers.get("host")
        return (
            access.welcomes(host)
            and len(headers.getlist("origin")) == 1
            and access.same_origin(headers.get("origin"), host)
            and access.knows(cookie(headers.get("cookie"), TOKEN))
        )

    async def _answer(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        access, host = self._access, headers.get("host")
        if not access.welcomes(host):
            await PlainTextResponse("this is not the place you asked for", 421)(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await PlainTextResponse("nothing can be sent here", 405)(scope, receive, send)
            return
        sent = self._headed(str(host), headers, send)
        answer = self._at_the_door(scope, headers)
        await (answer or self._app)(scope, receive, sent)

    def _at_the_door(self, scope: Scope, headers: Headers) -> Response | None:
        """What somebody without the token gets; None for whoever may come in."""
        access = self._access
        if access.token is None or access.knows(cookie(headers.get("cookie"), TOKEN)):
            return None
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("token", [None])[0]
        if not access.knows(shown):
            return PlainTextResponse("open this page with ?token= and the token of its owner", 403)
        answer = RedirectResponse("/", 303)
        self._set(answer.headers, TOKEN, access.token)
        return answer

    def _headed(self, host: str, headers: Headers, send: Send) -> Send:
        """Every answer gets the headers, and a browser that has no name yet gets one."""
        known = cookie(headers.get("cookie"), BROWSER) is not None

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                answer["content-security-policy"] = policy(host, secure=self._access.secure)
                if not known:
                    self._set(answer, BROWSER, secrets.token_urlsafe(24))
            await send(message)

        return sent

    def _set(self, headers: MutableHeaders, name: str, value: str) -> None:
        secure = "; Secure" if self._access.secure else ""
        headers.append("set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()  # the client's wish to connect
    await send({"type": "websocket.close", "code": 1008, "reason": ""})
