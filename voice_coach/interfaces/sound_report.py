"""Sound report: tells the coach, the log and the user when a microphone or speaker is lost, and when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

import numpy as np

from voice_coach.audio.condition import Condition, State, trouble
from voice_coach.audio.device import Kind
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, Frame
from voice_coach.coach import Coach
from voice_coach.interfaces.record import Record, device_record

BRIEF: Final = 0.5
"""Seconds of an outage that nobody needs to hear of: a device that is opened anew."""

START: Final = 3.0
"""The same at the start: some sound servers rest for two seconds before the first sound."""

AFTERWARDS: Final = 2.0
"""Seconds of silence that are heard after the last frame of a lost microphone, so that the last word has an end."""


class Cards(Protocol):
    """A microphone and a speaker that may come and go, as `SoundCards` are."""

    @property
    def conditions(self) -> tuple[Condition, Condition]:
        """How the microphone and the speaker are."""


class SoundReport:
    """Looks at the devices whenever it is asked; the times are the clock's."""

    def __init__(self, cards: Cards, coach: Coach, clock: Callable[[], float], emit: Callable[[Record], None]) -> None:
        self._cards = cards
        self._coach = coach
        self._clock = clock
        self._emit = emit
        self._patience = START
        self._since: dict[Kind, float] = {}
        self._told: dict[Kind, Condition] = {}

    def watch(self, frames: Iterable[Frame | None]) -> Iterator[Frame | None]:
        """The same frames, with a look at the devices before each, and with silence where they break off."""
        for frame in ended_with_silence(self._cards, frames):
            self.look()
            yield frame

    @property
    def deaf(self) -> bool:
        """True from when it was told that the microphone is lost until it is back."""
        return self._state("input") is State.LOST

    @property
    def mute(self) -> bool:
        """True from when it was told that the speaker is lost until it is back."""
        return self._state("output") is State.LOST

    @property
    def trouble(self) -> str | None:
        """What was told last that is wrong, in one sentence; None when nothing is."""
        return trouble(self._last("input"), self._last("output"))

    def look(self) -> None:
        """Tell what has changed."""
        now = self._clock()
        conditions = self._cards.conditions
        if any(condition.state is State.OFF for condition in conditions):
            self._patience = START  # when it is switched on again
        elif all(condition.state is State.OPEN for condition in conditions):
            self._patience = BRIEF
        changed = [condition for condition in conditions if self._is_news(condition, now)]
        for condition in changed:
            self._told[condition.kind] = condition
            self._emit(device_record(now, condition))
        if changed:
            self._coach.sense(now, hears=not self.deaf, speaks=not self.mute)

    def _state(self, kind: Kind) -> State:
        return self._last(kind).state

    def _last(self, kind: Kind) -> Condition:
        return self._told.get(kind) or Condition(kind, State.OPEN)

    def _is_news(self, condition: Condition, now: float) -> bool:
        if condition.state is not State.LOST:
            self._since.pop(condition.kind, None)
        elif now - self._since.setdefault(condition.kind, now) < self._patience:
            return False
        last = self._last(condition.kind)
        return (condition.state, condition.trouble) != (last.state, last.trouble)


def ended_with_silence(cards: Cards, frames: Iterable[Frame | None]) -> Iterator[Frame | None]:
    """The same frames, with silence where they break off because the microphone is gone."""
    end: float | None = None
    for frame in frames:
        if frame is not None:
            end = frame.start + FRAME_SECONDS
        elif end is not None and cards.conditions[0].state is not State.OPEN:
            yield from _silence(end)
            end = None
        yield frame


def _silence(start: float) -> Iterator[Frame]:
    for number in range(round(AFTERWARDS / FRAME_SECONDS)):
        yield Frame(np.zeros(FRAME_SAMPLES, np.int16), start + number * FRAME_SECONDS)
