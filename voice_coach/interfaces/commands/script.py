"""`voice-coach script`: everything that the coach can say and every path, to be reviewed and signed."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voice_coach.errors import EXIT_DONE
from voice_coach.interfaces.commands._options import add_outside_option
from voice_coach.paths import intents_folder

if TYPE_CHECKING:
    from voice_coach.interfaces.review.signature import Standing


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "script",
        help="show everything the coach can say and every path, for review",
        description="Write everything that the coach can say and decide as one page for a clinician, or as data; "
        "record who signed it (only for the clinician who did); tell what has changed since.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--format", choices=("html", "md", "csv", "json"), default="md", help="default: md")
    what.add_argument(
        "--sign", metavar='"NAME, ROLE"', help="record that this clinician signed the content as it is now"
    )
    what.add_argument("--changes", action="store_true", help="list what has changed since it was signed")
    parser.add_argument("--intents", type=Path, default=None, metavar="DIR", help="content folder (default: intents/)")
    add_outside_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the script to standard output, sign it, or list the changes. Exit code 0 whatever has changed."""
    from datetime import date

    from voice_coach.dialogue.script import load_script
    from voice_coach.interfaces.review.formats import FORMATS
    from voice_coach.interfaces.review.signature import FILE, sign, standing

    folder = arguments.intents if arguments.intents is not None else intents_folder()
    script = load_script(folder)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The page says that it is UTF-8, whatever the terminal prefers.
        sys.stdout.reconfigure(encoding="utf-8")
    if arguments.sign is not None:
        signature = sign(script, folder, arguments.sign, date.today())
        sys.stdout.write(f"{folder / FILE}: content {signature.version} signed by {signature.name}, {signature.role}\n")
    elif arguments.changes:
        _tell(standing(script, folder))
    else:
        shown = script if arguments.outside is not False else script.without_outside()
        sys.stdout.write(FORMATS[arguments.format](shown, standing(script, folder)))
    return EXIT_DONE


def _tell(now: Standing) -> None:
    """Which entries are not as they were signed."""
    sys.stdout.write(f"{now.found if now.signature is not None else now}\n")
    for change in now.changes:
        sys.stdout.write(f"{change}\n")
