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
    unit: str = "%"
    """`%` shows shares as percent; anything else is shown as it is."""

    def judge(self, value: float) -> Level:
        """The highest level that `value` holds; which way is better follows from must and stretch."""
        sign = 1 if self.stretch >= self.must else -1
        reached = Level.MISSED
        for level, limit in ((Level.MUST, self.must), (Level.AIM, self.aim), (Level.STRETCH, self.stretch)):
            if sign * (value - limit) >= -SLACK:
                reached = level
        return reached

    def shown(self) -> tuple[str, str, str]:
        """Must, aim and stretch as text."""
        sign = ">=" if self.stretch >= self.must else "<="
        limits = (self.must, self.aim, self.stretch)
        percent = self.unit == "%"
        must, aim, stretch = (f"{sign} {limit:.3g}" if not percent else f"{sign} {limit:.0%}" for limit in limits)
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

OPPOSITES: Final = Target(0, 0, 0, "")
"""Yes taken for no or no for yes."""

EMERGENCIES: Final = Target(0.02, 0.0, 0.0)
"""Emergencies missed at 10 dB and more."""

FALSE_STARTS: Final = Target(5.0, 0.5, 0.0, "an hour")
"""False starts an hour."""

CONVERSATIONS: Final = Target(8, 15, 20, "")
"""Conversations that one core hears in real time."""
