"""Download: one large file over HTTP, resumed where an earlier attempt stopped, never half taken for whole."""

from __future__ import annotations

import errno
import http.client
import json
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tqdm import tqdm

from voice_coach.errors import BadArchive, BadInput, MissingComponent

BLOCK: Final = 1 << 16
AGAIN: Final = "run the same command again, it goes on from there"

PARTIAL: Final = 206
NOT_FOUND: Final = (404, 410)
RANGE_NOT_SATISFIABLE: Final = 416


@dataclass(frozen=True, slots=True)
class DownloadSettings:
    """How patient and how trusting a download is."""

    silence: float = 30.0
    """Seconds without a single byte after which the server is given up."""

    slowest: float = 1000.0
    """Bytes a second below which, over a whole `window`, the server is given up: 40 MB would take half a day."""

    window: float = 60.0
    """Seconds over which the speed is measured."""

    largest: int = 4_000_000_000
    """Bytes that are taken at most; the largest official model is half of that."""


def download(url: str, part: Path, settings: DownloadSettings, *, progress: bool) -> None:
    """Fetch `url` into `part`, going on from the bytes that are already in it; returns when it is complete.

    A server that cannot go on from the middle, or whose file has changed since, starts again from the first byte
    (If-Range, RFC 9110 section 13.1.5). Raises `BadInput` for an address that cannot be right, `BadArchive` for a web
    page in the file's place, and `MissingComponent` when the network, the server or the disk gives out; `part` keeps
    what has arrived.
    """
    if not _is_web_address(url):
        raise BadInput(f"{_one_line(url)} is no web address: give one that starts with https:// or http://")
    try:
        with closing(_request(url, part, settings)) as response:
            if "html" in response.headers.get_content_type():
                part.unlink(missing_ok=True)
                raise BadArchive(f"{url} is a web page, not an archive: check the address and the network's login page")
            _remember(part, url, response)
            _save(response, part, settings, progress=progress)
    except _AlreadyWhole:
        return
    except urllib.error.HTTPError as error:
        if error.code in NOT_FOUND:
            raise BadInput(f"there is nothing at {url} (HTTP {error.code}): check the model's name") from None
        raise MissingComponent(
            f"{url} answered HTTP {error.code}: try again later, or give --url of a mirror"
        ) from None
    except (urllib.error.URLError, http.client.HTTPException, ssl.SSLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", None) or error
        kept = part.stat().st_size if part.exists() else 0
        raise MissingComponent(
            f"the download of {url} stopped after {kept:,} bytes ({_one_line(reason)}): {AGAIN}"
        ) from None
    except OSError as error:
        raise disk_trouble(error, part.parent) from None


def disk_trouble(error: OSError, folder: Path) -> MissingComponent | BadInput:
    """The sentence for a write that failed: a full disk, or a folder that may not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MissingComponent(f"the disk is full: make room in {folder} and run the same command again")
    return BadInput(f"{folder} cannot be written ({error.strerror or type(error).__name__}): choose another folder")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0 and url.isprintable()
        )
    except ValueError:  # a port that is no number, a bracket without its partner
        return False


class _AlreadyWhole(Exception):
    """The part file held every byte before we asked."""


def _request(url: str, part: Path, settings: DownloadSettings) -> http.client.HTTPResponse:
    """The answer, positioned where `part` ends or at the first byte."""
    part.parent.mkdir(parents=True, exist_ok=True)
    headers = {"User-Agent": "voice-coach", "Accept-Encoding": "identity"}
    have = part.stat().st_size if part.exists() else 0
    validator = _recall(part, url)
    if have and validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=settings.silence
        )
    except urllib.error.HTTPError as error:
        if error.code != RANGE_NOT_SATISFIABLE or not have:
            raise
        # Nothing is left after our last byte: either we have it all, or our part belongs to another file.
        if error.headers.get("Content-Range") == f"bytes */{have}":
            raise _AlreadyWhole from None
        part.unlink()
        return _request(url, part, settings)
    return answer


def _save(response: http.client.HTTPResponse, part: Path, settings: DownloadSettings, *, progress: bool) -> None:
    """Append or write the body to `part`; raises `ConnectionError` when fewer bytes come than were announced."""
    start, total = 0, _length(response)
    if response.status == PARTIAL:
        span = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
        if span is None or int(span[1]) != part.stat().st_size:
            part.unlink()
            raise ConnectionError("the server went on from another place")
        start, total = int(span[1]), int(span[2])
    if (total or 0) > settings.largest:
        raise BadArchive(f"{response.url} is larger than {settings.largest:,} bytes: no official model is")
    have = start
    with (
        part.open("ab" if start else "wb") as file,
        tqdm(
            total=total,
            initial=start,
            desc="downloading",
            unit="B",
            unit_scale=True,
            disable=None if progress else True,
        ) as bar,
    ):
        for block in _blocks(response, settings):
            have += len(block)
            if have > settings.largest:
                raise BadArchive(f"{response.url} is larger than {settings.largest:,} bytes: no official model is")
            file.write(block)
            bar.update(len(block))
    if total is not None and have != total:
        raise ConnectionError(f"{total:,} were announced")


def _length(response: http.client.HTTPResponse) -> int | None:
    """Bytes that the server announced for this answer, None when it did not say."""
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


def _blocks(response: http.client.HTTPResponse, settings: DownloadSettings) -> Iterator[bytes]:
    """The body as it arrives; `TimeoutError` when less than `slowest` bytes a second came during a window."""
    opened, arrived = time.monotonic(), 0
    # read1 hands over what is there; read would wait for a full block while a slow server trickles.
    while block := response.read1(BLOCK):
        yield block
        arrived += len(block)
        waited = time.monotonic() - opened
        if waited >= settings.window:
            if arrived < settings.slowest * waited:
                raise TimeoutError(f"the server sends less than {settings.slowest:,.0f} bytes a second")
            opened, arrived = time.monotonic(), 0


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _remember(part: Path, url: str, response: http.client.HTTPResponse) -> None:
    """Keep what tells this version of the server's file from the next, beside the part."""
    strong = response.headers.get("ETag", "")
    validator = response.headers.get("Last-Modified") if strong.startswith("W/") or not strong else strong
    _note(part).write_text(json.dumps({"url": url, "validator": validator}), encoding="utf-8")


def _recall(part: Path, url: str) -> str | None:
    """The validator of the part's version, None when there is none or it came from elsewhere."""
    try:
        note = json.loads(_note(part).read_text(encoding="utf-8"))
        return str(note["validator"]) if note["url"] == url and note["validator"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(part: Path) -> None:
    """Remove the part and what was noted beside it."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _one_line(reason: object) -> str:
    text = " ".join(str(reason).split())
    return text or type(reason).__name__
