"""Plot: acceptance against the signal-to-noise ratio, noise by noise, beside what others published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import yaml

from voice_coach import paths
from voice_coach.bench.gym.row import Row
from voice_coach.bench.metrics import wilson
from voice_coach.errors import BadInput

mpl.use("Agg")

from matplotlib import pyplot as plt

COLOURS: Final = {
    "kitchen": "#1b6ca8",
    "music": "#d1495b",
    "clanks": "#6a994e",
    "babble": "#8e5ea2",
    "instructor": "#e08e0b",
}
"""The same noise has the same colour in every panel."""

ORDERS_BY_PEOPLE: Final = "orders by people"


def plot(rows: Sequence[Row], path: Path) -> None:
    """Write one panel for each group of recordings as PNG. Raises `BadInput` when no row has a noise."""
    drawn = [row for row in rows if row.group and row.clips and row.snr is not None]
    groups = list(dict.fromkeys(row.group for row in drawn))
    if not groups:
        raise BadInput("--plot draws acceptance in noise: ask for rows that have some, as barista or noise")
    figure, panels = plt.subplots(
        1, len(groups), figsize=(5.6 * len(groups) + 1.4, 5.0), sharey=True, squeeze=False, layout="constrained"
    )
    for panel, group in zip(panels[0], groups, strict=True):
        _panel(panel, group, [row for row in drawn if row.group == group])
        if group == ORDERS_BY_PEOPLE:
            _published(panel)
        panel.legend(fontsize=8, loc="lower right")
    panels[0][0].set_ylabel("right, %")
    figure.savefig(path, dpi=120)
    plt.close(figure)


def _panel(panel: Any, group: str, rows: Sequence[Row]) -> None:
    names = list(dict.fromkeys((row.part, row.noise) for row in rows))
    several = len({part for part, _ in names}) > 1
    for number, (part, noise) in enumerate(names):
        line = sorted((row for row in rows if (row.part, row.noise) == (part, noise)), key=lambda row: row.snr or 0.0)
        # A little beside each other, so that the intervals can be told apart.
        at = [(row.snr or 0.0) + 0.12 * (number - len(names) / 2) for row in line]
        shares = [100 * sum(row.clips.values()) / len(row.clips) for row in line]
        bounds = [wilson(sum(row.clips.values()), len(row.clips)) for row in line]
        reach = [
            [share - 100 * low for share, (low, _) in zip(shares, bounds, strict=True)],
            [100 * high - share for share, (_, high) in zip(shares, bounds, strict=True)],
        ]
        label = f"{noise}, over the clip only" if several and part == "barista" else noise
        style = "--" if part == "conditions" and several else "-"
        panel.errorbar(
            at, shares, yerr=reach, fmt=f"o{style}", capsize=3, color=COLOURS.get(noise), label=f"ours, {label}"
        )
    count = max(len(row.clips) for row in rows)
    panel.set(title=f"{group} ({count} clips)", xlabel="signal to noise, dB", ylim=(0, 103))
    panel.grid(alpha=0.25)


def _published(panel: Any) -> None:
    root = paths.checkout()
    written = root / "bench" / "published.yaml" if root else None
    if written is None or not written.is_file():
        return
    content = yaml.safe_load(written.read_text(encoding="utf-8"))
    for number, (name, shares) in enumerate(content["engines"].items()):
        panel.plot(
            content["snrs"],
            [100 * share for share in shares],
            linewidth=0.8,
            color="0.45",
            linestyle=("-", "--", "-.", ":", (0, (5, 4)))[number % 5],
            label=f"{name}, kitchen",
        )
    panel.text(0.02, 0.01, f"grey: {content['source']}", transform=panel.transAxes, fontsize=7, color="0.35")
