"""Attention: whether the coach was called, when it waits for its wake phrase. Emergencies need no call.

About listening only, not about first aid: the conversation itself knows nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from voice_coach.settings import WakeSettings
from voice_coach.understanding.interpretation import Call, Interpretation, Rejection

EMERGENCY: Final = "emergency"


@dataclass(frozen=True, slots=True)
class Attention:
    """Asleep until somebody calls; awake for a while after each call, each word of the coach and each turn.

    Times are in seconds on the caller's clock. Without a wake phrase it is never asleep, and never changes.
    """

    settings: WakeSettings

    until: float | None = None
    """Until when it listens, or did; None before the first call. Who began to speak by then is heard out."""

    awake: bool = False
    """Whether it listens, as far as was told."""

    @property
    def deadline(self) -> float | None:
        """When it falls asleep; None while it is."""
        return self.until if self.awake else None

    def kept(self, now: float) -> Attention:
        """Awake for the whole window from now on."""
        if not self.settings.needed:
            return self
        end = now + self.settings.window
        return replace(self, until=end if self.until is None else max(self.until, end), awake=True)

    def rested(self, now: float) -> Attention:
        """Asleep if the window is over."""
        return replace(self, awake=False) if self.awake and self.until is not None and now >= self.until else self

    def admits(self, heard: Interpretation, since: float) -> bool:
        """True when this may act, said from `since` on: awake, called, or an emergency, be it only perhaps one."""
        if not self.settings.needed or (self.until is not None and since < self.until):
            return True
        return calls(heard) or urgent(heard)


def calls(heard: Interpretation) -> bool:
    """True when it calls the coach; the name alone counts only before something that is understood."""
    if heard.rejection in (Rejection.ECHO, Rejection.NOISE):
        return False
    return heard.call in (Call.CALLED, Call.ALONE) or (heard.call is Call.NAMED and understood(heard))


def urgent(heard: Interpretation) -> bool:
    """True for an emergency, and for what may be one."""
    rival = heard.runner_up.intent if heard.runner_up else None
    return understood(heard) and EMERGENCY in (heard.intent, rival if not heard.accepted else None)


def understood(heard: Interpretation) -> bool:
    """True when it was accepted, or stands for one of two things of which the dialogue asks."""
    return heard.accepted or heard.rejection is Rejection.AMBIGUOUS


def answered(heard: Interpretation) -> Interpretation:
    """The call by itself, once it was answered: it counted."""
    return replace(heard, accepted=True, score=100.0, rejection=None)


def ignored(heard: Interpretation) -> Interpretation:
    """What was said while asleep: it changes nothing, and says why unless it meant nothing anyway."""
    return replace(heard, accepted=False, rejection=Rejection.ASLEEP) if understood(heard) else heard
