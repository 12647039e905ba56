"""Prompt queue: what the speaker still has to play, handed over in blocks, and what of it has been heard."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

PAUSE: Final = 0.25
"""Seconds between two queued prompts: a breath, as between two sentences."""


@dataclass(slots=True, eq=False)
class _Entry:
    line: str
    samples: NDArray[np.int16]
    pause: int
    position: int = 0
    start: float | None = None
    end: float | None = None


class PromptQueue:
    """Thread-safe; the sound card's thread takes, the coach's thread does everything else. Times are the caller's."""

    def __init__(self, rate: int) -> None:
        """`rate` is the speaker's, in samples a second."""
        self._rate = rate
        self._lock = threading.Lock()
        self._entries: list[_Entry] = []
        self._ended: list[tuple[str, bool]] = []

    def add(self, line: str, samples: NDArray[np.int16]) -> None:
        """Queue a prompt, shape (n,), at the speaker's rate."""
        with self._lock:
            pause = round(PAUSE * self._rate) if self._entries else 0
            self._entries.append(_Entry(line, samples, pause))

    def take(self, count: int, audible: float) -> NDArray[np.int16]:
        """The next `count` samples, silence where there is nothing to play; the first is heard at `audible` seconds."""
        block = np.zeros(count, np.int16)
        with self._lock:
            filled = 0
            for entry in self._entries:
                if entry.end is not None:
                    continue
                silent = min(entry.pause, count - filled)
                entry.pause -= silent
                filled += silent
                if entry.pause:
                    break
                if entry.start is None and (filled < count or not len(entry.samples)):
                    entry.start = audible + filled / self._rate
                part = entry.samples[entry.position : entry.position + count - filled]
                block[filled : filled + len(part)] = part
                entry.position += len(part)
                filled += len(part)
                if entry.position < len(entry.samples):
                    break
                entry.end = audible + filled / self._rate
        return block

    def drop(self, now: float) -> None:
        """Forget everything that has not been heard to its end; it is reported as cut."""
        with self._lock:
            heard = [entry for entry in self._entries if entry.end is not None and entry.end <= now]
            self._ended += [(entry.line, entry not in heard) for entry in self._entries]
            self._entries = []

    def finished(self, now: float) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, in order, each with True when it was cut."""
        with self._lock:
            ended, self._ended = self._ended, []
            while self._entries and (end := self._entries[0].end) is not None and end <= now:
                ended.append((self._entries.pop(0).line, False))
        return ended

    def speaking(self, now: float) -> str | None:
        """The line that is heard at `now`, None in silence."""
        with self._lock:
            for entry in self._entries:
                if entry.start is not None and entry.start <= now and (entry.end is None or now < entry.end):
                    return entry.line
        return None

    @property
    def waiting(self) -> bool:
        """True while something has not been handed to the speaker to its end."""
        with self._lock:
            return any(entry.end is None for entry in self._entries)
