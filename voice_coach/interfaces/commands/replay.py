"""`voice-coach replay`: recorded audio through the same loop as the microphone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from voice_coach.errors import BadInput
from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_ear_options,
    add_wake_options,
    open_ear,
)

if TYPE_CHECKING:
    from voice_coach.interfaces.replay import LeakSettings


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "replay",
        help="play recordings to the coach",
        description="Recorded audio (WAV or FLAC of any rate, channels and width) through the microphone's own loop. "
        "Time is virtual: nothing sleeps, and two runs tell the same events.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="recordings, in the order spoken")
    parser.add_argument("--speech-out", type=Path, metavar="OUT.wav", help="save what the coach says")
    parser.add_argument(
        "--overlap", type=float, default=0.0, metavar="MS", help="start each file this long before the coach finishes"
    )
    parser.add_argument(
        "--leak",
        type=float,
        metavar="DB",
        help="the microphone hears the coach's own voice too, this much louder than the first recording's voice "
        "(-60 to 20; negative: quieter), all the time",
    )
    parser.add_argument(
        "--leak-delay", type=float, default=40.0, metavar="MS", help="time from speaker to microphone (10 to 500)"
    )
    parser.add_argument("--realtime", action="store_true", help="play against the wall clock")
    add_content_options(parser)
    add_ear_options(parser)
    add_wake_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Replay the files."""
    from voice_coach.audio.echo import EchoCanceller
    from voice_coach.audio.virtual import VirtualPlayback
    from voice_coach.interfaces.commands._parts import load_parts
    from voice_coach.interfaces.replay import Replay
    from voice_coach.interfaces.virtual_time import VirtualClock, VirtualConversation

    if not 0 <= arguments.overlap <= 60_000:
        raise BadInput("--overlap takes milliseconds from 0 to 60000: for instance `--overlap 500`")
    leak = _leak(arguments)
    parts = load_parts(arguments, need_number=False)
    ear = open_ear(arguments, parts.library, parts.settings)
    clock = VirtualClock(realtime=arguments.realtime)
    playback = VirtualPlayback(clock)
    output = Output(as_json=arguments.json)
    coach = parts.coach(playback, output, cancelled=arguments.canceller)
    replay = Replay(
        coach,
        ear,
        VirtualConversation(coach, playback, clock),
        clock,
        playback,
        # Without a leak there is nothing to take out, and it could not learn so: it hears the recordings only, and
        # would take what is said over the coach for the coach.
        canceller=EchoCanceller() if arguments.canceller and leak is not None else None,
        leak=leak,
    )
    try:
        replay.run(
            arguments.files, overlap=arguments.overlap / 1000, opened=lambda file: output.note(f"playing {file.name}")
        )
    finally:
        # What was said until a broken file is worth keeping too.
        if arguments.speech_out is not None:
            playback.save(arguments.speech_out)
    return 0


def _leak(arguments: argparse.Namespace) -> LeakSettings | None:
    from voice_coach.interfaces.replay import LeakSettings

    if arguments.leak is None:
        return None
    if not -60 <= arguments.leak <= 20:
        raise BadInput("--leak takes decibels from -60 to 20: for instance `--leak -10`")
    if not 10 <= arguments.leak_delay <= 500:
        raise BadInput("--leak-delay takes milliseconds from 10 to 500: for instance `--leak-delay 150`")
    return LeakSettings(arguments.leak, arguments.leak_delay / 1000)
