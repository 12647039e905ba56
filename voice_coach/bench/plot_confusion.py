"""Plot of a confusion matrix: what was wanted down the side, what it was taken for along the top."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

from voice_coach.bench.confusion import Confusion

mpl.use("Agg")

from matplotlib import pyplot as plt


def plot_confusion(confusions: Sequence[Confusion], path: Path) -> None:
    """Write the matrices as PNG, one below the other; the shade is the share of the row, the figure the count."""
    heights = [0.24 * len(confusion.wanted) + 2.4 for confusion in confusions]
    width = 0.3 * max(len(confusion.found) for confusion in confusions) + 4
    figure, axes = plt.subplots(
        len(confusions), 1, figsize=(width, sum(heights)), squeeze=False, height_ratios=heights, layout="constrained"
    )
    for axis, confusion in zip(axes[:, 0], confusions, strict=True):
        counts, mistakes = confusion.counts(), confusion.mistakes()
        wanted, found = confusion.wanted, confusion.found
        table = np.array([[counts[row, column] for column in found] for row in wanted], float)
        shade = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
        axis.imshow(shade, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for row, column in zip(*np.nonzero(table), strict=True):
            wrong = mistakes[wanted[row], found[column]]
            colour = "#b00020" if wrong else "white" if shade[row, column] > 0.5 else "black"
            weight = "bold" if wrong else "normal"
            text = f"{table[row, column]:.0f}"
            axis.text(column, row, text, ha="center", va="center", fontsize=8, color=colour, weight=weight)
        axis.set_xticks(range(len(found)), found, rotation=60, ha="right", fontsize=8)
        axis.set_yticks(range(len(wanted)), wanted, fontsize=8)
        right = sum(outcome.right for outcome in confusion.outcomes)
        axis.set_title(f"{confusion.name}: {right} of {len(confusion.outcomes)} right (mistakes in red)")
        axis.set(ylabel="wanted", xlabel="taken for")
    figure.savefig(path, dpi=110)
    plt.close(figure)
