"""Signature: who signed which version of the content, kept in `signed.yaml`, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from voice_coach.content.document import Value, broken, read_document
from voice_coach.dialogue.script import Script
from voice_coach.errors import BadInput
from voice_coach.interfaces.review.version import DIGITS, digests, version

FILE: Final = "signed.yaml"
SIGN: Final = 'voice-coach script --sign "NAME, ROLE"'
EXPORT: Final = "voice-coach script --format html > script.html"
SHOW: Final = "voice-coach script --changes"
MOST_NAMED: Final = 5
"""Changed entries that are named in the one line; the others are counted."""

HEADER: Final = (
    f"# Written by `{SIGN}`; any other edit makes it void. Which entry changed since: `{SHOW}`.\n"
    "# The version covers every line, question, protocol, level, outcome and number, not comments or notes.\n"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a clinician signed."""

    name: str
    role: str
    day: date
    version: str
    entries: Mapping[str, str]
    """Entry -> digest of what it held on that day."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is not as it was signed."""

    kind: str
    """`added`, `removed`, `changed` or `renamed`."""

    entry: str
    was: str = ""
    """The old name of a renamed entry."""

    def __str__(self) -> str:
        return f"{self.kind:<8} {self.entry}{f'  (was {self.was})' if self.was else ''}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The content's version beside the signature."""

    version: str
    signature: Signature | None = None
    changes: tuple[Change, ...] = ()

    @property
    def signed(self) -> bool:
        """True when the content is exactly what was signed."""
        return self.signature is not None and not self.changes

    @property
    def found(self) -> str:
        """The standing in a few words."""
        if self.signature is None:
            return f"content {self.version}: not signed by a clinician"
        by = f"{self.signature.name} on {self.signature.day.isoformat()}"
        if not self.changes:
            return f"content {self.version}: signed by {by}"
        named = [change.entry for change in self.changes[:MOST_NAMED]]
        if len(self.changes) > MOST_NAMED:
            named.append(f"{len(self.changes) - MOST_NAMED} more")
        entries = "1 entry" if len(self.changes) == 1 else f"{len(self.changes)} entries"
        return f"content {self.version}: changed since it was signed by {by}: {entries} ({', '.join(named)})"

    @property
    def mend(self) -> str:
        """What to do about it; empty when it is signed."""
        if self.signature is None:
            return f"run {EXPORT}, have a clinician read it, then {SIGN}"
        return f"run {SHOW}" if self.changes else ""

    def __str__(self) -> str:
        return f"{self.found}; {self.mend}" if self.mend else self.found


def standing(script: Script, folder: Path) -> Standing:
    """How the content of a folder stands to its `signed.yaml`.

    Raises `BrokenContent` with file, line and mend when that file cannot be read as a signature.
    """
    now = digests(script)
    signature = read_signature(folder)
    if signature is None:
        return Standing(version(now))
    return Standing(version(now), signature, tuple(changes(signature.entries, now)))


def changes(was: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    """What differs, by entry: a new id with the old content of its kind counts as renamed."""
    added = [entry for entry in now if entry not in was]
    removed = [entry for entry in was if entry not in now]
    told = []
    for entry in sorted({*was, *now}):
        if entry in added:
            same = [old for old in removed if was[old] == now[entry] and _kind(old) == _kind(entry)]
            if same:
                removed.remove(same[0])
            told.append(Change("renamed", entry, same[0]) if same else Change("added", entry))
        elif entry in now and was[entry] != now[entry]:
            told.append(Change("changed", entry))
    return [*told, *(Change("removed", entry) for entry in sorted(removed))]


def sign(script: Script, folder: Path, by: str, day: date) -> Signature:
    """Write `signed.yaml` for "NAME, ROLE". Raises `BadInput` when one is missing or the file cannot be written."""
    name, _, role = (" ".join(part.split()) for part in by.partition(","))
    if not name or not role or not by.isprintable():
        raise BadInput(f'"{by}" does not say who signs: write --sign "NAME, ROLE", such as "Dr Jo Smith, physician"')
    entries = digests(script)
    signature = Signature(name, role, day, version(entries), entries)
    written = {
        "name": name,
        "role": role,
        "date": day.isoformat(),
        "version": signature.version,
        "entries": dict(entries),
    }
    text = HEADER + yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=1000)
    path, half = folder / FILE, folder / f"{FILE}.part"
    try:
        # A signature is there as a whole or not at all.
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be written ({error.strerror}): choose a folder of your own with --intents DIR"
        ) from None
    return signature


def read_signature(folder: Path) -> Signature | None:
    """The signature in a content folder, None without one. Raises `BrokenContent` with file, line and mend."""
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return None
    document = read_document(path, f"{folder.name}/{FILE}")
    keys = document.mapping(required=("name", "role", "date", "version", "entries"))
    try:
        day = date.fromisoformat(keys["date"].text())
    except ValueError:
        text = keys["date"].text()
        raise broken(
            keys["date"].place, f'"{text}" is not a date', f"write YYYY-MM-DD, or sign again: {SIGN}"
        ) from None
    entries = {entry: _read_digest(value) for entry, value in keys["entries"].pairs()}
    signed = keys["version"].text()
    if signed != version(dict(sorted(entries.items()))):
        raise broken(
            keys["version"].place, f"the entries below are not those of version {signed}", f"sign again: {SIGN}"
        )
    return Signature(keys["name"].text(), keys["role"].text(), day, signed, entries)


def _read_digest(value: Value) -> str:
    text = value.text()
    if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", text):
        raise broken(value.place, f'"{text}" is not a digest', f"delete the file, or sign again: {SIGN}")
    return text


def _kind(entry: str) -> str:
    return entry.partition(" ")[0]
