"""Plot: the owner's counts as one picture."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

from voice_coach.dialogue.question import LEVELS
from voice_coach.errors import BadInput
from voice_coach.journal.stats import HOURS, Stats

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

MOST_BARS: Final = 15
"""Bars in one panel, the most frequent."""


def write_plot(stats: Stats, path: Path) -> None:
    """Write four panels: intents, levels, hours, and what was not understood. The ending says the format (PNG, SVG).

    Raises `BadInput` when the place or the ending will not do.
    """
    figure, panels = plt.subplots(2, 2, figsize=(11, 7.5), layout="constrained")
    _ranked(panels[0, 0], "What people asked for", stats.intents)
    panels[0, 1].bar(LEVELS, [stats.levels[level] for level in LEVELS])
    panels[0, 1].set(title="What it came to", ylabel="conversations")
    panels[0, 1].tick_params(axis="x", rotation=20)
    panels[1, 0].bar(range(HOURS), stats.hours)
    panels[1, 0].set(title="When", xlabel="hour of the day", ylabel="conversations", xlim=(-0.5, HOURS - 0.5))
    panels[1, 0].set_xticks(range(0, HOURS, 3))
    kind = "phrase" if stats.phrases else "reason"
    _ranked(panels[1, 1], f"Not understood, by {kind}", stats.phrases or stats.unmatched)
    for panel in (panels[0, 1], panels[1, 0]):
        panel.yaxis.set_major_locator(MaxNLocator(integer=True))
    days = f", {stats.first:%Y-%m-%d} to {stats.last:%Y-%m-%d}" if stats.first and stats.last else ""
    figure.suptitle(f"{stats.conversations} conversations{days}")
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be written ({error}): name a file such as stats.png") from None
    finally:
        plt.close(figure)


def _ranked(panel: Any, title: str, counts: Counter[str]) -> None:
    """Bars with the most frequent at the top."""
    panel.set_title(title)
    if not counts:
        panel.set_axis_off()
        panel.text(0.5, 0.5, "nothing", ha="center", va="center", transform=panel.transAxes)
        return
    most = counts.most_common(MOST_BARS)[::-1]
    panel.barh([name for name, _ in most], [number for _, number in most])
    panel.set_xlabel("times")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
