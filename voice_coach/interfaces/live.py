"""Live: the conversation of one microphone, one speaker and one keyboard, on the wall clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from voice_coach.audio.frame import Frame
from voice_coach.coach import Coach
from voice_coach.interfaces.keys import BUTTONS, TALK
from voice_coach.interfaces.listener import Listener
from voice_coach.recognition.ear import Catch

TALK_WAIT: Final = 8.0
"""Seconds that push-to-talk keeps the microphone open while nobody speaks."""


class Live:
    """Feeds frames and keys to one coach. Decoding happens between frames; the microphone keeps them meanwhile."""

    def __init__(
        self,
        coach: Coach,
        listener: Listener,
        clock: Callable[[], float],
        *,
        push_to_talk: bool,
        note: Callable[[str], None],
        turned: Callable[[], None] = lambda: None,
    ) -> None:
        """`turned` is called with every turn of the loop, so that a watchdog knows."""
        self._coach = coach
        self._listener = listener
        self._clock = clock
        self._push_to_talk = push_to_talk
        self._open_until: float | None = None
        self._note = note
        self._turned = turned

    def run(self, frames: Iterable[Frame | None], keys: Callable[[], list[str]]) -> None:
        """Go on until the frames end; None among them is a moment without a frame."""
        for frame in frames:
            self._turned()
            self._coach.poll(self._clock())
            for key in keys():
                self._press(key)
            if frame is None:
                continue
            clean = self._listener.clean(frame)
            if self._listening():
                situation, speaking = self._coach.expectation.situation, not self._coach.silent
                self._take(self._listener.hear(clean, situation, speaking=speaking))

    def _press(self, key: str) -> None:
        now = self._clock()
        if self._push_to_talk and key in TALK:
            self._listener.reset()
            self._coach.cut(now)
            self._open_until = now + TALK_WAIT
            self._note("listening")
        elif key in BUTTONS:
            self._coach.tap(BUTTONS[key], now)

    def _listening(self) -> bool:
        if not self._push_to_talk or self._listener.hearing:
            return True
        if self._open_until is not None and self._clock() >= self._open_until:
            self._open_until = None
            self._note("not listening: press space to talk")
        return self._open_until is not None

    def _take(self, catch: Catch | None) -> None:
        if catch is None:
            return
        self._open_until = None
        now = self._clock()
        utterance = catch.utterance
        # The frames carry the stream's clock: how long ago the voice began is the same on every clock.
        voice_start = now - (utterance.closed - utterance.voice_start)
        self._coach.hear(catch.hypothesis, now, voice_start=voice_start)
