"""`voice-coach text`: typed lines through the same conversation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from voice_coach.coach import Coach
from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_wake_options,
    content_folder,
    require_wake,
    settings_from,
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "text",
        help="talk to the coach by typing",
        description="Typed lines from standard input. `@wait 8` is eight seconds of silence; "
        "`@yes @no @next @stop ...` are touches.",
    )
    add_content_options(parser)
    add_wake_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the conversation until the input ends."""
    from voice_coach.audio.virtual import VirtualPlayback
    from voice_coach.dialogue.script import load_script
    from voice_coach.interfaces.text import SilentVoice, TextConversation
    from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation
    from voice_coach.understanding.library import load_library
    from voice_coach.understanding.understanding import Understanding

    folder = content_folder(arguments)
    settings = settings_from(arguments)
    library = load_library(folder)
    require_wake(settings, library)
    clock = VirtualClock()
    playback = VirtualPlayback(clock)
    output = Output(as_json=arguments.json)
    coach = Coach(
        understanding=Understanding(library),
        script=load_script(folder),
        voice=SilentVoice(),
        playback=playback,
        emit=output,
        settings=settings,
    )
    if sys.stdin.isatty():
        output.note('type what you would say, for instance "my calf is cramping"; Ctrl-D ends')
    TextConversation(coach, VirtualConversation(coach, playback, clock), clock).run(_lines())
    return 0


def _lines() -> Iterator[str]:
    # Undecodable bytes are somebody's typing too: they match nothing, and end nothing.
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")
