"""Wordings: every wording that can be spoken, one a row, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from voice_coach.dialogue.line import Line
from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.uses import Use, uses

COLUMNS: Final = (
    "id",
    "person",
    "text",
    "kind",
    "used in",
    "level",
    "danger",
    "source",
    "fact",
    "note",
    "outside",
    "safety",
    "switchable",
    "place",
    "version",
)


def as_csv(script: Script, standing: Standing) -> str:
    """One row for each wording: `person` is `self` or `other` (about somebody else)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    used = uses(script)
    for line in script.lines.values():
        for row in _rows(line, used[line.id], switchable=line.id in script.switchable):
            writer.writerow((*row, standing.version))
    return out.getvalue()


def _rows(line: Line, used: list[Use], *, switchable: bool) -> Iterator[tuple[str, ...]]:
    for other in (False, True)[: 1 if line.other is None else 2]:
        name, text = line.worded(other)
        yield (
            name,
            "other" if other else "self",
            text,
            _distinct(use.kind for use in used),
            _distinct(f"{use.kind} {use.name}" for use in used),
            _distinct(use.level for use in used if use.level),
            "yes" if any(use.danger for use in used) else "no",
            str(line.source),
            line.source.fact,
            line.source.note,
            "yes" if line.source.outside else "no",
            "yes" if line.safety else "no",
            "yes" if switchable else "no",
            f"{line.place.file}:{line.place.line}" if line.place else "",
        )


def _distinct(names: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(names))
