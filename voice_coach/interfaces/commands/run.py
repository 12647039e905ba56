"""`voice-coach run`: microphone in, speaker out."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_ear_options,
    add_kept_options,
    add_wake_options,
    open_ear,
    tell_fault,
)

if TYPE_CHECKING:
    from voice_coach.interfaces.record import Record
    from voice_coach.understanding.library import IntentLibrary

NAME: Final = "run"
"""What the one conversation of this command is kept under."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "run",
        help="talk to the coach",
        description="Microphone in, speaker out. No sound is written to disk, and nothing leaves this machine; "
        "the event log keeps what was understood, not the words (`voice-coach log`).",
    )
    parser.add_argument("--input", metavar="DEVICE", help="microphone by name or number (default: the system's)")
    parser.add_argument("--output", metavar="DEVICE", help="speaker by name or number (default: the system's)")
    listening = parser.add_mutually_exclusive_group()
    listening.add_argument(
        "--push-to-talk", action="store_true", help="listen only after space or Enter: for rooms too loud to listen in"
    )
    add_wake_options(parser, listening)
    parser.add_argument(
        "--unattended",
        action="store_true",
        help="for a coach that nobody looks after: refuse to run without a number, wait for microphone and speaker",
    )
    add_kept_options(parser)
    add_content_options(parser)
    add_ear_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Listen until interrupted."""
    from voice_coach.audio.device import quiet_libraries
    from voice_coach.audio.echo import EchoCanceller
    from voice_coach.audio.sound_cards import SoundCards
    from voice_coach.dialogue.core import new_session
    from voice_coach.interfaces.commands._parts import load_parts
    from voice_coach.interfaces.keeping import Keeping
    from voice_coach.interfaces.keys import LEGEND, Keys
    from voice_coach.interfaces.listener import Listener
    from voice_coach.interfaces.live import Live
    from voice_coach.interfaces.record import content_record
    from voice_coach.interfaces.sound_report import SoundReport
    from voice_coach.service.watchdog import Watchdog

    parts = load_parts(arguments, need_number=arguments.unattended)
    settings = parts.settings
    output = Output(as_json=arguments.json)
    keeping = Keeping(settings, parts.standing.version, tell_fault)
    store, emit = keeping.store, _both(keeping.log.emitter(), output)
    emit(content_record(parts.standing))
    output.note(str(parts.standing))
    kept = store.load(NAME, new_session(parts.script, settings.dialogue, 0.0))
    # A conversation that goes on keeps its clock.
    started = time.monotonic() - (kept.now if kept is not None else 0.0)

    def clock() -> float:
        return time.monotonic() - started

    ear = open_ear(arguments, parts.library, settings)
    parts.try_voice()
    watchdog = Watchdog()
    with (
        quiet_libraries(),
        SoundCards(settings.sound.input, settings.sound.output, clock, wait=arguments.unattended) as cards,
        Keys() as keys,
    ):
        coach = parts.coach(cards.speaker, emit, cancelled=arguments.canceller, keep=store.keeper(NAME), now=clock())
        if kept is not None:
            coach.restore(kept.session, clock(), kept.away)
        output.note(_opening(arguments.push_to_talk, parts.library if settings.wake.needed else None))
        if sys.stdin.isatty():
            output.note(LEGEND)
        listener = Listener(ear, EchoCanceller() if arguments.canceller else None, cards.speaker.reference)
        live = Live(
            coach, listener, clock, push_to_talk=arguments.push_to_talk, note=output.note, turned=watchdog.turned
        )
        watchdog.ready()
        with store.forgotten_on_interrupt(NAME), parts.preparing(coach):
            live.run(SoundReport(cards, coach, clock, emit).watch(cards.microphone.frames()), keys.pressed)
    return 0


def _both(log: Callable[[Record], None], output: Output) -> Callable[[Record], None]:
    """Events go to the log first: a reader of ours that has left must not cost the owner one."""

    def emit(record: Record) -> None:
        log(record)
        output(record)

    return emit


def _opening(push_to_talk: bool, called: IntentLibrary | None) -> str:
    """What a person has to do to be heard; `called` holds the phrase to call with, where one is needed."""
    if called is not None:
        return f'say "{called.wake.texts[0]}" first; emergencies are always heard'
    return "press space to talk" if push_to_talk else "listening"
