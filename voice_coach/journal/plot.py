"""Plot: the owner's counts as one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import matplotlib as mpl

from voice_coach.dialogue.question import LEVELS
from voice_coach.errors import BadInput
from voice_coach.journal.stats import HOURS, Stats

mpl.use("Agg")

from matplotlib import pyplot as plt

MOST_BARS: Final = 15
"""Bars in one panel, the most frequent."""


def write_plot(stats: Stats, path: Path) -> None:
    """Write four panels: intents, levels, hours, and what was not understood. The ending says the format (PNG, SVG).

    Raises `BadInput` when the place or the ending will not do.
    """
    figure, panels = plt.subplots(2, 2, figsize=(11, 7.5), layout="constrained")
    intents = stats.intents.most_common(MOST_BARS)[::-1]
    panels[0, 0].barh([name for name, _ in intents], [number for _, number in intents])
    panels[0, 0].set(title="What people asked for", xlabel="times")
    panels[0, 1].bar(LEVELS, [stats.levels[level] for level in LEVELS])
    panels[0, 1].set(title="What it came to", ylabel="conversations")
    panels[0, 1].tick_params(axis="x", rotation=20)
    panels[1, 0].bar(range(HOURS), stats.hours)
    panels[1, 0].set(title="When", xlabel="hour of the day", ylabel="conversations", xlim=(-0.5, HOURS - 0.5))
    unmatched = (stats.phrases or stats.unmatched).most_common(MOST_BARS)[::-1]
    panels[1, 1].barh([name for name, _ in unmatched], [number for _, number in unmatched])
    kind = "phrase" if stats.phrases else "reason"
    panels[1, 1].set(title=f"Not understood, by {kind}", xlabel="times")
    figure.suptitle(f"{stats.conversations} conversations")
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be written ({error}): name a file such as stats.png") from None
    finally:
        plt.close(figure)
