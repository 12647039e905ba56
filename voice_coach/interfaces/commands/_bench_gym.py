"""`voice-coach bench --gym` and `--latency`: the table of a loud gym, measured at once or in several sittings."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.gym.saved import as_json, read_table
from voice_coach.bench.gym.setup import OURS, Setup
from voice_coach.bench.gym.table import Table, as_text, chosen, measure_table, new_table
from voice_coach.errors import BadInput
from voice_coach.interfaces.commands._bench_plan import engines_from, listed
from voice_coach.interfaces.commands._plots import matplotlib_needed
from voice_coach.paths import intents_folder


def run_gym(arguments: argparse.Namespace, write: Callable[[Path, str], None]) -> Table:
    """Measure what was asked for and print it; `write` keeps it in `--json` after each part."""
    setup = _setup(arguments)
    names = ("latency",) if arguments.latency else chosen(listed(arguments.rows))
    if arguments.plot:
        with matplotlib_needed():
            from voice_coach.bench.gym.plot import plot
    begun = new_table(setup)
    if arguments.resume:
        if not arguments.json:
            raise BadInput("--resume needs the file to go on with: name it with --json")
        if arguments.json.exists():
            begun = begun.following(read_table(arguments.json))

    def keep(table: Table) -> None:
        if arguments.json:
            write(arguments.json, json.dumps(as_json(table), indent=1) + "\n")

    table = measure_table(setup, names, begun, keep)
    print(as_text(table))  # noqa: T201
    if arguments.plot:
        plot(table.rows, arguments.plot)
    return table


def _setup(arguments: argparse.Namespace) -> Setup:
    engines = tuple(EngineName(name) for name in engines_from(arguments.engine or ["vosk,pocketsphinx"]))
    if OURS not in engines:
        raise BadInput(f"--gym judges {OURS}: name it with --engine, or leave --engine out")
    return Setup(
        arguments.gym or Path(),
        arguments.intents or intents_folder(),
        engines,
        arguments.jobs,
        arguments.every,
        arguments.rival_every,
        arguments.seed,
        negatives=(arguments.negative,) if arguments.negative else (),
        people=tuple(arguments.people or ()),
    )
