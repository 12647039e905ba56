"""Virtual time: a clock that only its driver moves, and a conversation that lives on it."""

from __future__ import annotations

import time
from typing import Final

from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.coach import Coach
from voice_coach.dialogue.actions import End
from voice_coach.interfaces.record import end_record

TURNS_LIMIT: Final = 10_000
"""Prompts and deadlines in a row without input after which a conversation is taken to be stuck."""


class VirtualClock:
    """Seconds since the start. With `realtime` it sleeps until the wall clock has come as far."""

    def __init__(self, *, realtime: bool = False) -> None:
        self.now = 0.0
        self._origin = time.monotonic() if realtime else None

    def __call__(self) -> float:
        """The time now."""
        return self.now

    def move(self, to: float) -> None:
        """Go forward; a time that has passed changes nothing."""
        self.now = max(self.now, to)
        if self._origin is not None:
            time.sleep(max(0.0, self._origin + self.now - time.monotonic()))


class VirtualConversation:
    """Moves the clock from one happening to the next, in order: a prompt's end, a deadline, the caller's own time."""

    def __init__(self, coach: Coach, playback: VirtualPlayback, clock: VirtualClock) -> None:
        self._coach = coach
        self._playback = playback
        self._clock = clock

    def advance(self, to: float) -> None:
        """Let everything happen that is due until `to`."""
        for _ in range(TURNS_LIMIT):
            due = self._next()
            if due is None or due > to:
                break
            self._clock.move(due)
            self._coach.poll(self._clock.now)
        self._clock.move(to)
        self._coach.poll(self._clock.now)

    def settle(self, before_end: float = 0.0) -> None:
        """Let the coach speak until it is silent and listening, or until `before_end` seconds before that."""
        self._coach.poll(self._clock.now)
        if before_end:
            self.advance(max(self._clock.now, self.silent_at() - before_end))
            return
        for _ in range(TURNS_LIMIT):
            if self._coach.silent:
                return
            self.advance(self._next_or_now())

    def finish(self) -> None:
        """The input is over: let the coach speak to the end, and tell so unless the conversation had ended itself."""
        self.settle()
        last = self._coach.last_record
        if last is None or last["event"] != "end":
            self._coach.tell(end_record(self._clock.now, End("input_over")))

    def silent_at(self) -> float:
        """When the coach will be silent if nobody says a word, in seconds: played through on a copy of everything."""
        clock = VirtualClock()
        clock.move(self._clock.now)
        playback = self._playback.fork(clock)
        VirtualConversation(self._coach.fork(playback), playback, clock).settle()
        return clock.now

    def _next(self) -> float | None:
        times = [due for due in (self._playback.next_end, self._coach.deadline) if due is not None]
        return min(times) if times else None

    def _next_or_now(self) -> float:
        due = self._next()
        return self._clock.now if due is None else max(due, self._clock.now)
