"""Resources: memory, threads and file descriptors of this process over a long run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.bench.memory import resident_memory_mb

DESCRIPTORS: Final = Path("/proc/self/fd")
WARM: Final = 0.4
"""Part of the run after which everything has been loaded and every prompt made."""


@dataclass(slots=True)
class Resources:
    """Samples over the hours of audio."""

    hours: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    """Resident memory in MiB."""

    threads: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)

    def sample(self, hours: float) -> None:
        """Take one."""
        self.hours.append(hours)
        self.memory.append(resident_memory_mb())
        self.threads.append(threading.active_count())
        self.descriptors.append(sum(1 for _ in DESCRIPTORS.iterdir()) if DESCRIPTORS.is_dir() else 0)

    @property
    def warm(self) -> int:
        """The first sample that counts."""
        return round(len(self.hours) * WARM)

    @property
    def slope(self) -> float:
        """MiB by which memory grows with an hour of audio, once warm; 0 with fewer than three samples."""
        hours, memory = self.hours[self.warm :], self.memory[self.warm :]
        return float(np.polyfit(hours, memory, 1)[0]) if len(hours) > 2 else 0.0

    @property
    def growth(self) -> float:
        """MiB by which memory grew over the warm part, by the slope."""
        return self.slope * (self.hours[-1] - self.hours[self.warm]) if self.hours else 0.0
