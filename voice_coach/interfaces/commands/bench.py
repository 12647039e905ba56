"""`voice-coach bench`: accuracy, false starts, latency and cost of our ears beside what people would use instead."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.collection.atomic import PARTIAL
from voice_coach.errors import EXIT_DONE, BadInput
from voice_coach.interfaces.commands._bench_plan import ENGINES, plan_from
from voice_coach.interfaces.commands._plots import matplotlib_needed
from voice_coach.understanding.interpretation import Situation

if TYPE_CHECKING:
    from voice_coach.bench.local_set import LocalSet


EXIT_MISSED: Final = 1
"""Exit code of --check when a must is missed."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench`."""
    parser = subparsers.add_parser(
        "bench",
        help="accuracy, false starts, latency and cost",
        description="Hear the same recordings with each engine, in processes of their own, and print one table. "
        "Acceptance and false starts always come from the same run and configuration.",
    )
    parser.add_argument("--intents", type=Path, metavar="DIR", help="folder of intents that the engines are made for")
    parser.add_argument("--audio", type=Path, metavar="DIR", help="folder of the labelled recordings")
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="FILE.json",
        help='file name -> {slot: value} or {"intent": id, "slots": {...}}; '
        "either may also hold a situation and a group (a voice, or people)",
    )
    parser.add_argument("--negative", type=Path, metavar="DIR", help="folder of recordings that should start nothing")
    parser.add_argument(
        "--noise",
        action="append",
        metavar="FILE|KIND",
        help="noise to mix in, with --snr, repeated or with commas: a recording, or music, clanks, babble, instructor",
    )
    parser.add_argument("--snr", metavar="24,12,6", help="signal-to-noise ratios in decibels, beside the clean run")
    parser.add_argument("--room", metavar="close,2m", help="hear every clip across a gym, at these microphones")
    parser.add_argument(
        "--lead-in", action="store_true", help="with --noise: let the noise begin before the clip and end after it"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of all that is random (default 1)")
    parser.add_argument(
        "--engine",
        action="append",
        metavar="NAME",
        help=f"engines, repeated or with commas: {', '.join(ENGINES)} (default vosk)",
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes at a time (default 1)")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="write the figures")
    parser.add_argument("--plot", type=Path, metavar="OUT.png", help="write a plot")
    parser.add_argument("--details", type=Path, metavar="OUT.jsonl", help="write what became of every clip")
    parser.add_argument(
        "--situation",
        choices=[str(situation) for situation in Situation],
        default=None,
        help="what the coach is doing when a clip is heard whose label does not say so (default idle), "
        "or a phrase of --phrases is read (default question)",
    )
    parser.add_argument(
        "--front",
        choices=("segmenter", "clip"),
        default="segmenter",
        help="our voice activity before every engine, or each recording whole (default segmenter)",
    )
    parser.add_argument("--model", type=Path, metavar="DIR", help="speech model instead of one built from --intents")
    parser.add_argument(
        "--musts",
        type=Path,
        metavar="SHARED_AUDIO_DIR",
        help="measure what must hold, on the recordings given beside the project, in one run",
    )
    parser.add_argument(
        "--gym",
        type=Path,
        metavar="SHARED_AUDIO_DIR",
        help="measure what a loud gym asks for: one table with what is wanted, in one run and configuration",
    )
    parser.add_argument("--rows", metavar="NAMES", help="with --gym: these parts only, with commas, or all")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="with --gym and --json: go on with the table in that file; parts that it holds are not measured again",
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="with --gym or --latency: every Nth clip only"
    )
    parser.add_argument(
        "--latency",
        action="store_true",
        help='measure the time from end of speech to first sound, and from "stop" to silence, on audio_fixtures',
    )
    parser.add_argument(
        "--rival-every",
        type=int,
        default=4,
        metavar="N",
        help="with --gym: every Nth of those coffee orders for PocketSphinx, which is slow (default 4)",
    )
    parser.add_argument(
        "--make-negatives",
        type=Path,
        metavar="OUT",
        help="make --hours of synthetic speech for --negative, in a new folder outside the project",
    )
    parser.add_argument("--hours", type=float, default=6.0, metavar="N", help="with --make-negatives (default 6)")
    parser.add_argument(
        "--compare",
        type=Path,
        nargs=2,
        metavar=("A.json", "B.json"),
        help="what changed between two runs, and which changes are more than chance; details beside a run "
        "(A.jsonl) make the comparison clip by clip",
    )
    parser.add_argument(
        "--people",
        type=Path,
        action="append",
        metavar="DIR",
        help="with --gym: more people's speech that starts nothing",
    )
    parser.add_argument("--check", action="store_true", help="with --musts or --gym: exit with 1 when a must is missed")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="with --musts: leave out the silence and level variants, and most of PocketSphinx: much faster",
    )
    parser.add_argument(
        "--phrases",
        type=Path,
        action="append",
        metavar="FILE.yaml",
        help="measure the understanding of typed phrases instead, and draw its confusion matrix; may be repeated",
    )
    parser.add_argument(
        "--phrase-labels", type=Path, metavar="FILE.yaml", help="what the groups of a grouped --phrases file lead to"
    )
    parser.add_argument(
        "--recordings",
        action="store_true",
        help="also hear what was recorded here with `voice-coach record`, in groups of its own; alone, only that",
    )
    parser.add_argument(
        "--echo",
        type=Path,
        metavar="DIR",
        help="measure what is heard while the coach speaks and hears itself; DIR holds folders of voices, each with "
        "stop, next, yes and i_have_chest_pain",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the bench; raises `CoachError` for anything that the user gave and that cannot be used."""
    _one_or_more("--jobs", arguments.jobs)
    for path in (arguments.json, arguments.plot, arguments.details):
        # Before the run, which may take an hour, and not after it.
        if path and not path.parent.is_dir():
            raise BadInput(f"{path.parent} is no folder: make it first, or choose another place for {path.name}")
    if arguments.phrases:
        return _run_phrases(arguments)
    if arguments.musts:
        return _run_musts(arguments)
    if arguments.echo:
        return _run_echo(arguments)
    if arguments.compare:
        return _run_compare(arguments)
    if arguments.make_negatives:
        from voice_coach.bench.negatives import make_negatives, report

        print(report(make_negatives(arguments.make_negatives, arguments.hours, arguments.seed)))  # noqa: T201
        return EXIT_DONE
    if arguments.gym or arguments.latency:
        from voice_coach.interfaces.commands._bench_gym import run_gym

        for option, given in (("--every", arguments.every), ("--rival-every", arguments.rival_every)):
            _one_or_more(option, given)
        table = run_gym(arguments, _write)
        return EXIT_MISSED if arguments.check and not table.held else EXIT_DONE
    local = _local_set(arguments)
    if not (arguments.intents and arguments.audio and arguments.labels):
        raise BadInput(
            "bench needs --intents, --audio and --labels (or --gym DIR, --latency, --musts DIR or --phrases FILE): "
            "see `voice-coach bench --help`"
        )
    # Here, not above: the other commands should not wait for what only the bench loads.
    from voice_coach.bench.details import write_details
    from voice_coach.bench.model_cache import BuiltModel, model_for
    from voice_coach.bench.report import as_json, as_table
    from voice_coach.bench.runner import measure

    if arguments.plot:
        with matplotlib_needed():
            from voice_coach.bench.plot import plot
    plan = plan_from(arguments)
    model = BuiltModel(arguments.model, None) if arguments.model else model_for(arguments.intents)
    result = measure(local.beside(plan), model.path)
    conditions = result.conditions()
    print("\n".join(part for part in (as_table(conditions), local.mention) if part))  # noqa: T201
    if arguments.json:
        figures = as_json(plan, conditions, model.build_seconds) | {"local_recordings": local.figures}
        _write(arguments.json, json.dumps(figures, indent=2) + "\n")
    if arguments.details:
        _write(arguments.details, write_details(result))
    if arguments.plot:
        plot(conditions, arguments.plot)
    return EXIT_DONE


def _one_or_more(option: str, given: int) -> None:
    if given < 1:
        raise BadInput(f"{option} {given}: give 1 or more")


def _local_set(arguments: argparse.Namespace) -> LocalSet:
    """The recordings made on this device; without others named, they become the run's own."""
    from voice_coach.bench.local_set import read_local_set
    from voice_coach.collection.folder import RecordingFolder
    from voice_coach.paths import intents_folder, recordings_folder

    folder = RecordingFolder(recordings_folder())
    if not arguments.recordings:
        return read_local_set(folder)
    if not (arguments.audio or arguments.labels):
        if not folder.count():
            raise BadInput("there are no local recordings: make some with `voice-coach record PHRASE`")
        arguments.audio, arguments.labels = folder.folder, folder.labels_file
        arguments.intents = arguments.intents or intents_folder()
        return read_local_set(folder, alone=True)
    return read_local_set(folder, Situation(arguments.situation or Situation.IDLE))


def _write(path: Path, text: str) -> None:
    """Whole or not at all: what stood in the file may be the work of hours."""
    partial = path.with_name(f".{path.name}{PARTIAL}") if path.is_file() or not path.exists() else path
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): choose another place") from None


