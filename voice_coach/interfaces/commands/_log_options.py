"""Options that the two readers of the event log share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voice_coach.errors import BadInput


def add_log_options(parser: argparse.ArgumentParser) -> None:
    """`--days`, `--folder`."""
    parser.add_argument("--days", type=float, metavar="N", help="only the last N days")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="another folder than the one the coach writes to")


def one_or_more(option: str, given: float | None) -> None:
    """Raise `BadInput` for a number below one; None is none given."""
    if given is not None and not given >= 1:
        raise BadInput(f"{option} {given:g}: give 1 or more")


def tell_damage(lines: int) -> None:
    """Say on standard error that lines were left out, if any were."""
    if lines:
        noun = "line of the event log was" if lines == 1 else "lines of the event log were"
        print(f"voice-coach: {lines} damaged {noun} left out", file=sys.stderr)  # noqa: T201
