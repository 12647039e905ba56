"""`voice-coach doctor`: everything that the coach needs, one line each, with the mend."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from voice_coach.errors import EXIT_DONE, EXIT_MISSING

if TYPE_CHECKING:
    from voice_coach.interfaces.health import Finding


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `doctor`."""
    parser = subparsers.add_parser(
        "doctor",
        help="check microphone, speaker, echo canceller, voice, PortAudio, model and content",
        description="Try everything that the coach needs and print one line for each: OK, WARNING, or MISSING with the "
        "mend. "
        "Listens to the microphone for a moment, keeps nothing of it, and plays nothing.",
    )
    parser.add_argument("--model", type=Path, metavar="DIR", help="speech model to check instead of the usual one")
    parser.add_argument("--intents", type=Path, metavar="DIR", help="content folder to check instead of the usual one")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings. Exit code 0 when all is there, 3 when something is missing."""
    from voice_coach.interfaces.health import examine
    from voice_coach.paths import intents_folder

    findings: list[Finding] = []
    for finding in examine(arguments.model, arguments.intents or intents_folder()):
        findings.append(finding)
        if not arguments.json:
            # Each line as soon as it is known: the model takes a few seconds.
            print(_line(finding), flush=True)  # noqa: T201
    well = all(finding.ok for finding in findings)
    if arguments.json:
        print(json.dumps({"ok": well, "checks": [asdict(finding) for finding in findings]}))  # noqa: T201
    return EXIT_DONE if well else EXIT_MISSING


def _line(finding: Finding) -> str:
    mend = f"; {finding.mend}" if finding.mend else ""
    state = "MISSING" if not finding.ok else "WARNING" if finding.warning else "OK"
    return f"{state:<8}{finding.component:<11} {finding.found}{mend}"
