"""Table: the parts that were asked for, one after the other, and what they measured as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from voice_coach.bench.configuration import configuration
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
from voice_coach.bench.musts import barista_intents
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


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows of one part, and how they came about."""

    rows: tuple[Row, ...]
    every: int
    """One clip in so many was heard."""

    engines: tuple[str, ...]
    date: str
    """Day in UTC, as 2026-11-27."""

    machine: str


@dataclass(frozen=True, slots=True)
class Table:
    """Parts that were measured in one configuration, at once or one after the other."""

    seed: int
    configuration: str
    """Name of all that decides what is heard (`bench/configuration.py`)."""

    parts: Mapping[str, Measured]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for part in self.parts.values() for row in part.rows)

    @property
    def held(self) -> bool:
        """Whether no must is missed."""
        return all(row.level is not Level.MISSED for row in self.rows)

    def following(self, before: Table) -> Table:
        """This table with the parts of one that was begun before. Raises `BadInput` when that was another coach."""
        if (before.configuration, before.seed) != (self.configuration, self.seed):
            raise BadInput(
                f"the table was begun in configuration {before.configuration} with seed {before.seed}, and this is "
                f"{self.configuration} with seed {self.seed}: choose another --json, or leave --resume out"
            )
        return replace(self, parts=before.parts)


def new_table(setup: Setup) -> Table:
    """A table in which nothing is measured yet."""
    return Table(setup.seed, configuration(setup.intents, barista_intents()), {})


def measure_table(setup: Setup, names: Sequence[str], table: Table, done: Callable[[Table], None]) -> Table:
    """The table with those of the parts that are not in it yet; `done` gets it after each, for a run may take hours."""
    for name in names:
        if name not in table.parts:
            parts = {**table.parts, name: _measured(name, setup)}
            table = replace(table, parts={part: parts[part] for part in PARTS if part in parts})
            done(table)
    return table


def _measured(name: str, setup: Setup) -> Measured:
    rows = tuple(PARTS[name].make(setup))
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return Measured(rows, setup.every, tuple(map(str, setup.engines)), day, machine())


def as_text(table: Table) -> str:
    """The configuration, the machines and the table."""
    return (
        f"configuration {table.configuration}, seed {table.seed}\n"
        + "\n".join(_sittings(table))
        + "\n\n"
        + align([COLUMNS, *map(_cells, table.rows)])
        + "\n\nThresholds are fitted on `fitted` speakers only; `reported` are the others (bench/README.md, Halves)."
    )


def _sittings(table: Table) -> list[str]:
    """A line for all parts that came about in the same way."""
    together: dict[Measured, list[str]] = {}
    for name, part in table.parts.items():
        together.setdefault(replace(part, rows=()), []).append(name)
    return [
        f"{', '.join(names)}: {part.date}, {part.machine}, engines {', '.join(part.engines)}"
        + (f", one clip in {part.every} only" if part.every > 1 else "")
        for part, names in together.items()
    ]


def _cells(row: Row) -> tuple[str, ...]:
    must, aim, stretch = row.target.shown() if row.target else ("", "", "")
    level = str(row.level) if row.level else ""
    return row.name, must, aim, stretch, row.shown, row.interval, level, row.rival, row.halves, row.note
