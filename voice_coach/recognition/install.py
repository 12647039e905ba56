"""Install: fetches an official model from its vendor, checks it, unpacks it and tries it before it is used."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from voice_coach.errors import BadArchive, BadInput, MissingModel
from voice_coach.recognition.archive import ArchiveLimits, unpack
from voice_coach.recognition.download import DownloadSettings, disk_trouble, download, forget
from voice_coach.recognition.manifest import file_digest
from voice_coach.recognition.self_test import self_test

VENDOR: Final = "https://alphacephei.com/vosk/models"
"""Where the makers of Vosk publish their models, as NAME.zip; each has a folder NAME at its top."""

NAME: Final = re.compile(r"vosk-model-[A-Za-z0-9._-]{1,80}")
CHECKSUMS: Final = "checksums.json"
"""Below the models folder: name -> SHA-256 of the archive that was installed first."""


def install_model(
    name: str,
    into: Path,
    *,
    url: str | None = None,
    sha256: str | None = None,
    progress: bool = True,
    settings: DownloadSettings | None = None,
) -> Path:
    """Install the official model `name` below `into` and return its folder; one that is there and works is kept.

    `url` is a mirror of the vendor's archive, `sha256` the archive's expected checksum (64 hexadecimal digits); without
    it the checksum seen first is recorded and every later archive of that name must have the same. An interrupted
    download keeps `NAME.zip.part` and the next call goes on from there. The model appears in its place in one move,
    after it has understood recordings. Raises `BadInput`, `BadArchive` or `MissingComponent`.
    """
    if not NAME.fullmatch(name):
        raise BadInput(f'"{name[:80]}" is no name of an official model: they look like vosk-model-small-en-us-0.15')
    if sha256 is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise BadInput("--sha256 must be 64 hexadecimal digits: copy it whole from where the archive is published")
    target, part = into / name, into / f"{name}.zip.part"
    if target.is_dir() and _works(target):
        return target
    try:
        into.mkdir(parents=True, exist_ok=True)
        download(url or f"{VENDOR}/{name}.zip", part, settings or DownloadSettings(), progress=progress)
        found = file_digest(part)
        _compare(name, found, sha256, part)
        with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=into) as folder:
            try:
                top = _model_in(unpack(part, Path(folder), ArchiveLimits(), progress=progress))
                _try(top, name)
            except BadArchive:
                # Going on from these bytes would only fail again.
                forget(part)
                raise
            _put(top, target)
        _record(name, found, into)
        forget(part)
    except KeyboardInterrupt:
        if part.exists():
            print(f"stopped; {part} is kept, the same command goes on from there", file=sys.stderr)  # noqa: T201
        raise
    except OSError as error:
        raise disk_trouble(error, into) from None
    return target


def recorded(name: str, into: Path) -> str | None:
    """The checksum recorded when `name` was installed first, None at first sight."""
    return _records(into).get(name)


def _records(into: Path) -> dict[str, str]:
    file = into / CHECKSUMS
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, ValueError):
        raise BadInput(f"{file} is damaged: delete it, and give --sha256 to be sure of the next archive") from None
    return {str(key): str(value) for key, value in content.items()} if isinstance(content, dict) else {}


def _record(name: str, found: str, into: Path) -> None:
    records = _records(into) | {name: found}
    fresh = into / f".{CHECKSUMS}.new"
    fresh.write_text(json.dumps(records, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(into / CHECKSUMS)


def _compare(name: str, found: str, wanted: str | None, part: Path) -> None:
    """Raise `BadArchive` and drop the archive when it is not the one that was asked for or seen first."""
    expected = (wanted or recorded(name, part.parent) or found).lower()
    if found == expected:
        return
    forget(part)
    if wanted:
        raise BadArchive(f"the archive's checksum is {found}, not the one that --sha256 gives: it was not installed")
    raise BadArchive(
        f"the archive of {name} is not the one recorded at its first installation (checksum {found}): "
        f"if the vendor has published a new one, give its checksum with --sha256"
    )


def _model_in(top: Path) -> Path:
    """The unpacked folder, when it has what every Vosk model has: an acoustic model in the new or the old place."""
    if not (top / "am" / "final.mdl").is_file() and not (top / "final.mdl").is_file():
        raise BadArchive("the archive holds no speech model (am/final.mdl is not in it): check the address")
    return top


def _works(model: Path) -> bool:
    try:
        self_test(model)
    except MissingModel:
        return False
    return True


def _try(model: Path, name: str) -> None:
    try:
        self_test(model)
    except MissingModel as error:
        raise BadArchive(f"{name} was not installed, for it fails its test ({error})") from None


def _put(model: Path, target: Path) -> None:
    """Move the model into its place; a broken one there leaves only once the new one is beside it."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    model.replace(target)
    shutil.rmtree(old, ignore_errors=True)
