"""`voice-coach config`: the owner's settings: shown with where each comes from, read, set and checked."""

from __future__ import annotations

import argparse
import json
import os
from typing import TYPE_CHECKING

from voice_coach.errors import EXIT_BAD_INPUT, EXIT_DONE, BadInput
from voice_coach.paths import config_file, intents_folder

if TYPE_CHECKING:
    from voice_coach.configuration.key import Key, Scalar
    from voice_coach.configuration.layers import Layered

# What is printed here is what the command is for.
# ruff: noqa: T201


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `config` and its actions."""
    parser = subparsers.add_parser(
        "config",
        help="show, set and check the settings",
        description="Settings live in one TOML file. A command's options go before the environment, the environment "
        "before the file, the file before the defaults.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="all settings, each with where it comes from")
    show.add_argument("--json", action="store_true", help="one JSON object: name -> value, origin, about")
    show.add_argument("--about", action="store_true", help="also what each is about")
    show.set_defaults(run=run_show)
    get = actions.add_parser("get", help="one value")
    get.add_argument("name", help="such as dialogue.country")
    get.set_defaults(run=run_get)
    set_ = actions.add_parser("set", help="write one value to the file")
    set_.add_argument("name", help="such as dialogue.country")
    set_.add_argument("value", help="such as GB")
    set_.set_defaults(run=run_set)
    unset = actions.add_parser("unset", help="take one value out of the file")
    unset.add_argument("name", help="such as dialogue.country")
    unset.set_defaults(run=run_unset)
    path = actions.add_parser("path", help="where the file is")
    path.set_defaults(run=run_path)
    validate = actions.add_parser("validate", help="check the file: every mistake with its line and the mend")
    validate.set_defaults(run=run_validate)


def run_show(arguments: argparse.Namespace) -> int:
    """Show all."""
    from voice_coach.configuration.key import keys

    now = _layered()
    if arguments.json:
        shown = {
            name: {"value": now.value(name), "origin": now.origins[name], "about": key.about}
            for name, key in keys().items()
        }
        print(json.dumps(shown, ensure_ascii=False))
        return EXIT_DONE
    width = max(map(len, keys()))
    for name, key in keys().items():
        print(f"{name:<{width}}  {_written(now.value(name)):<10}  {now.origins[name]}")
        if arguments.about:
            print(f"    {key.about}")
    return EXIT_DONE


def run_get(arguments: argparse.Namespace) -> int:
    """Print one value; nothing for one that is not set."""
    value = _layered().value(str(_key(arguments.name)))
    print("" if value is None else value if isinstance(value, str) else _written(value))
    return EXIT_DONE


def run_set(arguments: argparse.Namespace) -> int:
    """Write one value, unless it cannot be used."""
    key = _key(arguments.name)
    try:
        value = key.read(arguments.value)
    except ValueError as expected:
        raise BadInput(f"{key} cannot be {arguments.value!r}: give {expected}") from None
    _check_number(_layered({str(key): value}))
    _write(key, value)
    print(f"{key} = {_written(value)}, in {config_file()}")
    hidden = os.environ.get(key.variable)
    if hidden:
        print(f"While {key.variable}={hidden} is set, that goes first.")
    return EXIT_DONE


def run_unset(arguments: argparse.Namespace) -> int:
    """Take one value out."""
    key = _key(arguments.name)
    _write(key, None)
    print(f"{key} is not set in {config_file()}.")
    return EXIT_DONE


def run_path(arguments: argparse.Namespace) -> int:
    """Tell where the file is."""
    del arguments
    print(config_file())
    return EXIT_DONE


def run_validate(arguments: argparse.Namespace) -> int:
    """Print every mistake. Exit code 2 when there is one."""
    from voice_coach.configuration.toml_file import read_file

    del arguments
    file = config_file()
    _, mistakes = read_file(file)
    for mistake in mistakes:
        print(mistake)
    if mistakes:
        return EXIT_BAD_INPUT
    _check_number(_layered())
    print(f"{file}: {'all can be used' if file.exists() else 'is not there, which is fine: the defaults are in force'}")
    return EXIT_DONE


def _layered(options: dict[str, Scalar] | None = None) -> Layered:
    from voice_coach.configuration.layers import layered

    return layered(config_file(), os.environ, options or {})


def _check_number(now: Layered) -> None:
    """Raise `BadInput` for a country that nobody can be called in."""
    from voice_coach.dialogue.number import load_numbers

    load_numbers(intents_folder()).of(now.settings.dialogue)


def _key(name: str) -> Key:
    from voice_coach.configuration.key import keys, suggestion

    key = keys().get(name)
    if key is None:
        raise BadInput(f'there is no setting "{name}": {suggestion(name)}')
    return key


def _write(key: Key, value: Scalar) -> None:
    from voice_coach.configuration.toml_file import write_setting

    write_setting(config_file(), key, value)


def _written(value: Scalar) -> str:
    """A value as the file has it; `not set` for none."""
    if value is None:
        return "not set"
    return f"{value:g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
