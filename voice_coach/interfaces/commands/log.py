"""`voice-coach log`: what happened, read like a conversation."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_coach.errors import EXIT_DONE, BadInput
from voice_coach.interfaces.commands._log_options import add_log_options, one_or_more, tell_damage
from voice_coach.paths import log_folder

if TYPE_CHECKING:
    from voice_coach.journal.entry import Entry

# What is printed here is what the command is for.
# ruff: noqa: T201

LAST = 20
"""Conversations that are shown when nothing else is asked for."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "log",
        help="read the event log like a conversation",
        description="Print what happened, one conversation after the other. What people said word for word is in it "
        "only when the owner has it kept (`voice-coach config set log.words true`).",
    )
    add_log_options(parser)
    parser.add_argument(
        "--last", type=int, default=LAST, metavar="N", help="the last N conversations (default %(default)d)"
    )
    parser.add_argument("--all", action="store_true", help="all of them, and what the room said in between")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, as it is kept")
    parser.add_argument("--erase", action="store_true", help="delete the whole log")
    parser.add_argument("--path", action="store_true", help="only tell where it is")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print, or delete."""
    from voice_coach.journal.reader import LogReader, conversations

    folder = arguments.folder or log_folder()
    if arguments.path:
        print(folder)
        return EXIT_DONE
    if arguments.erase:
        return _erase(folder)
    one_or_more("--last", arguments.last)
    one_or_more("--days", arguments.days)
    reader = LogReader(folder)
    told: Iterable[list[Entry]] = conversations(reader.entries(arguments.days))
    if not arguments.all:
        told = deque((events for events in told if events[0].conversation), maxlen=arguments.last)
    empty = True
    for conversation in told:
        if arguments.json:
            _print_json(conversation)
        elif any(map(_line, conversation)):
            _print(conversation, first=empty)
            empty = False
    if empty and not arguments.json:
        print(f"The event log in {folder} has nothing to show.")
    tell_damage(reader.damaged)
    return EXIT_DONE


def _print(conversation: list[Entry], *, first: bool) -> None:
    if not first:
        print()
    name = conversation[0].conversation
    print(f"{conversation[0].at:%A %Y-%m-%d}, {f'conversation {name}' if name else 'no conversation'}")
    before = conversation[0].at
    for entry in conversation:
        if entry.at < before:
            print("          (the clock went back here)")
        before = entry.at
        line = _line(entry)
        if line:
            print(f"{entry.at:%H:%M:%S}  {line}")


def _line(entry: Entry) -> str:
    from voice_coach.interfaces.transcript import WHO, told

    line = told(entry.record)
    return f"{WHO.get(entry.event, ''):>5}  {line}" if line else ""


def _print_json(conversation: list[Entry]) -> None:
    import json

    for entry in conversation:
        at = entry.at.isoformat(timespec="milliseconds")
        print(json.dumps({"at": at, "conversation": entry.conversation, **entry.record}, ensure_ascii=False))


def _erase(folder: Path) -> int:
    from voice_coach.journal.event_log import log_files

    files = log_files(folder)
    try:
        for file in files:
            file.unlink()
    except OSError as error:
        raise BadInput(
            f"{folder} cannot be emptied ({error.strerror}): run this as the user that runs the coach"
        ) from None
    print("The event log is deleted." if files else f"There is no event log in {folder}.")
    return EXIT_DONE
