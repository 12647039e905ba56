"""Table: the parts that were asked for, one after the other, and what they measured as text and as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voice_coach import __version__
from voice_coach.bench.gym.costs import costs
from voice_coach.bench.gym.denials import denials
from voice_coach.bench.gym.emergencies import emergencies
from voice_coach.bench.gym.false_starts import false_answers, false_starts
from voice_coach.bench.gym.fixtures import fixtures
from voice_coach.bench.gym.latency import latency
from voice_coach.bench.gym.orders import barista, every_condition, own_noise
from voice_coach.bench.gym.row import Row
from voice_coach.bench.gym.setup import Setup
from voice_coach.bench.gym.target import Level
from voice_coach.bench.gym.words import words
from voice_coach.bench.report import align, machine
from voice_coach.errors import BadInput

RowMaker = Callable[[Setup], list[Row]]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are measured together."""

    make: RowMaker
    default: bool = True
    """False: only when it is asked for by name or with `all`."""


PARTS: Final[Mapping[str, Part]] = {
    "barista": Part(barista),
    "noise": Part(own_noise),
    "words": Part(words),
    "emergencies": Part(emergencies),
    "denials": Part(denials),
    "false-starts": Part(false_starts),
    "false-answers": Part(false_answers),
    "latency": Part(latency),
    "costs": Part(costs),
    "conditions": Part(every_condition, default=False),
    "fixtures": Part(fixtures, default=False),
}
"""In the table's order. A further figure is one more entry: a function that makes its rows."""

COLUMNS: Final = (
    "figure",
    "must",
    "aim",
    "stretch",
    "measured",
    "95 %",
    "held",
    "pocketsphinx",
    "halves of the speakers",
    "note",
)


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """The parts to measure, in the table's order; none named means the default ones. Raises `BadInput`."""
    if not names:
        return tuple(name for name, part in PARTS.items() if part.default)
    if unknown := [name for name in names if name not in PARTS and name != "all"]:
        raise BadInput(f'--rows "{unknown[0]}" is not known: use all or {", ".join(PARTS)}')
    return tuple(name for name in PARTS if "all" in names or name in names)


def measure_table(setup: Setup, names: Sequence[str], done: Callable[[list[Row]], None]) -> list[Row]:
    """Every row of the parts; `done` gets all rows so far after each part, for a run may take an hour."""
    rows: list[Row] = []
    for name in names:
        rows += PARTS[name].make(setup)
        done(rows)
    return rows


def held(rows: Iterable[Row]) -> bool:
    """Whether no must is missed."""
    return all(row.level is not Level.MISSED for row in rows)


def as_text(rows: Sequence[Row], setup: Setup) -> str:
    """The machine, the configuration and the table."""
    thinned = f", one clip in {setup.every} only" if setup.every > 1 else ""
    return (
        f"{machine()}\nseed {setup.seed}, engines {', '.join(setup.engines)}{thinned}\n\n"
        + align([COLUMNS, *map(_cells, rows)])
        + "\n\nThresholds are fitted on `fitted` speakers only; `reported` are the others (bench/README.md, Halves)."
    )


def _cells(row: Row) -> tuple[str, ...]:
    must, aim, stretch = row.target.shown() if row.target else ("", "", "")
    level = str(row.level) if row.level else ""
    return row.name, must, aim, stretch, row.shown, row.interval, level, row.rival, row.halves, row.note


def as_json(rows: Sequence[Row], setup: Setup) -> dict[str, Any]:
    """Everything as plain values; `bench --compare` reads it."""
    return {
        "version": __version__,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine(),
        "seed": setup.seed,
        "every": setup.every,
        "engines": [str(engine) for engine in setup.engines],
        "held": held(rows),
        "rows": [_entry(row) for row in rows],
    }


def _entry(row: Row) -> dict[str, Any]:
    target = row.target
    return {
        "part": row.part,
        "name": row.name,
        "shown": row.shown,
        "value": row.value,
        "interval": row.interval,
        "target": {"must": target.must, "aim": target.aim, "stretch": target.stretch} if target else None,
        "level": row.level,
        "halves": row.halves,
        "rival": row.rival,
        "note": row.note,
        "noise": row.noise,
        "snr": row.snr,
        "group": row.group,
        "clips": dict(row.clips),
    }
