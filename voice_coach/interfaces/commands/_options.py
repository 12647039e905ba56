"""Options that several subcommands share, and the settings that they lead to."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.configuration.layers import layered
from voice_coach.dialogue.number import load_numbers
from voice_coach.errors import BadInput
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.transcript import JsonLines, Transcript
from voice_coach.paths import config_file, intents_folder
from voice_coach.settings import Settings, WakeSettings

if TYPE_CHECKING:
    from voice_coach.recognition.ear import Ear
    from voice_coach.recognition.hypothesis import Recogniser
    from voice_coach.understanding.library import IntentLibrary


OPTIONS: Final = {
    "country": "dialogue.country",
    "number": "dialogue.emergency_number",
    "outside": "dialogue.outside",
    "wake": "wake.needed",
    "wake_window": "wake.window",
    "input": "sound.input",
    "output": "sound.output",
    "log": "log.enabled",
    "store": "store.enabled",
}
"""What an option sets, by the name of its argument; an option that is not given is None."""

SHORTEST_WINDOW: Final = 1.0
LONGEST_WINDOW: Final = 600.0
"""Seconds that the coach may go on listening after its last word."""


def add_content_options(parser: argparse.ArgumentParser) -> None:
    """`--intents`, `--country`, `--emergency-number`, `--no-outside`, `--json`."""
    parser.add_argument("--intents", type=Path, default=None, metavar="DIR", help="content folder (default: intents/)")
    parser.add_argument(
        "--country",
        metavar="CODE",
        help="country whose emergency number is said, such as GB (default: VOICE_COACH_COUNTRY, the settings)",
    )
    parser.add_argument(
        "--emergency-number",
        "--number",
        dest="number",
        metavar="TEXT",
        help="emergency number to say and show instead of the country's (default: VOICE_COACH_NUMBER, "
        "the settings; without either, the words 'your emergency number')",
    )
    add_outside_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a transcript")


def add_outside_option(parser: argparse.ArgumentParser) -> None:
    """`--outside`, `--no-outside`."""
    parser.add_argument(
        "--outside",
        action=argparse.BooleanOptionalAction,
        help="say, or leave out, what informs from outside the source documents; safety lines are always said "
        "(default: say it)",
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
        "--wake",
        action=argparse.BooleanOptionalAction,
        help='act only after "hey coach" and within a conversation; emergencies always',
    )
    parser.add_argument(
        "--wake-window",
        type=float,
        metavar="SECONDS",
        help=f"with --wake: how long it goes on listening after its last word (default {WakeSettings().window:g})",
    )


def add_kept_options(parser: argparse.ArgumentParser) -> None:
    """`--log`, `--store`, and their contraries."""
    parser.add_argument(
        "--log",
        action=argparse.BooleanOptionalAction,
        help="keep an event log: what was understood, no sound and nobody's words (default: yes)",
    )
    parser.add_argument(
        "--store",
        action=argparse.BooleanOptionalAction,
        help="keep how far the conversation has come until it is over, so that a coach that was killed goes on "
        "where it was (default: yes)",
    )


def content_folder(arguments: argparse.Namespace) -> Path:
    """The content folder that was chosen."""
    chosen: Path | None = arguments.intents
    return chosen if chosen is not None else intents_folder()


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings in force: the options, then the environment, then the file, then the defaults.

    Raises `BadInput` for a mistake in any of them, and for a country without a number.
    """
    options = {name: getattr(arguments, option, None) for option, name in OPTIONS.items()}
    number = options["dialogue.emergency_number"]
    if getattr(arguments, "push_to_talk", False):
        options["wake.needed"] = False  # whoever presses a key need not call
    options["dialogue.emergency_number"] = " ".join(str(number or "").split()) or None
    window = options["wake.window"]
    if window is not None and not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        raise BadInput(
            f"--wake-window takes seconds from {SHORTEST_WINDOW:g} to {LONGEST_WINDOW:g}: "
            f"for instance `--wake-window {WakeSettings().window:g}`"
        )
    settings = layered(config_file(), os.environ, options).settings
    load_numbers(content_folder(arguments)).of(settings.dialogue)
    return settings


def chosen_microphone(arguments: argparse.Namespace) -> str | None:
    """The microphone of a command that only listens: `--input`, or the settings'. Raises `BadInput`."""
    return layered(config_file(), os.environ, {"sound.input": arguments.input}).settings.sound.input


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
    from voice_coach.recognition.store import find_model
    from voice_coach.recognition.vosk_recogniser import load_recogniser

    choice = find_model(arguments.model, library)
    if choice.notice:
        print(f"voice-coach: {choice.notice}", file=sys.stderr)  # noqa: T201
    return load_recogniser(choice.path, library)


def tell_fault(text: str) -> None:
    """Say on standard error, in one sentence, what does not work while the coach goes on."""
    print(f"voice-coach: {text}", file=sys.stderr, flush=True)  # noqa: T201


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
