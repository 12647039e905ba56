"""Manifest: what a model directory made by us holds, so that damage and staleness are noticed before loading."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from voice_coach.errors import MissingModel

MANIFEST_FILE: Final = "manifest.json"
REBUILD: Final = "run `voice-coach models build embedded-en-us`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model's papers. Holds no time and no path, so that equal builds have equal manifests."""

    name: str
    note: str
    """What this is, and that it is not an official Vosk model."""

    licence: str
    """Copyright and licence of what it was made of."""

    versions: dict[str, str]
    """Package -> version that the model was made with."""

    content: str
    """Hash of the sentences and settings that it was made for."""

    words: int
    phrases: int
    files: dict[str, tuple[int, str]]
    """Path inside the directory -> (bytes, SHA-256)."""

    def to_json(self) -> str:
        """The text of `manifest.json`."""
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"


def read_manifest(model: Path) -> Manifest | None:
    """The manifest of a model directory; None when there is none. Raises `MissingModel` for a damaged one."""
    path = model / MANIFEST_FILE
    if not path.is_file():
        return None
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in fields.pop("files").items()}
        return Manifest(files=files, **fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise MissingModel(f"the manifest of the speech model {model} is damaged: {REBUILD}") from None


def list_files(model: Path) -> dict[str, tuple[int, str]]:
    """Size and hash of every file of a model directory but its manifest, in a fixed order."""
    paths = sorted(path for path in model.rglob("*") if path.is_file() and path.name != MANIFEST_FILE)
    return {path.relative_to(model).as_posix(): (path.stat().st_size, file_digest(path)) for path in paths}


def check_files(model: Path, manifest: Manifest) -> None:
    """Raise `MissingModel` naming the first file that is missing or not as it was made."""
    for name, (size, digest) in manifest.files.items():
        path = model / name
        try:
            whole = path.stat().st_size == size and file_digest(path) == digest
        except OSError:
            raise MissingModel(f"{name} of the speech model {model} is missing: {REBUILD}") from None
        if not whole:
            raise MissingModel(f"{name} of the speech model {model} is damaged: {REBUILD}")


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
