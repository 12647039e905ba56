"""Report: the figures of a run as JSON that a schema describes, and as a table for the terminal."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from voice_coach import __version__
from voice_coach.bench.metrics import Condition, Spread
from voice_coach.bench.plan import Plan

COLUMNS: Final = (
    "engine",
    "condition",
    "group",
    "right",
    "95 %",
    "false starts",
    "an hour <",
    "missed em.",
    "RTF",
    "MB",
    "decision ms",
    "endpoint ms",
)


def as_json(plan: Plan, conditions: Iterable[Condition], build_seconds: float | None) -> dict[str, Any]:
    """The run as one JSON object; `voice_coach/interfaces/schema/bench.json` describes it."""
    return {
        "version": __version__,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine(),
        "intents": str(plan.intents),
        "front": str(plan.front),
        "seed": plan.seed,
        "jobs": plan.jobs,
        "build_seconds": build_seconds,
        "conditions": [_entry(condition) for condition in conditions],
    }


def _entry(condition: Condition) -> dict[str, Any]:
    low, high = condition.interval95
    upper = condition.false_starts_per_hour_upper95
    return {
        "engine": condition.engine,
        "condition": condition.condition,
        "group": condition.group,
        "accepted_right": condition.accepted_right,
        "heard_right": condition.heard_right,
        "total": condition.total,
        "acceptance": round(condition.acceptance, 4),
        "interval95": [round(low, 4), round(high, 4)],
        "false_starts": condition.false_starts,
        "negatives": condition.negatives,
        "negative_hours": round(condition.negative_hours, 5),
        "false_starts_per_hour_upper95": None if upper is None else round(upper, 2),
        "missed_emergencies": condition.missed_emergencies,
        "false_emergencies": condition.false_emergencies,
        "opposites": condition.opposites,
        "real_time_factor": round(condition.real_time_factor, 4),
        "peak_memory_mb": round(condition.peak_memory_mb, 1),
        "load_seconds": round(condition.load_seconds, 3),
        "decision_ms": _spread(condition.decision_ms),
        "endpoint_ms": _spread(condition.endpoint_ms),
    }


def _spread(spread: Spread) -> dict[str, float | None]:
    return {
        "p50": None if spread.p50 is None else round(spread.p50, 1),
        "p95": None if spread.p95 is None else round(spread.p95, 1),
    }


def machine() -> str:
    """The processor, how many of them, and the Python: what the times were measured on."""
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        lines = cpus.read_text(encoding="utf-8", errors="replace").splitlines()
        name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    return (
        f"{name}, {os.cpu_count()} CPUs, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def as_table(conditions: Iterable[Condition]) -> str:
    """One line per engine, condition and group."""
    return align([COLUMNS, *(_row(condition) for condition in conditions)])


def align(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a table with a line under its head; the last columns of shorter rows stay empty."""
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _row(condition: Condition) -> tuple[str, ...]:
    low, high = condition.interval95
    upper = condition.false_starts_per_hour_upper95
    return (
        condition.engine,
        condition.condition,
        condition.group,
        f"{condition.accepted_right}/{condition.total} = {condition.acceptance:.1%}" if condition.total else "-",
        f"{low:.0%}-{high:.0%}" if condition.total else "-",
        f"{condition.false_starts} of {condition.negatives}" if condition.negatives else "-",
        "-" if upper is None else f"{upper:.1f}",
        str(condition.missed_emergencies),
        f"{condition.real_time_factor:.3f}",
        f"{condition.peak_memory_mb:.0f}",
        _range(condition.decision_ms),
        _range(condition.endpoint_ms),
    )


def _range(spread: Spread) -> str:
    if spread.p50 is None or spread.p95 is None:
        return "-"
    return f"{spread.p50:.0f} / {spread.p95:.0f}"
