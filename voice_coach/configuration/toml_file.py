"""TOML file: the owner's settings, read with line numbers for mistakes and written with comments left alone."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from voice_coach.configuration.key import Key, Scalar, keys, suggestion
from voice_coach.errors import BadInput

VALIDATE = "voice-coach config validate"


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the file that cannot be used."""

    file: Path
    line: int
    """Line number; 0 where it cannot be told."""

    text: str
    """What is wrong, and the mend."""

    def __str__(self) -> str:
        return f"{self.file}{f':{self.line}' if self.line else ''}: {self.text}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value in the file."""

    value: Scalar
    line: int


def read_file(file: Path) -> tuple[dict[str, Setting], list[Mistake]]:
    """The settings in the file and its mistakes; a file that is not there sets nothing."""
    try:
        text = file.read_bytes().decode("utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [Mistake(file, 0, f"cannot be read ({error.strerror}): give its user the right, or delete it")]
    except UnicodeDecodeError:
        return {}, [Mistake(file, 0, "is no text: save it as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return {}, [_syntax(file, str(error))]
    found: dict[str, Setting] = {}
    mistakes: list[Mistake] = []
    for room, entries in tables.items():
        if not isinstance(entries, dict):
            mend = suggestion(room)
            mistakes.append(Mistake(file, line_of(text, room), f'"{room}" stands in no table: {mend}'))
            continue
        if room not in {key.room for key in keys().values()} and not entries:
            mistakes.append(Mistake(file, line_of(text, room), f"there is no table [{room}]: {suggestion(room)}"))
        for name, value in entries.items():
            full, line = f"{room}.{name}", line_of(text, f"{room}.{name}")
            key = keys().get(full)
            if key is None:
                mistakes.append(Mistake(file, line, f'there is no setting "{full}": {suggestion(full)}'))
                continue
            try:
                found[full] = Setting(key.take(value), line)
            except ValueError as expected:
                mistakes.append(Mistake(file, line, f"{full} = {value!r}: write {expected}"))
    return found, mistakes


def write_setting(file: Path, key: Key, value: Scalar) -> None:
    """Set one value, or take it out with None; everything else in the file stays as it is, comments too.

    Raises `BadInput` when the file cannot be read as TOML or cannot be written.
    """
    import tomlkit  # noqa: PLC0415  (only whoever writes needs it)
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    from voice_coach.collection.atomic import unwritable, write_private  # noqa: PLC0415

    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise BadInput(f"{file} cannot be read ({' '.join(str(error).split())}): run `{VALIDATE}`") from None
    table = document.get(key.room)
    if table is None:
        if value is None:
            return
        table = tomlkit.table()
        document[key.room] = table
    if not hasattr(table, "items"):
        raise BadInput(f"{file}: {key.room} is no table: run `{VALIDATE}`")
    if value is None:
        table.pop(key.name, None)
    else:
        table[key.name] = value
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(file.parent, error, "VOICE_COACH_CONFIG") from None
    write_private(file, tomlkit.dumps(document).encode(), "VOICE_COACH_CONFIG")


def line_of(text: str, name: str) -> int:
    """The line on which a dotted name is set; its table's when it is not found by itself, and 0 for none."""
    room, _, last = name.rpartition(".")
    table, of_table = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            table = header[1].replace('"', "")
            of_table = number if table == (room or last) else of_table
            continue
        written = re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)
        if written and ".".join(filter(None, (table, re.sub("[\"']", "", written[1])))) == name:
            return number
    return of_table


def _syntax(file: Path, error: str) -> Mistake:
    place = re.search(r"\(at line (\d+), column \d+\)", error)
    line = int(place[1]) if place else 0
    said = error[: place.start()].strip() if place else error
    return Mistake(file, line, f'{said}: write `name = value` below a `[table]`, text in "quotes"')
