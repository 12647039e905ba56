"""`voice-coach run`: microphone in, speaker out."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from voice_coach.coach import Coach
from voice_coach.errors import CoachError
from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_ear_options,
    add_kept_options,
    add_wake_options,
    content_folder,
    open_ear,
    require_wake,
    settings_from,
    tell_fault,
)

if TYPE_CHECKING:
    from voice_coach.interfaces.record import Record
    from voice_coach.speech.voice import Voice
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
    from voice_coach.audio.earcon import earcon
    from voice_coach.audio.echo import EchoCanceller
    from voice_coach.audio.sound_cards import SoundCards
    from voice_coach.dialogue.core import new_session
    from voice_coach.dialogue.number import require_number
    from voice_coach.dialogue.script import load_script
    from voice_coach.interfaces.keeping import Keeping
    from voice_coach.interfaces.keys import LEGEND, Keys
    from voice_coach.interfaces.live import Live
    from voice_coach.interfaces.record import content_record
    from voice_coach.interfaces.review.signature import standing
    from voice_coach.interfaces.sound_report import SoundReport
    from voice_coach.service.watchdog import Watchdog
    from voice_coach.speech.voice import open_voice
    from voice_coach.understanding.library import load_library
    from voice_coach.understanding.understanding import Understanding

    settings = settings_from(arguments)
    if arguments.unattended:
        require_number(settings.dialogue)
    folder = content_folder(arguments)
    library = load_library(folder)
    require_wake(settings, library)
    script = load_script(folder)
    signed = standing(script, folder)
    output = Output(as_json=arguments.json)
    keeping = Keeping(settings, signed.version, tell_fault)
    store, emit = keeping.store, _both(keeping.log.emitter(), output)
    emit(content_record(signed))
    output.note(str(signed))
    kept = store.load(NAME, new_session(script, settings.dialogue, 0.0))
    # A conversation that goes on keeps its clock.
    started = time.monotonic() - (kept.now if kept is not None else 0.0)

    def clock() -> float:
        return time.monotonic() - started

    ear = open_ear(arguments, library, settings)
    voice = open_voice(settings.voice.voice, arguments.recordings)
    # Whether there is a voice at all must be known now, not when somebody needs it.
    voice.prompt("check", "Listening.", settings.voice.words_per_minute)
    watchdog = Watchdog()
    with (
        quiet_libraries(),
        SoundCards(settings.sound.input, settings.sound.output, clock, wait=arguments.unattended) as cards,
        Keys() as keys,
    ):
        coach = Coach(
            understanding=Understanding(library),
            script=script,
            voice=voice,
            playback=cards.speaker,
            emit=emit,
            settings=settings,
            earcon=earcon,
            echo_cancelled=arguments.canceller,
            keep=store.keeper(NAME),
            now=clock(),
        )
        if kept is not None:
            coach.restore(kept.session, clock(), kept.away)
        threading.Thread(target=_prepare, args=(voice, list(coach.prompts())), daemon=True).start()
        output.note(_opening(arguments.push_to_talk, library if settings.wake.needed else None))
        if sys.stdin.isatty():
            output.note(LEGEND)
        live = Live(
            coach,
            ear,
            clock,
            push_to_talk=arguments.push_to_talk,
            note=output.note,
            canceller=EchoCanceller() if arguments.canceller else None,
            played=cards.speaker.reference,
            turned=watchdog.turned,
        )
        watchdog.ready()
        with store.forgotten_on_interrupt(NAME):
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


def _prepare(voice: Voice, lines: list[tuple[str, str, int]]) -> None:
    """Make the prompts of the first start while the coach already listens: a line that is needed comes first."""
    # A voice that fails now is told when a line is needed, where the user sees it.
    with contextlib.suppress(CoachError):
        voice.prepare(lines)
