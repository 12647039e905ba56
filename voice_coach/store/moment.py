"""Moment: a time that can be compared across a restart, also when the wall clock jumps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Moment:
    """One point in time on two clocks."""

    boot: str
    """Which start of the machine it belongs to; empty where the system does not tell."""

    up: float
    """Seconds since that start; never jumps, and counts sleep."""

    wall: float
    """Seconds since 1970; may jump."""


def moment() -> Moment:
    """The time now."""
    try:
        boot = BOOT_ID.read_text(encoding="ascii").strip()
        up = time.clock_gettime(time.CLOCK_BOOTTIME)
    except (OSError, AttributeError):  # not Linux
        boot, up = "", 0.0
    return Moment(boot, up, time.time())


def seconds_between(earlier: Moment, later: Moment) -> float | None:
    """How long it was; None when no clock can tell. A machine that was started anew has only the wall's clock."""
    same_start = bool(earlier.boot) and earlier.boot == later.boot
    seconds = later.up - earlier.up if same_start else later.wall - earlier.wall
    return seconds if seconds >= 0 else None
