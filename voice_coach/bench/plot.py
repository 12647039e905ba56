"""Plot: acceptance of every engine over the conditions, with its interval, and what it started by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import matplotlib as mpl

from voice_coach.bench.metrics import Condition

mpl.use("Agg")

from matplotlib import pyplot as plt

WIDTH: Final = 0.8
"""Share of a condition's room that its bars fill."""


def plot(conditions: Sequence[Condition], path: Path) -> None:
    """Write the plot as PNG: above the acceptance with 95 % intervals, below the false starts of the same run."""
    places = list(dict.fromkeys((condition.condition, condition.group) for condition in conditions))
    engines = list(dict.fromkeys(condition.engine for condition in conditions))
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(max(7.0, 1.2 * len(places) + 3), 7.5), sharex=True, height_ratios=(2, 1), layout="constrained"
    )
    for number, engine in enumerate(engines):
        entries = [condition for condition in conditions if condition.engine == engine]
        bar = WIDTH / len(engines)
        at = [places.index((entry.condition, entry.group)) + (number + 0.5) * bar - WIDTH / 2 for entry in entries]
        shares = [100 * entry.acceptance for entry in entries]
        reach = [
            [max(0.0, share - 100 * entry.interval95[0]) for share, entry in zip(shares, entries, strict=True)],
            [max(0.0, 100 * entry.interval95[1] - share) for share, entry in zip(shares, entries, strict=True)],
        ]
        above.bar(at, shares, bar, yerr=reach, capsize=3, label=engine)
        below.bar(at, [entry.false_starts for entry in entries], bar)
    above.set(ylabel="accepted and right, %", ylim=(0, 105))
    above.legend(loc="lower right")
    below.set(ylabel=f"false starts, of {max(condition.negatives for condition in conditions)}")
    below.set_xticks(range(len(places)), [name if group == "all" else f"{name}\n{group}" for name, group in places])
    below.tick_params(axis="x", rotation=45 if len(places) > 8 else 0)
    figure.savefig(path, dpi=120)
    plt.close(figure)
