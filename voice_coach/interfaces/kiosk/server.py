"""Server: the page, its WebSocket, and what is kept, on one port."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from voice_coach.errors import BadInput
from voice_coach.interfaces.kiosk.access import BROWSER, Access, cookie
from voice_coach.interfaces.kiosk.connection import Connection
from voice_coach.interfaces.kiosk.conversations import Conversations
from voice_coach.interfaces.kiosk.gate import Gate
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.strict import StrictHttp, StrictWebSocket
from voice_coach.interfaces.kiosk.wire import LARGEST_MESSAGE

PAGE: Final = Path(__file__).resolve().parent / "page"
"""The static files of the page; nothing is built."""

SWEEP: Final = 5.0
"""Seconds between two looks for conversations that nobody comes back to."""

CONNECTIONS: Final = 64
"""Connections at once, of any kind."""

LONGEST_HEAD: Final = 16 * 1024
"""Bytes of a request before its body."""

GRACE: Final = 3
"""Seconds that open connections have to end when the server stops."""


def build_app(
    conversations: Conversations,
    access: Access,
    settings: KioskSettings,
    keeps: str,
    *,
    page: Path = PAGE,
    ready: Callable[[], None] = lambda: None,
    turned: Callable[[], None] = lambda: None,
) -> Starlette:
    """The application. For a watchdog, `ready` is called once it is served, and `turned` every few seconds while server
    and conversations are well.
    """

    async def kept(request: Request) -> Response:
        del request
        return PlainTextResponse(keeps)

    async def talk(socket: WebSocket) -> None:
        browser = cookie(socket.headers.get("cookie"), BROWSER)
        await Connection(socket, settings).serve(conversations, browser)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        ready()
        sweeper = asyncio.create_task(_sweep(conversations, turned))
        try:
            yield
        finally:
            sweeper.cancel()
            await asyncio.to_thread(conversations.close)

    routes = [
        Route("/kept", kept),
        WebSocketRoute("/conversation", talk),
        Mount("/", StaticFiles(directory=page, html=True, check_dir=False)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Gate, access=access)], lifespan=lifespan)


def listen(access: Access) -> socket.socket:
    """Take the port. Raises `BadInput` when it cannot be had."""
    family = socket.AF_INET6 if ":" in access.host else socket.AF_INET
    try:
        return socket.create_server((access.host, access.port), family=family)
    except (OSError, OverflowError) as error:
        raise BadInput(
            f"the kiosk cannot listen on {access.host}:{access.port} ({error}): end what listens there, "
            "or take another port with --port"
        ) from None


def serve(app: Starlette, access: Access, settings: KioskSettings, port: socket.socket) -> None:
    """Serve until interrupted."""
    server(app, access, settings).run(sockets=[port])


def server(app: Starlette, access: Access, settings: KioskSettings) -> uvicorn.Server:
    """The server, ready to run."""
    config = uvicorn.Config(
        app,
        http=StrictHttp,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        ws=StrictWebSocket,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # a few bytes can swell to any size
        ws_ping_interval=settings.ping,
        ws_ping_timeout=settings.pong,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
        log_config=None,
        ssl_certfile=access.certificate,
        ssl_keyfile=access.key,
    )
    return uvicorn.Server(config)


def address(access: Access, port: socket.socket) -> str:
    """Where a browser on this machine finds the page."""
    scheme = "https" if access.secure else "http"
    name = "localhost" if access.host in ("127.0.0.1", "0.0.0.0", "::") else access.host
    return f"{scheme}://{name}:{port.getsockname()[1]}/"


async def _sweep(conversations: Conversations, turned: Callable[[], None]) -> None:
    while True:
        if conversations.well:
            turned()
        await asyncio.sleep(SWEEP)
        conversations.sweep()
