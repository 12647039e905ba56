"""Drawing: the few shapes that the diagrams are made of, as SVG elements styled by the page."""

from __future__ import annotations

import textwrap
from typing import Final, TypeAlias

from voice_coach.interfaces.review.elements import GRAVITY, LEVEL_WORDS, Markup, element, joined

Point: TypeAlias = tuple[float, float]

LEVEL_WIDTH: Final = 190
LEVEL_HEIGHT: Final = 30
HEAD: Final = (9, 5)
"""Length and half the width of an arrow's head."""


def rectangle(
    x: float, y: float, width: float, height: float, style: str, *, corner: float = 0, data_entry: str | None = None
) -> Markup:
    """A rectangle with its left upper corner at (x, y); `data_entry` names the entry of the plan that it stands for."""
    return element(
        "rect",
        x=f"{x:g}",
        y=f"{y:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        rx=f"{corner:g}",
        class_=style,
        data_entry=data_entry,
    )


def line(*points: Point, style: str = "way", arrow: bool = False) -> Markup:
    """A line through points; an arrow's head ends exactly at the last one."""
    drawn = element("path", d="M" + "L".join(f"{x:g} {y:g}" for x, y in points), class_=style)
    return joined(drawn, _head(points[-2], points[-1])) if arrow else drawn


def _head(before: Point, end: Point) -> Markup:
    """The head of a line that runs straight down or straight to one side."""
    length, half = HEAD
    (x, y), right = end, 1 if end[0] > before[0] else -1
    if before[0] == end[0]:
        corners = ((x - half, y - length), (x + half, y - length), end)
    else:
        corners = ((x - right * length, y - half), (x - right * length, y + half), end)
    return element("polygon", points=" ".join(f"{a:g},{b:g}" for a, b in corners), class_="head")


def words(x: float, y: float, text: str, style: str = "", anchor: str | None = None) -> Markup:
    """One line of text on the base line y."""
    return element("text", text, x=f"{x:g}", y=f"{y:g}", class_=style or None, text_anchor=anchor)


def wrapped(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters; ids stay whole."""
    return textwrap.wrap(text, letters, break_on_hyphens=False)


def level(x: float, y: float, outcome: str) -> Markup:
    """A level as a bar in its colour, with marks that count its gravity for those who see no colour."""
    gravity = GRAVITY.get(outcome)
    drawn = [rectangle(x, y, LEVEL_WIDTH, LEVEL_HEIGHT, f"level lv-{outcome}", corner=6)]
    if gravity is not None:
        for number in range(4):
            style = "mark" if number < gravity else "mark empty"
            drawn.append(rectangle(x + 10 + 11 * number, y + 11, 8, 8, style))
    text = LEVEL_WORDS.get(outcome, outcome)
    return joined(*drawn, words(x + (14 if gravity is None else 62), y + 20, text, "onlevel"))
