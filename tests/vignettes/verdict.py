"""Verdict: the coach's level against the documents', and the table of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.vignettes.vignette import Vignette
from voice_coach.dialogue.question import LEVELS
from voice_coach.interfaces.record import Record

COLUMNS: Final = ("right", "one over", "one under", "more over", "more under", "no level")
MUST_NOT_GO_HOME: Final = ("doctor_today", "emergency")
CARERS: Final = {"self_care": "", "physiotherapist": "physiotherapist", "doctor_soon": "doctor"}
"""Who must be named in an answer without a level; nobody is sent today, or to an ambulance, by such an answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One vignette and where the coach sent the person; None: it never said."""

    person: Vignette
    level: str | None

    @property
    def off(self) -> int:
        """Levels above (positive) or below what can be defended; no level leaves the person to self-care."""
        got = LEVELS.index(self.level or "self_care")
        lightest, gravest = (LEVELS.index(level) for level in (self.person.allowed[0], self.person.allowed[-1]))
        return min(0, got - lightest) or max(0, got - gravest)

    @property
    def column(self) -> str:
        """Its column in the table."""
        if self.level is None:
            return "no level"
        return {0: "right", 1: "one over", -1: "one under"}.get(self.off, "more over" if self.off > 0 else "more under")

    @property
    def faults(self) -> list[str]:
        """What the issue forbids, in words; empty when the coach did well enough."""
        wanted = " or ".join(self.person.allowed)
        got = self.level or "no level"
        found: list[str] = []
        if self.person.allowed[0] == "emergency" and self.off:
            found.append(f"an emergency was under-triaged: {got}")
        if abs(self.off) > 1:
            found.append(f"more than one level off: {got}, the documents say {wanted}")
        if self.person.level in MUST_NOT_GO_HOME and self.level in (None, "self_care"):
            found.append(f"sent home with {got}, the documents say {wanted}")
        if self.level is None:
            found.append(f"the coach never came to a level, the documents say {wanted}")
        return found


def advised(person: Vignette, level: str | None, records: Sequence[Record]) -> str | None:
    """The level, or what the answer to somebody who only asked something amounts to."""
    if level is not None or not person.talk:
        return level
    said = " ".join(str(record["text"]) for record in records if record["event"] == "say").lower()
    return next((allowed for allowed in person.allowed if said and CARERS.get(allowed, "-") in said), None)


def table(verdicts: Iterable[Verdict]) -> str:
    """Counts for each kind of person, and every case that is not right by name."""
    verdicts = list(verdicts)
    groups = list(dict.fromkeys(verdict.person.group for verdict in verdicts))
    rows = [(group, [v for v in verdicts if v.person.group == group]) for group in groups]
    lines = [f"{'':24} {'cases':>6} " + " ".join(f"{column:>10}" for column in COLUMNS)]
    for name, found in [*rows, ("all", verdicts)]:
        counts = Counter(verdict.column for verdict in found)
        lines.append(f"{name:24} {len(found):6} " + " ".join(f"{counts[column]:10}" for column in COLUMNS))
    for column in COLUMNS[1:]:
        lines += [
            f"{column}: {v.person.id}: {v.level or 'no level'}, the documents say {' or '.join(v.person.allowed)}"
            for v in verdicts
            if v.column == column
        ]
    return "\n".join(lines)
