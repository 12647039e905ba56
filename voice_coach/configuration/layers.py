"""Layers: the settings in force, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from voice_coach.configuration.key import Scalar, keys
from voice_coach.configuration.toml_file import VALIDATE, read_file
from voice_coach.errors import BadInput
from voice_coach.settings import Settings


@dataclass(frozen=True, slots=True)
class Layered:
    """Settings, and the origin of each by its name: `default`, `file, line 3`, `environment (VARIABLE)`, ..."""

    settings: Settings
    origins: Mapping[str, str]

    def value(self, name: str) -> Scalar:
        """One value by its dotted name."""
        room, _, field = name.partition(".")
        value: Scalar = getattr(getattr(self.settings, room), field)
        return value


def layered(file: Path, environment: Mapping[str, str], options: Mapping[str, Scalar]) -> Layered:
    """Put the layers together: what an option sets goes before the environment, that before the file.

    `options` holds by dotted name what the command line sets; None sets nothing. An empty variable sets nothing.
    Raises `BadInput` for the first mistake in the file or the environment.
    """
    found, mistakes = read_file(file)
    if mistakes:
        more = f"; `{VALIDATE}` shows {len(mistakes) - 1} more" if len(mistakes) > 1 else ""
        raise BadInput(f"{mistakes[0]}{more}")
    values: dict[str, Scalar] = {name: setting.value for name, setting in found.items()}
    origins = dict.fromkeys(keys(), "default")
    origins.update({name: f"file, line {setting.line}" for name, setting in found.items()})
    for name, key in keys().items():
        text = environment.get(key.variable, "")
        if text.strip():
            try:
                values[name] = key.read(text)
            except ValueError as expected:
                raise BadInput(f"{key.variable}={text}: set it to {expected}, or unset it") from None
            origins[name] = f"environment ({key.variable})"
        option = options.get(name)
        if option is not None:
            values[name] = option
            origins[name] = "command line"
    return Layered(_settings(values), origins)


def _settings(values: Mapping[str, Scalar]) -> Settings:
    rooms: dict[str, Any] = {}
    for room in fields(Settings):
        changes: dict[str, Any] = {
            name.partition(".")[2]: value for name, value in values.items() if name.partition(".")[0] == room.name
        }
        rooms[room.name] = replace(getattr(Settings(), room.name), **changes)
    return Settings(**rooms)
