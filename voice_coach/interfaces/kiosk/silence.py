"""Silence: when a person's silence is over, although the ear takes its time over what they said in it."""

from __future__ import annotations

from typing import Final

from voice_coach.coach import Coach
from voice_coach.interfaces.kiosk.senses import Senses
from voice_coach.recognition.ear import Catch

HEAR_OUT: Final = 3.0
"""Seconds for which a silence is not counted as one while somebody may be answering, beyond its end. No more: noise
must not keep the alarm for a silent person from sounding."""


class Silence:
    """Tells the coach the time, and what was heard, in the order in which it happened. Times are the conversation's."""

    def __init__(self, coach: Coach, senses: Senses, now: float) -> None:
        self._coach = coach
        self._senses = senses
        self._told = now
        """The time that the coach was told last."""

    def hearing_out(self, now: float) -> bool:
        """Whether a silence is over by the clock, but the ear is still busy with what was said in time."""
        due = self._coach.deadline
        return due is not None and due <= now < due + HEAR_OUT and self._senses.busy and self._coach.silent

    def poll(self, now: float) -> None:
        """Tell the coach the time, unless somebody is being heard out."""
        if not self.hearing_out(now):
            self._coach.poll(now)
            self._told = now

    def heard(self, catch: Catch, now: float) -> None:
        """What was begun before a silence was over counts as said before, however long it took to make out."""
        voice_start = min(now, catch.utterance.voice_start)
        due = self._coach.deadline
        in_time = due is not None and self._coach.silent and voice_start < due <= now and self._told < due
        at = (self._told + due) / 2 if in_time and due is not None else now
        self._coach.hear(catch.hypothesis, at, voice_start=min(at, voice_start))
        self._told = at

    def touched(self, now: float) -> None:
        """The coach was told of a touch."""
        self._told = now
