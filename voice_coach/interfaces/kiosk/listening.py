"""Listening: one microphone of one conversation, heard in a thread of its own: decoding never holds up a touch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Protocol, Self

from voice_coach.audio.frame import Frame
from voice_coach.errors import MissingDevice
from voice_coach.interfaces.listener import Listener
from voice_coach.recognition.ear import Catch
from voice_coach.understanding.interpretation import Situation

RETRY: Final = 1.0
"""Seconds before a microphone that is gone is looked for again."""

BEHIND: Final = 0.5
"""Seconds by which the ear may be late before it counts as busy: what it has not heard yet may be an answer."""

log = logging.getLogger(__name__)


class FrameSource(Protocol):
    """A microphone: the kiosk's or the page's."""

    def __enter__(self) -> Self:
        """Return the open microphone."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""

    def close(self) -> None:
        """Let go of it at once; `frames` ends."""

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Frames, and None where none came for a while. Raises `MissingDevice` when it is gone."""


class Listening:
    """Listens from the start until it is closed."""

    def __init__(
        self,
        name: str,
        open_source: Callable[[], FrameSource],
        listener: Listener,
        clock: Callable[[], float],
        *,
        expects: Callable[[], tuple[Situation, bool]],
        caught: Callable[[Catch], None],
        lost: Callable[[str | None], None],
    ) -> None:
        """`clock` is the one that frames are timed by. `expects` tells the situation and whether the coach speaks;
        `caught` takes what was heard; `lost` is told why there is no microphone, or None once there is one: all three
        in this thread.
        """
        self.busy = False
        """True while somebody speaks, or what was said is still being made out."""

        self._open_source = open_source
        self._listener = listener
        self._clock = clock
        self._expects = expects
        self._caught = caught
        self._lost = lost
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._source: FrameSource | None = None
        self._thread = threading.Thread(target=self._run, name=f"ear-{name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close the microphone at once; what was being said is dropped."""
        with self._lock:
            self._closing.set()
            if self._source is not None:
                self._source.close()

    def join(self, seconds: float) -> bool:
        """Wait for the thread to end; True when it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except MissingDevice as error:
                self._tell_lost(str(error))
            except Exception:
                log.exception("the ear failed, and listens anew")
                self._tell_lost("the ear failed, and listens anew")
            self._listener.reset()
            self.busy = False
            self._closing.wait(RETRY)

    def _listen(self) -> None:
        source = self._open_source()
        with self._lock:
            if not self._closing.is_set():
                self._source = source
        with source:
            if self._closing.is_set():
                return
            self._tell_lost(None)
            for frame in source.frames():
                if self._closing.is_set():
                    return
                if frame is not None:
                    self._hear(frame)
                self.busy = self._listener.hearing or (frame is not None and self._clock() - frame.start > BEHIND)

    def _hear(self, frame: Frame) -> None:
        situation, speaking = self._expects()
        catch = self._listener.hear(self._listener.clean(frame), situation, speaking=speaking)
        if catch is not None and not self._closing.is_set():
            self._caught(catch)

    def _tell_lost(self, why: str | None) -> None:
        if not self._closing.is_set():
            self._lost(why)
