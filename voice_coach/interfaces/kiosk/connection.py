"""Connection: one WebSocket of one page, from its hello to its end, with all that it may send and be slow about."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from voice_coach.interfaces.kiosk.conversation import Conversation
from voice_coach.interfaces.kiosk.conversations import Conversations, Full
from voice_coach.interfaces.kiosk.rate import Rate
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.wire import BadMessage, Hello, Message, read_message, read_sound, write

POLICY: Final = 1008
"""Close code: the client does what it must not."""

BUSY: Final = 1013
"""Close code: try again later."""

NO_ROOM: Final = "all places are taken: try again in a minute"
TOO_FAST: Final = "too many messages at once"
TOO_SLOW: Final = "the page takes no messages"
NO_HELLO: Final = "no hello came"


@dataclass(frozen=True, slots=True)
class _View:
    text: str


class _Refused(Exception):
    """The client is told why, and let go."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Connection:
    """The `Client` of a conversation. `show`, `tell` and `close` may be called from any thread."""

    def __init__(self, socket: WebSocket, settings: KioskSettings) -> None:
        self._socket = socket
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._outbox: deque[_View | str | bytes] = deque()
        self._ready = asyncio.Event()
        self._ending: tuple[int, str] | None = None
        self._frames = Rate(settings.frames_a_second, settings.frames_at_once)
        self._messages = Rate(settings.messages_a_second, settings.messages_at_once)
        self._dropped = 0

    def show(self, view: str) -> None:
        """Send a view; one that is still waiting is replaced."""
        self._call(lambda: self._put(_View(view)))

    def tell(self, *messages: str | bytes) -> None:
        """Send messages one behind the other."""
        self._call(lambda: self._put(*messages))

    def close(self, code: int, reason: str) -> None:
        """End the connection once what waits has been sent."""
        self._call(lambda: self._end(code, reason))

    async def serve(self, conversations: Conversations, browser: str | None) -> None:
        """Accept the page and serve it until it or the server ends it. `browser` is the cookie that it showed."""
        await self._socket.accept()
        sender = asyncio.create_task(self._send())
        reader = asyncio.create_task(self._read(conversations, browser))
        done, running = await asyncio.wait({sender, reader}, return_when=asyncio.FIRST_COMPLETED)
        if reader in done and (error := reader.exception()) is not None:
            if not isinstance(error, _Refused):
                self._end(1011, "the server failed")
            else:
                self._put(write("error", {"text": error.why}))
                self._end(error.code, error.why)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.send_wait):
                    await asyncio.wait({sender})
        for task in (sender, reader):
            task.cancel()
        await asyncio.gather(sender, reader, return_exceptions=True)
        del running
        await self._finish()

    # The server's thread.

    def _call(self, what: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended
            self._loop.call_soon_threadsafe(what)

    def _put(self, *messages: _View | str | bytes) -> None:
        if self._ending is not None:
            return
        if isinstance(messages[0], _View):
            self._outbox = deque(waiting for waiting in self._outbox if not isinstance(waiting, _View))
        if len(self._outbox) + len(messages) > self._settings.waiting:
            self._outbox.clear()
            self._end(BUSY, TOO_SLOW)
            return
        self._outbox.extend(messages)
        self._ready.set()

    def _end(self, code: int, reason: str) -> None:
        if self._ending is None:
            self._ending = (code, reason)
            self._ready.set()

    async def _send(self) -> None:
        """Send what waits until the end; a client that takes nothing for long ends it."""
        with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await self._ready.wait()
                self._ready.clear()
                while self._outbox:
                    message = self._outbox.popleft()
                    async with asyncio.timeout(self._settings.send_wait):
                        if isinstance(message, bytes):
                            await self._socket.send_bytes(message)
                        else:
                            await self._socket.send_text(message.text if isinstance(message, _View) else message)
                if self._ending is not None:
                    return

    async def _finish(self) -> None:
        if self._socket.client_state is WebSocketState.CONNECTED and (
            self._socket.application_state is WebSocketState.CONNECTED
        ):
            code, reason = self._ending or (1000, "")
            with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
                async with asyncio.timeout(self._settings.send_wait):
                    await self._socket.close(code, reason)

    async def _read(self, conversations: Conversations, browser: str | None) -> None:
        """Take the page's messages; raises `_Refused` when it must be let go."""
        hello = await self._hello()
        if hello is None:
            return
        try:
            conversation = conversations.join(hello.conversation, browser, self)
        except Full:
            raise _Refused(BUSY, NO_ROOM) from None
        try:
            while (event := await self._socket.receive())["type"] == "websocket.receive":
                self._take(event, conversation)
        finally:
            conversations.leave(conversation, self)

    async def _hello(self) -> Hello | None:
        try:
            async with asyncio.timeout(self._settings.hello_wait):
                event = await self._socket.receive()
        except TimeoutError:
            raise _Refused(POLICY, NO_HELLO) from None
        if event["type"] != "websocket.receive":
            return None
        message = self._message(event.get("text") or "")
        if not isinstance(message, Hello):
            raise _Refused(POLICY, NO_HELLO)
        return message

    def _take(self, event: MutableMapping[str, Any], conversation: Conversation) -> None:
        sound = event.get("bytes")
        if sound is not None:
            self._hear(sound, conversation)
            return
        if not self._messages.allows():
            raise _Refused(POLICY, TOO_FAST)
        message = self._message(event.get("text") or "")
        if isinstance(message, Hello):
            raise _Refused(POLICY, "one hello is enough")
        conversation.take(message)

    def _hear(self, sound: bytes, conversation: Conversation) -> None:
        """Pass a frame on. What comes at once after a stuck network is dropped, more than that ends it."""
        try:
            frame = read_sound(sound)
        except BadMessage as error:
            raise _Refused(POLICY, str(error)) from None
        if self._frames.allows():
            self._dropped = 0
            conversation.hear(frame)
            return
        self._dropped += 1
        if self._dropped > self._settings.frames_at_once:
            raise _Refused(POLICY, TOO_FAST)

    @staticmethod
    def _message(text: str) -> Message:
        try:
            return read_message(text)
        except BadMessage as error:
            raise _Refused(POLICY, str(error)) from None
