"""Memory: what this process holds, and the most that it ever held."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Final

STATUS: Final = Path("/proc/self/status")


def peak_memory_mb() -> float:
    """Peak resident memory of this process in MiB.

    Linux's VmHWM belongs to the program that runs now. `getrusage` would also count the parent's memory, which the
    process shared for a moment before it started this program; it serves where there is no /proc.
    """
    told = _told("VmHWM")
    if told is not None:
        return told
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def resident_memory_mb() -> float:
    """Resident memory of this process now in MiB; 0 where there is no /proc."""
    return _told("VmRSS") or 0.0


def _told(name: str) -> float | None:
    """What Linux tells of this process's memory, in MiB; None where it tells nothing."""
    for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines() if STATUS.is_file() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return None
