"""Memory: the most that this process ever held."""

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
    if STATUS.is_file():
        for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
