"""`voice-coach stats`: how often the coach was asked what, when, and what came of it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from voice_coach.errors import EXIT_DONE
from voice_coach.interfaces.commands._log_options import add_log_options, one_or_more, tell_damage
from voice_coach.interfaces.commands._plots import matplotlib_needed
from voice_coach.paths import log_folder


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "stats",
        help="count what happened: by intent, level and hour",
        description="Count the event log: what people asked for, what it came to, at which hour, and what was not "
        "understood. It holds no names and no voices, and words only when the owner has them kept.",
    )
    add_log_options(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write the counts as a picture, PNG or SVG")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Count and print."""
    from voice_coach.journal.reader import LogReader, conversations
    from voice_coach.journal.stats import count
    from voice_coach.journal.table import table

    one_or_more("--days", arguments.days)
    if arguments.plot:
        with matplotlib_needed():
            from voice_coach.journal.plot import write_plot
    reader = LogReader(arguments.folder or log_folder())
    stats = count(conversations(reader.entries(arguments.days)))
    lines = [json.dumps(stats.as_json(), ensure_ascii=False)] if arguments.json else table(stats)
    for line in lines:
        print(line)  # noqa: T201
    if arguments.plot:
        write_plot(stats, arguments.plot)
    tell_damage(reader.damaged)
    return EXIT_DONE
