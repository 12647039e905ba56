"""Strict: connections that neither ask nor answer are cut off, before they take the place of others."""

from __future__ import annotations

import asyncio
from asyncio.transports import BaseTransport
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

REQUEST_WAIT: Final = 10.0
"""Seconds within which a connection must come to a request of its own, or to the next one; a page's files take some
milliseconds each."""


class StrictHttp(H11Protocol):
    """uvicorn's HTTP, with an end to requests that never become whole and to answers that nobody takes."""

    request_wait = REQUEST_WAIT

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to watch it."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._seen: Any = self.cycle
        self._watch: asyncio.TimerHandle = self.loop.call_later(self.request_wait, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended by itself."""
        self._watch.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        if self.transport.get_protocol() is not self:
            return  # it has become a WebSocket
        if self.cycle is self._seen:
            self.transport.abort()
            return
        self._seen = self.cycle
        self._watch = self.loop.call_later(self.request_wait, self._look)


class StrictWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSockets; a client that gives no sign of life is cut off: closing would wait for it to take what was
    sent.
    """

    def keepalive_timeout(self) -> None:
        """No sign came in time."""
        super().keepalive_timeout()
        self.transport.abort()
