"""Archive: unpacks a downloaded zip of one model without ever writing outside the folder it was given."""

from __future__ import annotations

import errno
import shutil
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from tqdm import tqdm

from voice_coach.errors import BadArchive, MissingComponent

BLOCK: Final = 1 << 20
ENCRYPTED: Final = 0x1
PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an honest model stays far below."""

    members: int = 2000
    """Files and folders in the archive; official models have about 20."""

    expanded: int = 8_000_000_000
    """Bytes that all files may have once unpacked."""

    ratio: float = 200.0
    """How many times larger than the archive they may be; deflate packs zeros a thousandfold, models threefold."""


def unpack(archive: Path, into: Path, limits: ArchiveLimits, *, progress: bool) -> Path:
    """Unpack a zip whose files all lie in one top folder; returns that folder below `into`.

    Every name is checked before the first byte is written. Raises `BadArchive` for anything damaged or unsafe,
    `MissingComponent` when the disk has too little room, `OSError` when `into` cannot be written.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            top = _check(members, archive.stat().st_size, limits)
            _check_room(into, sum(member.file_size for member in members))
            for member in tqdm(members, desc="unpacking", unit="file", disable=None if progress else True):
                _write(opened, member, into)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        # zipfile speaks of damage through all of these.
        raise _damaged(error) from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # A damaged offset lies before the file's first byte: the seek fails, not the disk.
        raise _damaged(error) from None
    return into / top


def _damaged(error: Exception) -> BadArchive:
    reason = " ".join(str(error).split()) or type(error).__name__
    return BadArchive(f"the archive is damaged ({reason}): download it again")


def _check(members: list[zipfile.ZipInfo], packed: int, limits: ArchiveLimits) -> str:
    """Name of the single top folder; raises for whatever an honest archive does not hold."""
    if not members:
        raise BadArchive("the archive is empty: download it again")
    if len(members) > limits.members:
        raise BadArchive(f"the archive holds {len(members):,} files, a model at most {limits.members:,}: not unpacked")
    expanded = sum(member.file_size for member in members)
    if expanded > min(limits.expanded, limits.ratio * packed):
        raise BadArchive(f"the archive would grow from {packed:,} to {expanded:,} bytes: not unpacked")
    seen: set[str] = set()
    for member in members:
        _check_member(member)
        # A file system that ignores case would let one overwrite the other.
        key = member.filename.rstrip("/").casefold()
        if key in seen:
            raise BadArchive(f'the archive holds "{member.filename}" twice: not unpacked')
        seen.add(key)
    files = {member.filename.casefold() for member in members if not member.is_dir()}
    if any(str(parent) in files for key in seen for parent in PurePosixPath(key).parents):
        raise BadArchive("the archive holds a file that is also a folder: not unpacked")
    tops = {PurePosixPath(member.filename).parts[0] for member in members}
    loose = any(len(PurePosixPath(member.filename).parts) == 1 and not member.is_dir() for member in members)
    if len(tops) > 1 or loose:
        raise BadArchive("the archive holds more than one folder at its top: this is no model as the vendor packs it")
    return tops.pop()


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.rstrip("/").split("/")
    # A backslash, a colon or a leading slash points elsewhere on one system or another.
    if any(part in ("", ".", "..") for part in parts) or any(ord(c) < 32 or c in '\\:*?"<>|' for c in name):
        raise BadArchive(f"the archive holds the unsafe name {name!a}: not unpacked")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadArchive(f'"{name}" in the archive is a link or a device: not unpacked')
    if member.flag_bits & ENCRYPTED or member.compress_type not in PACKINGS:
        raise BadArchive("the archive has a password or a rare packing: this is no model as the vendor packs it")


def _check_room(into: Path, needed: int) -> None:
    free = shutil.disk_usage(into).free
    if free < needed:
        raise MissingComponent(
            f"the disk is full: {needed / 1e6:,.0f} MB are needed in {into} and {free / 1e6:,.0f} MB are free"
        )


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    target = into / member.filename
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, BLOCK)
