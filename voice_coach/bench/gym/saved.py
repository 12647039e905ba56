"""Saved: a table as JSON, written after each part and read again to go on where a run ended."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voice_coach import __version__
from voice_coach.bench.gym.row import Row
from voice_coach.bench.gym.table import Measured, Table
from voice_coach.bench.gym.target import Level, Target
from voice_coach.errors import BadInput


def as_json(table: Table) -> dict[str, Any]:
    """Everything as plain values; `bench --compare` reads it, and `read_table` makes the same table of it."""
    return {
        "version": __version__,
        "configuration": table.configuration,
        "seed": table.seed,
        "held": table.held,
        "parts": {
            name: {
                "every": part.every,
                "engines": list(part.engines),
                "date": part.date,
                "machine": part.machine,
                "rows": len(part.rows),
            }
            for name, part in table.parts.items()
        },
        "rows": [asdict(row) for row in table.rows],
    }


def read_table(path: Path) -> Table:
    """What was measured before. Raises `BadInput` when the file holds no table, or one of another version."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = [_row(entry) for entry in content["rows"]]
        parts, first = {}, 0
        for name, part in content["parts"].items():
            last = first + part["rows"]
            engines = tuple(map(str, part["engines"]))
            parts[name] = Measured(tuple(rows[first:last]), part["every"], engines, part["date"], part["machine"])
            first = last
        return Table(content["seed"], content["configuration"], parts)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput(f"{path} cannot be read as JSON ({error}): choose another file, or leave --resume out") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput(
            f"{path} is no table of `bench --gym` that can go on: choose another file, or leave --resume out"
        ) from None


def _row(entry: dict[str, Any]) -> Row:
    target = Target(**entry["target"]) if entry["target"] else None
    level = Level(entry["level"]) if entry["level"] else None
    return Row(**{**entry, "target": target, "level": level})
