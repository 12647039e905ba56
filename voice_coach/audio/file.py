"""Audio files: WAV and FLAC of any rate, sample width and channel count become a 16 kHz stream."""

from __future__ import annotations

import logging
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples, as_samples
from voice_coach.errors import BadAudio

BLOCK_SAMPLES: Final = 1 << 16
"""Samples read at a time, all channels together: some 256 KiB as float32, whatever the file's length."""

SLOWEST: Final = 4_000
FASTEST: Final = 768_000
"""Samples a second between which a rate is believed; beyond them the header is damaged, not the sound exotic."""

STREAMED: Final = 0x7FFF_0000
"""Lengths from here on are the mark of a stream whose writer did not know its length, not a promise."""

KNOWN: Final = (b"RIFF", b"RIFX", b"RF64", b"fLaC", b"FORM", b"caff", b"OggS")
"""First bytes of what we pass to libsndfile: WAV, FLAC, AIFF (macOS voices), CAF and Ogg."""

MEND: Final = "record it again as WAV or FLAC, or convert it with `sox INPUT -r 16000 -c 1 OUTPUT.wav`"

log = logging.getLogger(__name__)


def read_audio(path: Path) -> Iterator[Samples]:
    """Decode a recording block by block into 16 kHz mono int16.

    Opens the file at once and raises `BadAudio` when it holds no usable audio; memory stays flat however long it is.
    Channels are averaged; a file that ends before its header says so is used as far as it goes, with a warning logged.
    Values that are no numbers count as silence, values beyond full scale are clipped.
    """
    file = _open(path)
    blocks = _decode(file, path)
    try:
        first = next(blocks)
    except StopIteration:
        raise BadAudio(f"{path} holds no sound that can be decoded: {MEND}") from None
    return _chain(first, blocks)


def read_frames(path: Path) -> Iterator[Frame]:
    """Decode a recording into frames of 20 ms that start at 0; the last one is padded with silence."""
    return frames_of(read_audio(path))


def read_whole(path: Path, longest: float = 600.0) -> Samples:
    """Decode a short recording as one array, shape (n,); `BadAudio` when it is longer than `longest` seconds."""
    parts: list[Samples] = []
    total = 0
    for block in read_audio(path):
        parts.append(block)
        total += len(block)
        if total > longest * SAMPLE_RATE:
            raise BadAudio(f"{path} is longer than {longest:g} seconds: keep its beginning, or split it")
    return np.concatenate(parts)


def frames_of(blocks: Iterable[Samples], start: float = 0.0) -> Iterator[Frame]:
    """Cut blocks of any length into frames; `start` is the time of the first sample in seconds."""
    rest: Samples = np.zeros(0, np.int16)
    count = 0
    for block in blocks:
        rest = np.concatenate([rest, block]) if len(rest) else block
        whole = len(rest) // FRAME_SAMPLES
        for i in range(whole):
            yield Frame(rest[i * FRAME_SAMPLES : (i + 1) * FRAME_SAMPLES], start + count * FRAME_SAMPLES / SAMPLE_RATE)
            count += 1
        rest = rest[whole * FRAME_SAMPLES :]
    if len(rest):
        padded = np.zeros(FRAME_SAMPLES, np.int16)
        padded[: len(rest)] = rest
        yield Frame(padded, start + count * FRAME_SAMPLES / SAMPLE_RATE)


def _chain(first: Samples, rest: Iterator[Samples]) -> Iterator[Samples]:
    yield first
    yield from rest


def _open(path: Path) -> soundfile.SoundFile:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadAudio(f"{path} is a folder: name the recordings in it, for instance {path}/*.wav")
        # A pipe or device could keep us waiting for ever.
        if not stat.S_ISREG(status.st_mode):
            raise BadAudio(f"{path} is not a regular file: save the sound as a WAV or FLAC file first")
        if status.st_size == 0:
            raise BadAudio(f"{path} is empty: {MEND}")
        with path.open("rb") as raw:
            start = raw.read(4)
    except FileNotFoundError:
        raise BadAudio(f"{path} does not exist: check the name with `ls {path.parent}`") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadAudio(f"{path} cannot be opened ({reason}): check the name and its permissions") from None
    if start not in KNOWN:
        raise BadAudio(f"{path} is not audio that can be read: {MEND}")
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.SoundFileError, TypeError, ValueError):
        # TypeError: a name that ends in .raw makes soundfile ask for a format that nobody can know.
        raise BadAudio(f"{path} has a damaged header: {MEND}") from None
    if not SLOWEST <= file.samplerate <= FASTEST:
        file.close()
        raise BadAudio(f"{path} claims {file.samplerate} samples a second, so its header is damaged: {MEND}")
    if file.frames == 0:
        file.close()
        raise BadAudio(f"{path} holds no sound: record it again, or try `sox --ignore-length INPUT OUTPUT.wav`")
    return file


def _decode(file: soundfile.SoundFile, path: Path) -> Iterator[Samples]:
    """Yield non-empty blocks; close the file at the end."""
    resampler = None
    if file.samplerate != SAMPLE_RATE:
        resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, 1, dtype="float32")
    with file:
        for mono in _mono_blocks(file, path):
            block = as_samples(32768.0 * (mono if resampler is None else resampler.resample_chunk(mono)))
            if len(block):
                yield block
        if resampler is not None:
            block = as_samples(32768.0 * resampler.resample_chunk(np.zeros(0, np.float32), last=True))
            if len(block):
                yield block


def _mono_blocks(file: soundfile.SoundFile, path: Path) -> Iterator[NDArray[np.float32]]:
    buffer = np.empty((max(1, BLOCK_SAMPLES // file.channels), file.channels), np.float32)
    read = 0
    damaged = False
    while not damaged:
        buffer.fill(np.nan)
        try:
            count = len(file.read(out=buffer))
        except soundfile.SoundFileError:
            # A damaged FLAC: what was decoded before the damage is in the buffer all the same.
            damaged = True
            count = int(np.flatnonzero(~np.isnan(buffer[:, 0])).max(initial=-1)) + 1
        if count == 0:
            break
        read += count
        block = np.nan_to_num(buffer[:count], nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
        yield block.mean(axis=1, dtype=np.float32)
    promised = _promised_frames(file)
    if 0 < read < promised:
        log.warning(
            "%s ends early: %.1f of the %.1f seconds that its header promises are there, and they were used",
            path, read / file.samplerate, promised / file.samplerate,
        )  # fmt: skip


def _promised_frames(file: soundfile.SoundFile) -> int:
    """Frames that the header claims; libsndfile corrects a WAV's silently and tells only in its log. 0: no claim."""
    cut = re.search(r"^data : (\d+) \(should be (\d+)\)", file.extra_info, re.MULTILINE)
    if cut and 0 < int(cut[2]) < int(cut[1]) < STREAMED:
        return int(file.frames) * int(cut[1]) // int(cut[2])
    return int(file.frames) if file.frames < STREAMED else 0