def _run_musts(arguments: argparse.Namespace) -> int:
    from voice_coach.bench.musts import measure_musts
    from voice_coach.bench.musts_report import as_figures, as_text

    musts = measure_musts(arguments.musts, arguments.intents, arguments.jobs, robustness=not arguments.plain)
    print(as_text(musts))  # noqa: T201
    figures = as_figures(musts)
    if arguments.json:
        _write(arguments.json, json.dumps(figures, indent=2) + "\n")
    return EXIT_MISSED if arguments.check and not figures["held"] else EXIT_DONE


def _run_echo(arguments: argparse.Namespace) -> int:
    from voice_coach.bench.echo import HEADS, cells, measure_echo, voices
    from voice_coach.bench.stage import House
    from voice_coach.paths import intents_folder

    _one_or_more("--every", arguments.every)
    people = voices(arguments.echo)[:: arguments.every]
    house = House.open(arguments.intents or intents_folder(), arguments.model)
    # Row by row, as they come: all of them take minutes.
    print(" | ".join(HEADS), flush=True)  # noqa: T201
    for row in measure_echo(house, people):
        print(" | ".join(cells(row)), flush=True)  # noqa: T201
    return EXIT_DONE


def _run_compare(arguments: argparse.Namespace) -> int:
    from voice_coach.bench.compare import as_json, as_text, compare

    differences = compare(*arguments.compare)
    print(as_text(differences))  # noqa: T201
    if arguments.json:
        _write(arguments.json, json.dumps(as_json(differences), indent=1) + "\n")
    return EXIT_DONE


def _run_phrases(arguments: argparse.Namespace) -> int:
    from voice_coach.bench.confusion import as_json, as_text, confuse
    from voice_coach.bench.phrases import NO_LABELS, read_phrase_labels, read_phrases
    from voice_coach.paths import intents_folder
    from voice_coach.understanding.library import load_library
    from voice_coach.understanding.understanding import Understanding

    if arguments.plot:
        with matplotlib_needed():
            from voice_coach.bench.plot_confusion import plot_confusion
    labels = read_phrase_labels(arguments.phrase_labels) if arguments.phrase_labels else NO_LABELS
    lists = [(path.name, read_phrases(path, labels)) for path in arguments.phrases]
    understanding = Understanding(load_library(arguments.intents or intents_folder()))
    situation = Situation(arguments.situation or Situation.QUESTION)
    confusions = [confuse(name, phrases, understanding.interpret, situation) for name, phrases in lists]
    print("\n\n".join(as_text(confusion) for confusion in confusions))  # noqa: T201
    if arguments.json:
        _write(arguments.json, json.dumps([as_json(confusion) for confusion in confusions], indent=2) + "\n")
    if arguments.plot:
        plot_confusion(confusions, arguments.plot)
    return EXIT_DONE
