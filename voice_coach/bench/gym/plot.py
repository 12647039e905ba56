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
    # A group heard at one ratio only makes no curve: its figures are in the table.
    groups = [
        group
        for group in dict.fromkeys(row.group for row in drawn)
        if len({row.snr for row in drawn if row.group == group}) > 1
    ]
    if not groups:
        raise BadInput("--plot draws acceptance in noise: ask for rows that have some, as barista or noise")
    figure, panels = plt.subplots(
        1, len(groups), figsize=(6.6 * len(groups) + 1.0, 6.2), sharey=True, squeeze=False, layout="constrained"
    )
    for panel, group in zip(panels[0], groups, strict=True):
        _panel(panel, group, [row for row in drawn if row.group == group])
        source = _published(panel) if group == ORDERS_BY_PEOPLE else None
        panel.legend(
            fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3, title=source, title_fontsize=8
        )
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
    panel.set(title=f"{group} ({count} clips)", xlabel="signal to noise, dB", ylim=(-3, 103))
    panel.grid(alpha=0.25)


def _published(panel: Any) -> str | None:
    """Draw what others published, thin and grey; returns the source."""
    root = paths.checkout()
    written = root / "bench" / "published.yaml" if root else None
    if written is None or not written.is_file():
        return None
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
    return f"grey: {content['source']}"
