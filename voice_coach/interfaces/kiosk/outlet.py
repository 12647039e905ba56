"""Outlet: where a conversation's voice comes out: the kiosk's speaker or the page. Lines survive a change of it."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import numpy as np

from voice_coach.audio.frame import Samples
from voice_coach.interfaces.kiosk.browser_audio import BrowserPlayback
from voice_coach.speech.port import Playback, PromptAudio


class Speaker(Playback, Protocol):
    """A `Playback` on a sound card. Raises nothing: while the card is gone, lines wait for it."""

    def close(self) -> None:
        """Let go of the device, at once."""

    def reference(self, start: float, count: int) -> Samples:
        """What was heard from it from `start` (seconds) on, shape (count,), int16."""


class Outlet:
    """The `Playback` port of one conversation. Belongs to its thread."""

    def __init__(self, browser: BrowserPlayback) -> None:
        self.browser = browser
        self._speaker: Speaker | None = None
        self._lent = False
        self._waiting: deque[tuple[str, PromptAudio, float]] = deque()

    @property
    def kiosk(self) -> bool:
        """True while the kiosk's own speaker is used."""
        return self._speaker is not None and not self._lent

    @property
    def lead(self) -> float:
        """Seconds of silence that precede the line under way in its own audio."""
        return 0.0 if self.kiosk else self.browser.lead

    def turn_to(self, speaker: Speaker) -> None:
        """Go on with an open speaker, which is closed when it is not needed any more."""
        self._turn(speaker)

    def lend(self, lent: bool) -> None:
        """Let the page speak for as long as the kiosk's speaker, which stays open, is gone."""
        if self._speaker is not None and lent is not self._lent:
            self._turn(self._speaker, lent)

    def turn_home(self) -> None:
        """Go on with the page."""
        if self._speaker is not None:
            self._turn(None)

    def reference(self, start: float, count: int) -> Samples:
        """What the kiosk's speaker played from `start` (seconds) on, shape (count,), int16; silence without one."""
        speaker = self._speaker
        return speaker.reference(start, count) if speaker is not None else np.zeros(count, np.int16)

    def play(self, line: str, audio: PromptAudio, gain_db: float = 0.0) -> None:
        """Queue a line; returns at once."""
        self._waiting.append((line, audio, gain_db))
        self._target.play(line, audio, gain_db)

    def cut(self) -> None:
        """Fall silent at once and drop the queue."""
        self._waiting.clear()
        self._target.cut()

    def finished(self) -> list[tuple[str, bool]]:
        """Lines that ended since the last call, each with True when it was cut."""
        ended = self._target.finished()
        for _ in ended[: len(self._waiting)]:
            self._waiting.popleft()
        return ended

    @property
    def speaking(self) -> str | None:
        """Id of the line under way, None when silent."""
        return self._target.speaking

    @property
    def _target(self) -> Playback:
        return self.browser if self._speaker is None or self._lent else self._speaker

    def _turn(self, speaker: Speaker | None, lent: bool = False) -> None:
        """What was under way begins anew there."""
        before = self._speaker
        self._target.cut()
        self._target.finished()
        self._speaker, self._lent = speaker, lent
        if before is not None and before is not speaker:
            before.close()
        for line, audio, gain in self._waiting:
            self._target.play(line, audio, gain)
