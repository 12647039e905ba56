"""Take: one recording of one sentence, from a microphone or a file, and how good it is."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.frame import FRAME_SECONDS, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.level import active_level
from voice_coach.audio.segmenter import Segmenter
from voice_coach.errors import BadAudio
from voice_coach.settings import EndpointSettings

FULL: Final = 32_767 * 0.999
"""Size of a sample that is at its limit."""

CLIPPED_RUN: Final = 3
"""Samples at the limit in a row that are cut off rather than a peak that just fits."""

QUIET: Final = -45.0
"""Level in dB of full scale below which a person is told to come closer; speech at arm's length lies near -26."""

LONGEST_FILE: Final = 60.0
"""Seconds that one sentence in a file may last, silence and all."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """The sound of one sentence."""

    samples: Samples
    """Shape (n,), int16, 16 kHz mono."""

    cut: bool = False
    """True when it ended because it grew too long, not because the person stopped."""

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def level(self) -> float:
        """Of the louder parts, in dB of full scale."""
        return active_level(self.samples)

    @property
    def clipped(self) -> bool:
        """True when loud parts were cut off."""
        full = np.abs(self.samples.astype(np.int32)) >= FULL
        runs = np.convolve(full, np.ones(CLIPPED_RUN, np.int32))
        return bool((runs >= CLIPPED_RUN).any())

    @property
    def faults(self) -> tuple[str, ...]:
        """What should be mended by another take; empty for a good one."""
        found = []
        if self.clipped:
            found.append("too loud, parts are cut off: move away from the microphone, or turn it down")
        if self.level < QUIET:
            found.append("very quiet: come closer to the microphone, or turn it up")
        if self.cut:
            found.append("too long: it was cut off")
        return tuple(found)

    def __str__(self) -> str:
        """Length, level and clipping, for people."""
        return f"{self.seconds:.1f} s, {self.level:.0f} dB, {'clipped' if self.clipped else 'not clipped'}"

    def flac(self) -> bytes:
        """The take as a FLAC file."""
        file = io.BytesIO()
        soundfile.write(file, self.samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
        return file.getvalue()


def listen(frames: Iterable[Frame | None], settings: EndpointSettings, patience: float) -> Take | None:
    """The first utterance among the frames, cut as the coach cuts it; None when nobody spoke for `patience` seconds.

    The frames' own time counts, and a moment without a frame takes none: a microphone that stalls tells so itself.
    """
    segmenter = Segmenter(settings)
    waited = 0.0
    for frame in frames:
        if frame is None:
            continue
        utterance = segmenter.accept(frame)
        if utterance is not None:
            length = utterance.closed - utterance.start
            return Take(utterance.samples, cut=length >= settings.longest - FRAME_SECONDS)
        waited += FRAME_SECONDS
        if waited >= patience and not segmenter.speaking:
            return None
    utterance = segmenter.flush()
    return Take(utterance.samples) if utterance is not None else None


def read_take(path: Path, settings: EndpointSettings) -> Take:
    """A recording of any rate, width and channel count as a take, whole. Raises `BadAudio` without a voice in it."""
    samples = read_whole(path, LONGEST_FILE)
    silence = np.zeros(SAMPLE_RATE, np.int16)  # a word at the very end closes too
    if listen(frames_of([samples, silence]), settings, LONGEST_FILE + 1) is None:
        raise BadAudio(f"{path} holds no voice that the coach would hear: record it again, closer and louder")
    return Take(samples)
