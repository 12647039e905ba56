"""`voice-coach kiosk`: the page on the wall, served to this machine or, with a token and TLS, to a network."""

from __future__ import annotations

import argparse
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.errors import BadInput
from voice_coach.interfaces.commands._options import (
    Output,
    add_content_options,
    add_ear_options,
    add_kept_options,
    add_wake_options,
    open_recogniser,
    tell_fault,
)
from voice_coach.interfaces.kiosk.settings import PORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio
    from voice_coach.interfaces.kiosk.settings import KioskSettings
    from voice_coach.settings import SoundSettings

SHORTEST_RESET: Final = 20.0
LONGEST_RESET: Final = 3600.0
"""Seconds that the idle reset may take; WCAG 2.2.1 wants 20 seconds to ask for more."""

MOST_CONVERSATIONS: Final = 32


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "kiosk",
        help="serve the coach as a page for a kiosk or a browser",
        description="The page is served to this machine alone, unless --host opens it to a network. No sound is kept, "
        "and nothing is asked of the internet; the event log keeps what was understood, not the words. "
        "Needs an emergency number: nobody may be there who knows it.",
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, metavar="NUMBER", help="port (default %(default)d)")
    parser.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="a further host name by which the page is called"
    )
    parser.add_argument(
        "--token",
        default=os.environ.get("VOICE_COACH_TOKEN"),
        metavar="TEXT",
        help="what a browser must show once, as ?token= (default: VOICE_COACH_TOKEN)",
    )
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="the same, read from a file")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate for HTTPS, PEM")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key, PEM")
    parser.add_argument(
        "--audio",
        choices=("browser", "kiosk"),
        default="browser",
        help="whose microphone and speaker: the browser's, or this machine's own for one screen (default %(default)s)",
    )
    parser.add_argument("--input", metavar="DEVICE", help="with --audio kiosk: microphone by name or number")
    parser.add_argument("--output", metavar="DEVICE", help="with --audio kiosk: speaker by name or number")
    parser.add_argument(
        "--idle-reset",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="when nobody is there the last person is forgotten after so long (default %(default)g)",
    )
    parser.add_argument(
        "--conversations", type=int, default=4, metavar="N", help="screens at once at most (default %(default)d)"
    )
    add_wake_options(parser)
    add_kept_options(parser)
    add_content_options(parser)
    add_ear_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from voice_coach.audio.device import quiet_libraries
    from voice_coach.audio.virtual import VirtualPlayback
    from voice_coach.dialogue.core import new_session
    from voice_coach.interfaces.commands._parts import load_parts
    from voice_coach.interfaces.keeping import Keeping
    from voice_coach.interfaces.kiosk.access import open_access
    from voice_coach.interfaces.kiosk.conversation import Conversation
    from voice_coach.interfaces.kiosk.conversations import Conversations
    from voice_coach.interfaces.kiosk.kept import kept
    from voice_coach.interfaces.kiosk.memory import Memory, key, remember
    from voice_coach.interfaces.kiosk.server import address, build_app, listen, serve
    from voice_coach.interfaces.record import Record, content_record
    from voice_coach.recognition.ear import Ear
    from voice_coach.recognition.hypothesis import Twins
    from voice_coach.service.watchdog import Watchdog

    settings = _settings(arguments)
    access = open_access(
        arguments.host,
        arguments.port,
        token=arguments.token,
        token_file=arguments.token_file,
        certificate=arguments.tls_cert,
        key=arguments.tls_key,
        names=arguments.name,
    )
    parts = load_parts(arguments, need_number=True)
    recogniser = open_recogniser(arguments, parts.library)
    parts.try_voice()
    devices = _devices(settings, parts.settings.sound)
    keeping = Keeping(parts.settings, parts.standing.version, tell_fault)
    keeps = kept(settings.idle_reset, settings.resume, parts.settings.log, parts.settings.store)
    watchdog = Watchdog()
    output = Output(as_json=True) if arguments.json else None

    def open_ear() -> Ear:
        return Ear(recogniser.twin() if isinstance(recogniser, Twins) else recogniser, parts.settings.endpoint)

    def emitter() -> Callable[[Record], None]:
        log = keeping.log.emitter()

        def tell(record: Record) -> None:
            log(record)
            if output is not None:
                output(record)

        return tell

    def started(name: str, memory: Memory) -> Conversation:
        tell = emitter()
        return Conversation(name, parts, open_ear, settings, keeps=keeps, devices=devices, tell=tell, memory=memory)

    def begin(name: str, browser: str | None) -> Conversation:
        return started(name, remember(keeping.store, name, browser))

    def revive(name: str, browser: str) -> Conversation | None:
        found = keeping.store.load(key(name, browser), new_session(parts.script, parts.settings.dialogue, 0.0))
        return started(name, remember(keeping.store, name, browser, found)) if found is not None else None

    quiet = quiet_libraries() if devices is not None else contextlib.nullcontext()
    teller = parts.coach(VirtualPlayback(lambda: 0.0), lambda record: None, cancelled=True)
    with quiet, listen(access) as port, parts.preparing(teller):
        emitter()(content_record(parts.standing))
        if output is None:
            print(f"voice-coach: {parts.standing}")  # noqa: T201
            print(f"voice-coach: the kiosk is at {address(access, port)}; Ctrl-C ends it", flush=True)  # noqa: T201
        conversations = Conversations(begin, settings, revive=revive, tidy=keeping.store.sweep)
        app = build_app(conversations, access, settings, keeps, ready=watchdog.ready, turned=watchdog.turned)
        serve(app, access, settings, port)
    return 0


def _devices(settings: KioskSettings, sound: SoundSettings) -> KioskAudio | None:
    from voice_coach.audio.device import port_audio
    from voice_coach.interfaces.kiosk.kiosk_audio import KioskAudio

    if not settings.kiosk_audio:
        return None
    port_audio()  # devices are waited for; without the library they would never come
    return KioskAudio(sound, canceller=settings.canceller)


def _settings(arguments: argparse.Namespace) -> KioskSettings:
    from voice_coach.interfaces.kiosk.settings import KioskSettings

    if not SHORTEST_RESET <= arguments.idle_reset <= LONGEST_RESET:
        raise BadInput(f"--idle-reset takes seconds from {SHORTEST_RESET:g} to {LONGEST_RESET:g}: leave it out for 60")
    if not 1 <= arguments.conversations <= MOST_CONVERSATIONS:
        raise BadInput(f"--conversations takes a number from 1 to {MOST_CONVERSATIONS}: leave it out for 4")
    if not 0 <= arguments.port <= 65535:
        raise BadInput(f"--port takes a number from 0 to 65535: leave it out for {PORT}")
    return KioskSettings(
        kiosk_audio=arguments.audio == "kiosk",
        canceller=arguments.canceller,
        idle_reset=arguments.idle_reset,
        conversations=arguments.conversations,
    )
