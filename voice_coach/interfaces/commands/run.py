"""`voice-coach run`: microphone in, speaker out."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_ear_options,
    add_wake_options,
    open_ear,
)

if TYPE_CHECKING:
    from voice_coach.understanding.library import IntentLibrary


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "run",
        help="talk to the coach",
        description="Microphone in, speaker out. Nothing that is heard is written to disk or leaves this machine.",
    )
    parser.add_argument("--input", metavar="DEVICE", help="microphone by name or number (default: the system's)")
    parser.add_argument("--output", metavar="DEVICE", help="speaker by name or number (default: the system's)")
    listening = parser.add_mutually_exclusive_group()
    listening.add_argument(
        "--push-to-talk", action="store_true", help="listen only after space or Enter: for rooms too loud to listen in"
    )
    add_wake_options(parser, listening)
    parser.add_argument(
        "--unattended", action="store_true", help="for a coach that nobody looks after: refuse to run without a number"
    )
    add_content_options(parser)
    add_ear_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Listen until interrupted."""
    from voice_coach.audio.echo import EchoCanceller
    from voice_coach.audio.microphone import Microphone
    from voice_coach.audio.playback import SpeakerPlayback
    from voice_coach.interfaces.commands._parts import load_parts
    from voice_coach.interfaces.keys import LEGEND, Keys
    from voice_coach.interfaces.listener import Listener
    from voice_coach.interfaces.live import Live
    from voice_coach.interfaces.record import content_record

    parts = load_parts(arguments, need_number=arguments.unattended)
    output = Output(as_json=arguments.json)
    output(content_record(parts.standing))
    output.note(str(parts.standing))
    started = time.monotonic()

    def clock() -> float:
        return time.monotonic() - started

    ear = open_ear(arguments, parts.library, parts.settings)
    parts.try_voice()
    with (
        SpeakerPlayback(arguments.output, clock) as speaker,
        Microphone(arguments.input, clock) as microphone,
        Keys() as keys,
    ):
        coach = parts.coach(speaker, output, cancelled=arguments.canceller)
        parts.prepare_prompts(coach)
        output.note(_opening(arguments.push_to_talk, parts.library if arguments.wake else None))
        if sys.stdin.isatty():
            output.note(LEGEND)
        listener = Listener(ear, EchoCanceller() if arguments.canceller else None, speaker.reference)
        live = Live(coach, listener, clock, push_to_talk=arguments.push_to_talk, note=output.note)
        live.run(microphone.frames(), keys.pressed)
    return 0


def _opening(push_to_talk: bool, called: IntentLibrary | None) -> str:
    """What a person has to do to be heard; `called` holds the phrase to call with, where one is needed."""
    if called is not None:
        return f'say "{called.wake.texts[0]}" first; emergencies are always heard'
    return "press space to talk" if push_to_talk else "listening"
