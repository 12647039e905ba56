"""Formats: the ways in which the whole script can be written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice_coach.dialogue.script import Script
from voice_coach.interfaces.review.data import as_json
from voice_coach.interfaces.review.markdown import as_markdown
from voice_coach.interfaces.review.page import as_html
from voice_coach.interfaces.review.signature import Standing
from voice_coach.interfaces.review.wordings import as_csv

FORMATS: Final[dict[str, Callable[[Script, Standing], str]]] = {
    "html": as_html,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
