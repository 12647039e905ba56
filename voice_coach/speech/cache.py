"""Cache: synthesised prompts on disk, found by what they were made from; everything in it can be made again."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

import soundfile

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.speech.port import PromptAudio
from voice_coach.speech.word_times import Begins

FORMAT: Final = 3
"""Raise it when the making of prompts (trimming, level, calibration, words) changes: old entries are then made anew."""

LARGEST: Final = 64 * 1024 * 1024
"""Bytes that the cache may hold: some two hours of speech; the longest unused go first."""

log = logging.getLogger(__name__)


def prompt_key(text: str, voice: str | None, words_per_minute: int) -> str:
    """Name of the entry for this text, voice and rate, made by these versions on this system: 64 hex digits."""
    made_by = [FORMAT, importlib.metadata.version("pyttsx3"), sys.platform]
    content = json.dumps([*made_by, voice, words_per_minute, text], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()


class PromptCache:
    """Prompts by key, one FLAC file each. Never raises: a folder that cannot be used only costs time."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        """Keep entries below `folder`, at most `largest` bytes in all."""
        self._folder = folder
        self._largest = largest
        self._warned = False
        self._size: int | None = None

    def get(self, key: str) -> PromptAudio | None:
        """The entry, or None when there is none or it is damaged (it is then removed)."""
        path = self._path(key)
        try:
            with soundfile.SoundFile(path) as file:
                samples = file.read(dtype="int16")
                whole = file.samplerate == SAMPLE_RATE and samples.ndim == 1 and 0 < len(samples) == file.frames
                begins = _begins(file.comment)
        except (OSError, soundfile.SoundFileError, ValueError, MemoryError):
            whole = False
        if whole:
            with contextlib.suppress(OSError):
                os.utime(path)  # used just now: it goes last
            return PromptAudio(samples, begins)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None

    def put(self, key: str, audio: PromptAudio) -> None:
        """Store an entry; whoever reads at the same time sees the old or the new one, never a part."""
        path = self._path(key)
        partial: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".flac", dir=path.parent)
            partial = Path(name)
            os.close(handle)
            with soundfile.SoundFile(partial, "w", SAMPLE_RATE, 1, subtype="PCM_16", format="FLAC") as file:
                file.comment = json.dumps(audio.begins)
                file.write(audio.samples)
            size = partial.stat().st_size
            partial.replace(path)
        except (OSError, soundfile.SoundFileError) as error:
            if partial is not None:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)
            if not self._warned:
                log.warning("prompts cannot be kept in %s (%s): they are made anew each time", self._folder, error)
                self._warned = True
            return
        self._bound(size)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.flac"

    def _bound(self, added: int) -> None:
        """Remove the longest unused entries when the cache has grown too large."""
        if self._size is not None and self._size + added <= self._largest:
            self._size += added
            return
        entries = []
        for path in self._folder.glob("*/*.flac"):
            with contextlib.suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        self._size = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if self._size <= self._largest:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                self._size -= size


def _begins(comment: str) -> Begins:
    """When the words begin. Raises `ValueError` when the comment does not say so."""
    begins = json.loads(comment)
    if not isinstance(begins, list) or not all(begin is None or isinstance(begin, float) for begin in begins):
        raise ValueError(comment)
    return tuple(begins)
