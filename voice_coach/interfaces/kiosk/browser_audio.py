"""Browser audio: the coach's voice goes out as WAV files, one after the other, and frames of a microphone come in."""

from __future__ import annotations

import io
import queue
import wave
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import numpy as np

from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.level import amplify
from voice_coach.audio.prompt_queue import PAUSE
from voice_coach.interfaces.kiosk.wire import Sound, write
from voice_coach.speech.port import PromptAudio

PATIENCE: Final = 5.0
"""Seconds beyond a line's length after which a page that says nothing has played it: a tab in the background."""

LONGEST_QUEUE: Final = 250
"""Frames (5 s) that wait for a busy ear; after that the newest are lost."""

JUMP: Final = 0.5
"""Seconds by which frames may come late or early before their times are set anew: sound was lost."""

SILENCE: Final[Samples] = np.zeros(FRAME_SAMPLES, np.int16)
"""What a page plays that sends no sound of its own."""

Send = Callable[[str, bytes], None]
"""Takes a message and the sound that belongs behind it."""


@dataclass(slots=True, eq=False)
class _Entry:
    line: str
    samples: Samples
    number: int = 0
    lead: float = 0.0
    due: float | None = None
    """When it counts as played whatever the page says; None before it was sent."""


class BrowserPlayback:
    """The `Playback` port over a page. One line at a time is with the page; what waits can still be cut here.

    Belongs to the conversation's thread.
    """

    def __init__(self, clock: Callable[[], float], send: Send, hush: Callable[[], None]) -> None:
        """`send` and `hush` reach the page, or nobody while there is none."""
        self._clock = clock
        self._send = send
        self._hush = hush
        self._entries: deque[_Entry] = deque()
        self._ended: list[tuple[str, bool]] = []
        self._number = 0

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a line; it is sent when those before it have been played."""
        self._entries.append(_Entry(line, amplify(audio.samples, gain_db)))
        if len(self._entries) == 1:
            self._start(0.0)

    def cut(self) -> None:
        """Have the page fall silent and drop the queue."""
        if self._entries:
            self._hush()
        self._ended += [(entry.line, True) for entry in self._entries]
        self._entries.clear()

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, each with True when it was cut."""
        while self._entries and (due := self._entries[0].due) is not None and self._clock() >= due:
            self._done()
        ended, self._ended = self._ended, []
        return ended

    def played(self, number: int) -> None:
        """The page has come to the end of a speech; an old number changes nothing."""
        if self._entries and self._entries[0].number == number:
            self._done()

    def again(self) -> None:
        """Send the line that is under way once more, from its beginning: another page listens now."""
        if self._entries:
            self._start(self._entries[0].lead)

    @property
    def speaking(self) -> str | None:
        """Id of the line that is with the page, None when silent."""
        return self._entries[0].line if self._entries else None

    @property
    def lead(self) -> float:
        """Seconds of silence before the words of the line that is with the page."""
        return self._entries[0].lead if self._entries else 0.0

    @property
    def deadline(self) -> float | None:
        """When `finished` has news at the latest, in seconds on the clock."""
        return self._entries[0].due if self._entries else None

    def _start(self, lead: float) -> None:
        entry = self._entries[0]
        self._number += 1
        entry.number, entry.lead = self._number, lead
        silence = np.zeros(round(lead * SAMPLE_RATE), np.int16)
        samples = np.concatenate([silence, entry.samples])
        seconds = len(samples) / SAMPLE_RATE
        entry.due = self._clock() + seconds + PATIENCE
        values = {"speech": entry.number, "line": entry.line, "seconds": round(seconds, 3), "lead": lead}
        self._send(write("speech", values), wav(samples))

    def _done(self) -> None:
        self._ended.append((self._entries.popleft().line, False))
        if self._entries:
            self._start(PAUSE)


class BrowserMicrophone:
    """Frames that a page sends, with their time on the conversation's clock; a context manager.

    The server's thread calls `put`, the ear's thread everything else.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds, never decreasing."""
        self._clock = clock
        self._frames: queue.Queue[tuple[Frame, Samples]] = queue.Queue(LONGEST_QUEUE)
        self._played = SILENCE
        self._open = True
        self._end: float | None = None
        self.overflows = 0
        """Frames that were lost because this machine was too slow."""

    def __enter__(self) -> Self:
        """Return itself, open: an ear that failed listens anew."""
        self._open = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Take no more; `frames` ends."""
        self._open = False

    def put(self, sound: Sound) -> None:
        """Take a frame that has just come. Never waits."""
        if not self._open:
            return
        begun = self._clock() - FRAME_SECONDS
        # Frames follow each other without gaps, however unevenly the network delivers them.
        start = begun if self._end is None or abs(begun - self._end) > JUMP else self._end
        start = start if self._end is None else max(start, self._end)
        self._end = start + FRAME_SECONDS
        try:
            self._frames.put_nowait((Frame(sound.heard, start), sound.played if sound.played is not None else SILENCE))
        except queue.Full:
            self.overflows += 1

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Yield frames as they come, and None whenever none came for `timeout` seconds."""
        while self._open:
            try:
                frame, self._played = self._frames.get(timeout=timeout)
            except queue.Empty:
                yield None
            else:
                yield frame

    def played(self, start: float, count: int) -> Samples:
        """What the page played while it heard the frame that came last, shape (`count`,), int16; `count` is a frame's.

        The two come together, so `start` need not be asked.
        """
        return self._played[:count]


def wav(samples: Samples) -> bytes:
    """A 16 kHz mono WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()
