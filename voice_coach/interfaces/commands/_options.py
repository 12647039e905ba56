"""Options that several subcommands share, and the settings that they lead to."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.dialogue.number import load_numbers
from voice_coach.errors import BadInput
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.transcript import JsonLines, Transcript
from voice_coach.paths import intents_folder, room_file
from voice_coach.settings import DialogueSettings, Settings, WakeSettings

if TYPE_CHECKING:
    from voice_coach.recognition.ear import Ear
    from voice_coach.recognition.hypothesis import Recogniser
    from voice_coach.understanding.library import IntentLibrary


SHORTEST_WINDOW: Final = 1.0
LONGEST_WINDOW: Final = 600.0
"""Seconds that the coach may go on listening after its last word."""


def add_content_options(parser: argparse.ArgumentParser) -> None:
    """`--intents`, `--country`, `--emergency-number`, `--no-outside`, `--json`."""
    parser.add_argument("--intents", type=Path, default=None, metavar="DIR", help="content folder (default: intents/)")
    parser.add_argument(
        "--country",
        default=os.environ.get("VOICE_COACH_COUNTRY"),
        metavar="CODE",
        help="country whose emergency number is said, for instance GB, IE, US or AU (default: VOICE_COACH_COUNTRY)",
    )
    parser.add_argument(
        "--emergency-number",
        "--number",
        dest="number",
        default=os.environ.get("VOICE_COACH_NUMBER"),
        metavar="TEXT",
        help="emergency number to say and show instead of the country's (default: VOICE_COACH_NUMBER; "
        "without either, the words 'your emergency number')",
    )
    add_outside_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a transcript")


def add_outside_option(parser: argparse.ArgumentParser) -> None:
    """`--no-outside`."""
    parser.add_argument(
        "--no-outside",
        dest="outside",
        action="store_false",
        help="leave out what informs from outside the source documents; safety lines are always said",
    )


def add_ear_options(parser: argparse.ArgumentParser) -> None:
    """`--model`, `--recordings`, `--no-canceller`."""
    parser.add_argument("--model", type=Path, default=None, metavar="DIR", help="speech model to use")
    parser.add_argument(
        "--recordings", type=Path, default=None, metavar="DIR", help="folder of recorded lines, LINE_ID.wav, used first"
    )
    parser.add_argument(
        "--no-canceller",
        dest="canceller",
        action="store_false",
        help="do not take the coach's own voice out of the microphone: for headphones",
    )


def add_wake_options(
    parser: argparse.ArgumentParser, exclusive: argparse._MutuallyExclusiveGroup | None = None
) -> None:
    """`--wake`, `--wake-window`; `exclusive` holds what does not go together with `--wake`."""
    (exclusive or parser).add_argument(
        "--wake", action="store_true", help='act only after "hey coach" and within a conversation; emergencies always'
    )
    parser.add_argument(
        "--wake-window",
        type=float,
        default=WakeSettings().window,
        metavar="SECONDS",
        help="with --wake: how long the coach goes on listening after its last word (default %(default)g)",
    )


def content_folder(arguments: argparse.Namespace) -> Path:
    """The content folder that was chosen."""
    chosen: Path | None = arguments.intents
    return chosen if chosen is not None else intents_folder()


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings that the options lead to. Raises `BadInput` for a country without a number, or a wrong window."""
    number = " ".join(str(arguments.number or "").split())
    dialogue = DialogueSettings(
        country=arguments.country or None, emergency_number=number or None, outside=arguments.outside
    )
    load_numbers(content_folder(arguments)).of(dialogue)
    return Settings(dialogue=dialogue, wake=_wake_from(arguments))


def _wake_from(arguments: argparse.Namespace) -> WakeSettings:
    if not SHORTEST_WINDOW <= arguments.wake_window <= LONGEST_WINDOW:
        raise BadInput(
            f"--wake-window takes seconds from {SHORTEST_WINDOW:g} to {LONGEST_WINDOW:g}: "
            f"for instance `--wake-window {WakeSettings().window:g}`"
        )
    return WakeSettings(arguments.wake, arguments.wake_window)


def require_wake(settings: Settings, library: IntentLibrary) -> None:
    """Raise `BadInput` when the coach should wait for a wake phrase that its content does not have."""
    if settings.wake.needed and not library.wake.alone:
        raise BadInput("--wake needs a wake phrase: add wake.yaml to the content folder, or leave out --wake")


def open_ear(arguments: argparse.Namespace, library: IntentLibrary, settings: Settings) -> Ear:
    """The ear on the model that is to be used. Raises `MissingModel` when there is none that works."""
    from voice_coach.recognition.ear import Ear

    return Ear(open_recogniser(arguments, library), settings.endpoint)


def open_recogniser(arguments: argparse.Namespace, library: IntentLibrary) -> Recogniser:
    """The recogniser on the model that is to be used; a stale model is told on standard error and used all the same.

    Raises `MissingModel` when there is none that works.
    """
    from voice_coach.recognition.compensation.room import learned_room
    from voice_coach.recognition.store import find_model
    from voice_coach.recognition.vosk_recogniser import load_recogniser

    choice = find_model(arguments.model, library)
    if choice.notice:
        print(f"voice-coach: {choice.notice}", file=sys.stderr)  # noqa: T201
    try:
        room = learned_room(room_file())
    except BadInput as error:  # the coach hears all the same, as in any room
        print(f"voice-coach: {error}", file=sys.stderr)  # noqa: T201
        room = None
    return load_recogniser(choice.path, library, room)


class Output:
    """Where events go: a transcript for people, JSON lines for programs."""

    def __init__(self, *, as_json: bool) -> None:
        self._transcript = None if as_json else Transcript(sys.stdout)
        self._json = JsonLines(sys.stdout) if as_json else None

    def __call__(self, record: Record) -> None:
        """Write one event."""
        writer = self._json or self._transcript
        if writer is not None:
            writer(record)

    def note(self, text: str) -> None:
        """A remark for people; programs do not see it."""
        if self._transcript is not None:
            self._transcript.note(text)
