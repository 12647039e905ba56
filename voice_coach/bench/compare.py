"""Compare: two runs of the bench side by side, and which differences are more than chance.

Where both runs say what became of every clip (`--details` beside the JSON, or the clips of `--gym`), the clips that
only one of them had right decide (McNemar's exact test). Otherwise Fisher's exact test on the two counts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from voice_coach.bench.report import align
from voice_coach.errors import BadInput

CHANCE: Final = 0.05
"""Below this probability a difference is called more than chance. With twenty rows one is expected to get there."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of one run."""

    right: int
    total: int
    clips: Mapping[str, bool] = field(default_factory=dict)
    """Clip -> right; empty when the run does not say."""

    @property
    def rate(self) -> float:
        """The share, between 0 and 1."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure in both runs."""

    name: str
    before: Figure
    after: Figure
    gained: int
    """Clips that only the second run has right; 0 without clips."""

    lost: int
    p: float
    """Probability of a difference at least this large by chance."""

    paired: bool

    @property
    def verdict(self) -> str:
        """`better`, `worse`, or `chance`."""
        if self.p >= CHANCE:
            return "chance"
        return "better" if self.after.rate > self.before.rate else "worse"


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided probability that `gained` and `lost` differ so much when either is as likely.

    1.0 when neither happened.
    """
    changed = gained + lost
    if changed == 0:
        return 1.0
    tail: int = sum(math.comb(changed, count) for count in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def fisher(before: Figure, after: Figure) -> float:
    """Fisher's exact two-sided probability for two independent shares; 1.0 when one of them has no trials."""
    right, total = before.right + after.right, before.total + after.total
    if not before.total or not after.total:
        return 1.0

    def weight(count: int) -> int:
        return math.comb(before.total, count) * math.comb(after.total, right - count)

    possible = range(max(0, right - after.total), min(before.total, right) + 1)
    seen = weight(before.right)
    as_rare = sum(weight(count) for count in possible if weight(count) <= seen)
    return float(as_rare / math.comb(total, right))


def compare(first: Path, second: Path) -> list[Difference]:
    """Every figure that both runs have, in the first run's order. Raises `BadInput` when they have none in common."""
    before, after = read_figures(first), read_figures(second)
    common = [name for name in before if name in after]
    if not common:
        raise BadInput(f"{first} and {second} have no figure in common: compare two runs of the same kind")
    return [_difference(name, before[name], after[name]) for name in common]


def read_figures(path: Path) -> dict[str, Figure]:
    """The shares of a run: `engine, condition, group` -> figure, or the rows of a `--gym` table."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput(f"{path} cannot be read as JSON ({error}): give what `bench --json` wrote") from None
    rows = content.get("rows") if isinstance(content, dict) else None
    if isinstance(rows, list):
        return {
            row["name"]: Figure(sum(row["clips"].values()), len(row["clips"]), row["clips"]) for row in _clips(rows)
        }
    entries = content.get("conditions") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise BadInput(f"{path} is no run of the bench: give what `bench --json` wrote")
    details = read_details(path.with_suffix(".jsonl"))
    figures = {}
    for entry in entries:
        key = (entry["engine"], entry["condition"], entry["group"])
        figures[", ".join(key)] = Figure(entry["accepted_right"], entry["total"], details.get(key, {}))
    return figures


def read_details(path: Path) -> dict[tuple[str, str, str], dict[str, bool]]:
    """(engine, condition, group) -> clip -> right, from `--details`; nothing when the file is not there."""
    found: dict[tuple[str, str, str], dict[str, bool]] = {}
    if not path.is_file():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            if entry["right"] is not None:
                key = (entry["engine"], entry["condition"], entry["label"]["group"] or "all")
                found.setdefault(key, {})[entry["clip"]] = entry["right"]
        except (json.JSONDecodeError, KeyError, TypeError):
            raise BadInput(f"{path}, line {number}: not what `bench --details` writes; remove the file") from None
    return found


def as_text(differences: Sequence[Difference]) -> str:
    """One line for each figure."""
    head = ("figure", "first", "second", "change", "only first", "only second", "p", "test", "")
    lines = [
        (
            entry.name,
            f"{entry.before.right}/{entry.before.total} = {entry.before.rate:.1%}",
            f"{entry.after.right}/{entry.after.total} = {entry.after.rate:.1%}",
            f"{100 * (entry.after.rate - entry.before.rate):+.1f}",
            str(entry.lost) if entry.paired else "-",
            str(entry.gained) if entry.paired else "-",
            f"{entry.p:.3g}",
            "McNemar" if entry.paired else "Fisher",
            entry.verdict,
        )
        for entry in differences
    ]
    beyond = [entry for entry in differences if entry.verdict != "chance"]
    return (
        align([head, *lines])
        + f"\n\n{len(beyond)} of {len(differences)} differences are more than chance (p < {CHANCE:g}, each by itself)."
    )


def as_json(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "name": entry.name,
            "first": [entry.before.right, entry.before.total],
            "second": [entry.after.right, entry.after.total],
            "gained": entry.gained,
            "lost": entry.lost,
            "p": entry.p,
            "paired": entry.paired,
            "verdict": entry.verdict,
        }
        for entry in differences
    ]


def _clips(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row.get("clips")]


def _difference(name: str, before: Figure, after: Figure) -> Difference:
    common = before.clips.keys() & after.clips.keys()
    if not common:
        return Difference(name, before, after, 0, 0, fisher(before, after), False)
    # Only what both heard is compared: one run may have had every fourth clip.
    pairs = [(before.clips[clip], after.clips[clip]) for clip in sorted(common)]
    gained = sum(second and not first for first, second in pairs)
    lost = sum(first and not second for first, second in pairs)
    first = Figure(sum(first for first, _ in pairs), len(pairs))
    second = Figure(sum(second for _, second in pairs), len(pairs))
    return Difference(name, first, second, gained, lost, mcnemar(gained, lost), True)
