"""`voice-coach setup`: number, microphone and voice, asked for one by one and tried at once."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from voice_coach.errors import EXIT_DONE, EXIT_MISSING, BadInput
from voice_coach.paths import config_file, intents_folder


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "setup",
        help="set the coach up: number to call, microphone, voice, and a spoken test",
        description="Plain questions and answers, a line each. What you choose is tried at once, then written to the "
        "settings (`voice-coach config show`). No sound is kept.",
    )
    parser.add_argument("--model", type=Path, metavar="DIR", help="speech model for the spoken test")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, write, test. Exit code 3 when something did not work; what was chosen is written all the same."""
    from voice_coach.configuration.key import keys
    from voice_coach.configuration.layers import layered
    from voice_coach.configuration.toml_file import write_setting
    from voice_coach.dialogue.number import load_numbers
    from voice_coach.interfaces.setup.machine import RealMachine
    from voice_coach.interfaces.setup.wizard import Wizard

    settings = layered(config_file(), os.environ, {}).settings
    machine = RealMachine(arguments.model, settings.voice.words_per_minute)
    wizard = Wizard(machine, load_numbers(intents_folder()), settings, _ask, _tell)
    wizard.ask_all()
    for name, value in wizard.chosen.items():
        write_setting(config_file(), keys()[name], value)
    _tell("")
    _tell(f"Written to {config_file()}.")
    wizard.spoken_test()
    if wizard.troubles:
        _tell("")
        _tell(f"Not everything works yet ({len(wizard.troubles)}); `voice-coach doctor` looks at each part.")
        return EXIT_MISSING
    _tell("The coach is ready: `voice-coach run`, or `voice-coach service install` for a kiosk.")
    return EXIT_DONE


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        raise BadInput("the answers ended before the questions: nothing was written") from None


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201
