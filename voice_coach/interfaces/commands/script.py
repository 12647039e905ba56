"""`voice-coach script`: everything that the coach can say and every path, for a reviewer."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voice_coach.paths import intents_folder


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("script", help="show everything the coach can say and every path, for review")
    parser.add_argument("--format", choices=("html", "md", "csv", "json"), default="md", help="default: md")
    parser.add_argument("--intents", type=Path, default=None, metavar="DIR", help="content folder (default: intents/)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the script to standard output."""
    from voice_coach.dialogue.script import load_script
    from voice_coach.interfaces.review import FORMATS

    folder = arguments.intents if arguments.intents is not None else intents_folder()
    sys.stdout.write(FORMATS[arguments.format](load_script(folder)))
    return 0
