"""Command line: `voice-coach SUBCOMMAND`, and how every error becomes one sentence and an exit code."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

from voice_coach import __version__
from voice_coach.errors import EXIT_INTERRUPTED, CoachError
from voice_coach.interfaces import commands


def build_parser() -> argparse.ArgumentParser:
    """The parser with every subcommand of `interfaces/commands/`."""
    parser = argparse.ArgumentParser(
        prog="voice-coach",
        description="An offline voice coach for muscle cramps: it hears you, guides you, and says when to get help.",
        epilog="Exit codes: 0 done, 2 bad usage or bad input, 3 a component is missing, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"voice-coach {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda found: found.name):
        if not module.name.startswith("_"):
            importlib.import_module(f"{commands.__name__}.{module.name}").add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CoachError as error:
        print(f"voice-coach: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing more to say, and nothing to complain about at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
