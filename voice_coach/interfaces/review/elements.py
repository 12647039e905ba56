"""Elements: HTML and SVG made piece by piece, everything escaped that is not an element already."""

from __future__ import annotations

import html
from typing import Final

EMPTY: Final = ("br", "hr", "input", "link", "meta")
"""Elements of HTML that have no content and no end tag."""

LEVEL_WORDS: Final = {
    "emergency": "emergency",
    "doctor_today": "doctor today",
    "doctor_soon": "doctor soon",
    "physiotherapist": "physiotherapist",
    "self_care": "self-care",
    "cool_down": "cool-down",
    "raise": "one level up",
    "next": "goes on",
}
"""Levels and outcomes as they are written for people, the gravest first."""

GRAVITY: Final = {"emergency": 4, "doctor_today": 3, "doctor_soon": 2, "physiotherapist": 1, "self_care": 0}
"""Filled marks out of four, so that a level is told without colour."""


class Markup(str):
    """Text that is an element already."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | float | None) -> Markup:
    """An element. Text is escaped; attributes that are None are left out, and `class_`, `aria_label` become names."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in EMPTY:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Pieces one behind the other."""
    return Markup(
        "".join(child if isinstance(child, Markup) else html.escape(child, quote=False) for child in children)
    )


def badge(outcome: str) -> Markup:
    """A level or outcome in its colour, with marks that count its gravity."""
    marks = GRAVITY.get(outcome)
    bars = f"{'■' * marks}{'□' * (4 - marks)} " if marks is not None else ""
    return element(
        "span",
        element("span", bars, class_="marks", aria_hidden="true") if bars else "",
        LEVEL_WORDS.get(outcome, outcome),
        class_=f"badge lv-{outcome}",
    )


def code(text: str) -> Markup:
    """An id."""
    return element("code", text)
