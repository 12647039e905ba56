"""Folder: the local set on disk: takes, their labels and the consents, private, whole, and deleted by one command."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import soundfile

from voice_coach.collection.atomic import PARTIAL, unwritable, write_private
from voice_coach.collection.consent import Consent
from voice_coach.collection.meaning import Meaning
from voice_coach.collection.take import Take
from voice_coach.errors import BadInput
from voice_coach.understanding.tokens import tokens_of

LABELS: Final = "labels.json"
CONSENTS: Final = "consent.json"
TAKES: Final = "takes"
SUFFIX: Final = ".flac"
GROUP: Final = "local"
"""Group of the local set in the bench's table; with a name, `local NAME`."""

LONGEST_NAME: Final = 60
"""Letters of the sentence that a file name takes."""

PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True)
class Kept:
    """One recording of the set."""

    name: str
    """What `--delete` calls it."""

    meaning: str
    group: str
    day: date
    seconds: float


class RecordingFolder:
    """The set in one folder. Made when the first consent is noted; until then nothing exists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def labels_file(self) -> Path:
        """File name below the folder -> label, as `voice-coach bench --labels` reads it."""
        return self.folder / LABELS

    def consents(self) -> list[Consent]:
        """Every consent, in the order given. Raises `BadInput` when the note of them is damaged."""
        entries = self._read(self.folder / CONSENTS).get("consents", [])
        try:
            return [Consent(date.fromisoformat(e["date"]), e["version"], e["speaker"], e["asked"]) for e in entries]
        except (TypeError, KeyError, ValueError):
            raise _damaged(self.folder / CONSENTS) from None

    def note(self, consent: Consent, text: str) -> None:
        """Write a consent down, beside the words that were agreed to. Raises `BadInput`."""
        self._make()
        noted = self._read(self.folder / CONSENTS)
        entry = {
            "date": consent.day.isoformat(),
            "version": consent.version,
            "speaker": consent.speaker,
            "asked": consent.asked,
        }
        noted["consents"] = [*noted.get("consents", []), entry]
        noted["texts"] = {**noted.get("texts", {}), consent.version: text}
        self._write(self.folder / CONSENTS, noted)

    def add(self, phrase: str, take: Take, meaning: Meaning, speaker: str | None = None) -> str:
        """Keep one take and its label; returns its name. Either both are there afterwards or neither.

        Raises `BadInput` when the folder is full, cannot be written, or was damaged; what was there stays as it was.
        """
        self._make()
        labels = self._read(self.labels_file)
        file = self._free_name(phrase, labels)
        path = self.folder / file
        write_private(path, take.flac())
        try:
            labels[file] = meaning.label(f"{GROUP} {speaker}" if speaker else GROUP)
            self._write(self.labels_file, labels)
        except BaseException:  # an interrupt too: a recording without its label would be kept unseen
            path.unlink(missing_ok=True)
            raise
        return Path(file).stem

    def kept(self) -> list[Kept]:
        """Every recording, by name. Raises `BadInput` when the labels are damaged."""
        return [self._kept(file, label) for file, label in sorted(self._read(self.labels_file).items())]

    def count(self) -> int:
        """How many recordings there are; 0 where nothing was ever recorded. Raises `BadInput` as `kept`."""
        return len(self._read(self.labels_file))

    def delete(self, name: str) -> None:
        """Delete one recording by its name. Raises `BadInput` when there is none."""
        labels = self._read(self.labels_file)
        file = f"{TAKES}/{name.removesuffix(SUFFIX)}{SUFFIX}"
        if file not in labels:
            raise BadInput(f'there is no recording "{name}": see `voice-coach record --list`')
        del labels[file]
        # The sound first: if anything fails afterwards, at least that is gone.
        self._unlink(self.folder / file)
        self._write(self.labels_file, labels)

    def delete_all(self) -> int:
        """Delete the sound, the labels, the consents and whatever was cut off; returns how many recordings that was.

        Touches no file of anybody else's that lies in the folder. Raises `BadInput` when something cannot be deleted.
        """
        takes = self.folder / TAKES
        sounds = list(takes.glob(f"*{SUFFIX}"))
        partials = [*takes.glob(f".*{PARTIAL}"), *self.folder.glob(f".*{PARTIAL}")]
        for path in (*sounds, *partials, self.labels_file, self.folder / CONSENTS):
            self._unlink(path)
        for folder in (takes, self.folder):
            with contextlib.suppress(OSError):  # not empty, or never there
                folder.rmdir()
        return len(sounds)

    def _make(self) -> None:
        """Make the folders, for their owner only. A folder that holds other things is not taken over."""
        try:
            if self.folder.is_dir():
                ours = {LABELS, CONSENTS, TAKES}
                others = [entry.name for entry in _entries(self.folder) if entry.name not in ours]
                if others and not (self.folder / CONSENTS).is_file():
                    raise BadInput(
                        f"{self.folder} holds other things, such as {others[0]}: "
                        "name an empty folder in VOICE_COACH_RECORDINGS"
                    )
            for folder in (self.folder, self.folder / TAKES):
                folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
                if stat.S_IMODE(folder.stat().st_mode) != PRIVATE:
                    folder.chmod(PRIVATE)
        except OSError as error:
            raise unwritable(self.folder, error) from None

    def _free_name(self, phrase: str, labels: dict[str, Any]) -> str:
        stem = "_".join(tokens_of(phrase))[:LONGEST_NAME].rstrip("_")
        number = 1
        while (file := f"{TAKES}/{stem}_{number}{SUFFIX}") in labels or (self.folder / file).exists():
            number += 1
        return file

    def _kept(self, file: str, label: dict[str, Any]) -> Kept:
        path = self.folder / file
        slots = label.get("slots")
        words = [f"{name}={value}" for name, value in slots.items()] if isinstance(slots, dict) else []
        meaning = " ".join(str(part) for part in (label.get("intent"), label.get("polarity"), *words) if part)
        try:
            day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
            seconds = float(soundfile.info(path).duration)
        except (OSError, soundfile.SoundFileError):
            raise BadInput(
                f"{path} is named in {LABELS} but cannot be read: run `voice-coach record --delete {path.stem}`"
            ) from None
        return Kept(path.stem, meaning, str(label.get("group", GROUP)), day, seconds)

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            raise _damaged(path) from None
        if not isinstance(content, dict):
            raise _damaged(path)
        return content

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        write_private(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise BadInput(f"{path} cannot be deleted ({error.strerror}): delete it by hand") from None


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from entries


def _damaged(path: Path) -> BadInput:
    return BadInput(f"{path} is damaged: mend it, or delete everything with `voice-coach record --delete`")
