"""Target: what a figure must reach, should reach and could reach, and which of them it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SLACK: Final = 1e-9
"""What rounding may cost."""


class Level(StrEnum):
    """How far a figure gets."""

    MISSED = "MISSED"
    MUST = "must"
    AIM = "aim"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Target:
    """Three limits in the figure's own unit."""

    must: float
    aim: float
    stretch: float
    less: bool = False
    """True when a smaller figure is better."""

    percent: bool = True
    """Shares are shown as percent; other figures as they are."""

    def judge(self, value: float) -> Level:
        """The highest level that `value` holds."""
        sign = -1 if self.less else 1
        reached = Level.MISSED
        for level, limit in ((Level.MUST, self.must), (Level.AIM, self.aim), (Level.STRETCH, self.stretch)):
            if sign * (value - limit) >= -SLACK:
                reached = level
        return reached

    def shown(self) -> tuple[str, str, str]:
        """Must, aim and stretch as text."""
        sign = "<=" if self.less else ">="
        limits = (self.must, self.aim, self.stretch)
        must, aim, stretch = (f"{sign} {limit:.0%}" if self.percent else f"{sign} {limit:.3g}" for limit in limits)
        return must, aim, stretch


ORDERS: Final = {
    "clean": Target(0.95, 0.98, 0.99),
    "24 dB": Target(0.96, 0.98, 0.99),
    "12 dB": Target(0.90, 0.95, 0.98),
    "6 dB": Target(0.76, 0.87, 0.96),
}
"""Coffee orders accepted with every slot right, kitchen noise by the set's own rule."""

WORDS: Final = Target(12 / 15, 14 / 15, 1.0)
"""Yes, no and stop by people, right."""

MOST_OTHERS: Final = 0.05
"""Share of other words that may be accepted in the same run."""

OPPOSITES: Final = Target(0, 0, 0, less=True, percent=False)
"""Yes taken for no or no for yes."""

EMERGENCIES: Final = Target(0.02, 0.0, 0.0, less=True)
"""Emergencies missed at 10 dB and more."""

FALSE_STARTS: Final = Target(5.0, 0.5, 0.0, less=True, percent=False)
"""False starts an hour."""

CONVERSATIONS: Final = Target(8, 15, 20, percent=False)
"""Conversations that one core hears in real time."""

FIRST_SOUND: Final = Target(1.0, 0.7, 0.4, less=True, percent=False)
"""Seconds from the end of speech to the first sound of the answer, median."""

FIRST_SOUND_95: Final = Target(1.5, 1.0, 0.4, less=True, percent=False)
"""The same, 95th percentile."""

SILENCE: Final = Target(0.6, 0.4, 0.25, less=True, percent=False)
"""Seconds from the end of the word "stop" to silence."""
