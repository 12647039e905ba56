"""`voice-coach record`: a person's own recordings, with their consent, on this device, for the bench."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.errors import EXIT_DONE, BadInput
from voice_coach.interfaces.commands._options import chosen_microphone
from voice_coach.paths import intents_folder, recordings_folder

if TYPE_CHECKING:
    from voice_coach.collection.folder import RecordingFolder
    from voice_coach.interfaces.recorder import Terminal

MOST_TAKES: Final = 50
LONGEST_SPEAKER: Final = 40
"""Letters of a name."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "record",
        help="record your own voice for the bench",
        description="Record a sentence as you say it, so that `voice-coach bench --recordings` tests the coach on your "
        "voice. You are asked first; the recordings stay on this device, and `voice-coach record --delete` deletes "
        "them all.",
    )
    parser.add_argument("phrase", nargs="?", metavar="PHRASE", help='what to say, for instance "my calf is cramping"')
    parser.add_argument("--intent", metavar="ID", help="what it means, where the coach gets that wrong")
    parser.add_argument("--slots", action="append", metavar="NAME=VALUE", help="for instance muscle=calf,side=left")
    parser.add_argument("--takes", type=int, default=1, metavar="N", help="how often to record it (default 1)")
    parser.add_argument("--speaker", metavar="NAME", help="who speaks, if they want to be named")
    parser.add_argument("--input", metavar="DEVICE", help="microphone by name or number (default: the system's)")
    parser.add_argument("--file", type=Path, metavar="FILE", help="add a recording that exists, WAV or FLAC")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="show what was recorded")
    instead.add_argument(
        "--delete",
        nargs="?",
        const="",
        metavar="NAME",
        help="delete one recording, or without a NAME everything, the consent too",
    )
    parser.add_argument(
        "--yes", action="store_true", help="ask nothing: for scripts, once the person who speaks has agreed"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Record, list or delete."""
    from voice_coach.collection.folder import RecordingFolder
    from voice_coach.interfaces.recorder import Terminal

    folder = RecordingFolder(recordings_folder())
    if arguments.phrase is not None and (arguments.list or arguments.delete is not None):
        raise BadInput("record takes a PHRASE, or --list, or --delete: give one of them")
    if arguments.list:
        return _list(folder)
    terminal = Terminal(_say, _ask, arguments.yes)
    if arguments.delete is not None:
        return _delete(folder, arguments.delete, terminal)
    return _record(folder, arguments, terminal)


def _record(folder: RecordingFolder, arguments: argparse.Namespace, terminal: Terminal) -> int:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from voice_coach.audio.microphone import Microphone
    from voice_coach.collection.meaning import read_slots, work_out
    from voice_coach.collection.take import read_take
    from voice_coach.interfaces.recorder import Recorder, Source
    from voice_coach.settings import EndpointSettings
    from voice_coach.understanding.library import load_library
    from voice_coach.understanding.tokens import tokens_of

    phrase = " ".join(str(arguments.phrase or "").split())
    if not tokens_of(phrase):
        raise BadInput('say what to record: for instance `voice-coach record "my calf is cramping"`')
    if not 1 <= arguments.takes <= MOST_TAKES:
        raise BadInput(f"--takes {arguments.takes}: give a number from 1 to {MOST_TAKES}")
    _must_be_able_to_ask(arguments.yes, "once the person who speaks has agreed to be recorded")
    speaker = " ".join(str(arguments.speaker or "").split())[:LONGEST_SPEAKER] or None
    meaning = work_out(phrase, load_library(intents_folder()), arguments.intent, read_slots(arguments.slots))
    take = read_take(arguments.file, EndpointSettings()) if arguments.file is not None else None

    def microphone() -> AbstractContextManager[Source]:
        return Microphone(chosen_microphone(arguments))

    if take is None:
        # A missing microphone is told before anybody agrees to anything.
        Microphone(chosen_microphone(arguments)).close()
    recorder = Recorder(folder, terminal, datetime.now().astimezone().date())
    if not recorder.consent(speaker) or not recorder.meaning(phrase, meaning):
        return EXIT_DONE
    if take is not None:
        kept = [recorder.keep(phrase, take, meaning, speaker)]
    else:
        kept = recorder.record(phrase, meaning, arguments.takes, microphone, speaker)
    if kept:
        _say(f"{folder.count()} in all, in {folder.folder}. Test with `voice-coach bench --recordings`.")
    return EXIT_DONE


def _list(folder: RecordingFolder) -> int:
    kept = folder.kept()
    for entry in kept:
        _say(f"{entry.name}  {entry.seconds:.1f} s  {entry.day}  {entry.meaning}  ({entry.group})")
    for consent in folder.consents():
        _say(f"consent of {consent.day}, text {consent.version}, by {consent.speaker or 'a person without a name'}")
    if not kept:
        _say("Nothing is recorded.")
    return EXIT_DONE


def _delete(folder: RecordingFolder, name: str, terminal: Terminal) -> int:
    _must_be_able_to_ask(terminal.assume_yes, "to delete")
    what = f'the recording "{name}"' if name else f"everything that was recorded, and the consent, in {folder.folder}"
    if not terminal.agrees(f"Delete {what}?", default=False):
        _say("Nothing was deleted.")
    elif name:
        folder.delete(name)
        _say(f"{name} is deleted.")
    else:
        _say(f"{folder.delete_all()} recordings and the consent are deleted.")
    return EXIT_DONE


def _must_be_able_to_ask(assume_yes: bool, when: str) -> None:
    """Raise `BadInput` when there is nobody at a terminal to ask."""
    if not assume_yes and not sys.stdin.isatty():
        raise BadInput(f"record asks first, and there is no terminal to ask on: run it in one, or add --yes {when}")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _ask(question: str) -> str:
    try:
        return input(question).strip().lower()
    except EOFError:
        return ""
