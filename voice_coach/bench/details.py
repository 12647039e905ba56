"""Details: what became of every clip, one JSON object a line, for reading what went wrong."""

from __future__ import annotations

import json
from dataclasses import asdict

from voice_coach.bench.metrics import is_right
from voice_coach.bench.runner import Run


def write_details(run: Run) -> str:
    """Every outcome in the run's order, with its label and whether it counted as right (null for a negative)."""
    lines = []
    for outcomes in run.outcomes.values():
        for outcome in outcomes:
            label = run.plan.labels.get(outcome.clip)
            entry = {
                **asdict(outcome),
                "label": asdict(label) if label else None,
                "right": is_right(label, outcome.answer) if label else None,
            }
            lines.append(json.dumps(entry))
    return "".join(f"{line}\n" for line in lines)
