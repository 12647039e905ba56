"""Segmenter: cuts a stream of frames into utterances by voice activity, with pre-roll and an end-of-speech rule."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SECONDS, Frame, Samples
from voice_coach.audio.voice_activity import RoomVoiceActivity, VoiceActivity
from voice_coach.settings import EndpointSettings

ONSET_WINDOW: Final = 10
"""Frames (0.2 s) in which the onset's voiced frames must fall."""

TAIL: Final = 0.3
"""Seconds kept after the last voiced frame: final consonants are quiet; more silence than that invites ghost words."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """Something that somebody said, cut out of the stream."""

    samples: Samples
    """Shape (n,), int16, 16 kHz mono: a contiguous part of the stream, with pre-roll and tail."""

    start: float
    """Seconds on the stream's clock of the first sample."""

    end: float
    """Seconds on the stream's clock just after the last sample."""

    voice_start: float
    """Seconds on the stream's clock where the first voiced frame began."""

    voice_end: float
    """Seconds on the stream's clock where the last voiced frame ended."""

    closed: float
    """Seconds on the stream's clock when the utterance was closed: `closed - voice_end` is the wait for silence."""


class Segmenter:
    """Frames in, utterances out. Pure: its only clock is the time that the frames carry."""

    def __init__(self, settings: EndpointSettings, activity: VoiceActivity | None = None) -> None:
        """Use `activity` to tell voice from everything else."""
        self.silence = settings.speech_silence
        """Seconds without voice that close the utterance; may be changed at any time, also within an utterance."""
        self._settings = settings
        self._activity = activity if activity is not None else RoomVoiceActivity()
        self._onset = max(1, round(settings.onset / FRAME_SECONDS))
        self._recent: deque[tuple[Frame, bool]] = deque(maxlen=round(settings.pre_roll / FRAME_SECONDS) + ONSET_WINDOW)
        self._frames: list[Frame] = []
        self._voice_start = 0.0
        self._last_voiced = 0

    @property
    def speaking(self) -> bool:
        """True while an utterance is open."""
        return bool(self._frames)

    @property
    def voice_start(self) -> float | None:
        """Seconds on the stream's clock where the open utterance's voice began, None while nobody speaks."""
        return self._voice_start if self._frames else None

    def accept(self, frame: Frame) -> Utterance | None:
        """Take the next frame; return the utterance that it closed, if it closed one."""
        voiced = self._activity.voiced(frame.samples) and not frame.echo
        if not self._frames:
            self._recent.append((frame, voiced))
            self._open_on_onset()
            return None
        self._frames.append(frame)
        if voiced:
            self._last_voiced = len(self._frames)
        quiet = (len(self._frames) - self._last_voiced) * FRAME_SECONDS
        length = len(self._frames) * FRAME_SECONDS
        # Half a frame of tolerance: 30 frames of 0.02 s are 0.6 s, whatever binary fractions make of it.
        over = quiet >= self.silence - FRAME_SECONDS / 2 or length >= self._settings.longest - FRAME_SECONDS / 2
        return self._close() if over else None

    def flush(self) -> Utterance | None:
        """The stream has ended: close and return the open utterance, if there is one."""
        return self._close() if self._frames else None

    def reset(self) -> None:
        """Drop the open utterance and forget what was heard, as after a gap in the stream."""
        self._frames = []
        self._recent.clear()
        self._activity.reset()

    def _open_on_onset(self) -> None:
        window = list(self._recent)[-ONSET_WINDOW:]
        if sum(voiced for _, voiced in window) < self._onset:
            return
        first = len(self._recent) - len(window) + next(i for i, (_, voiced) in enumerate(window) if voiced)
        before = round(self._settings.pre_roll / FRAME_SECONDS)
        kept = list(self._recent)[max(0, first - before) :]
        self._voice_start = self._recent[first][0].start
        self._frames = [frame for frame, _ in kept]
        self._last_voiced = max(i for i, (_, voiced) in enumerate(kept) if voiced) + 1
        self._recent.clear()

    def _close(self) -> Utterance:
        keep = min(len(self._frames), self._last_voiced + round(TAIL / FRAME_SECONDS))
        frames, spare = self._frames[:keep], self._frames[keep:]
        utterance = Utterance(
            samples=np.concatenate([frame.samples for frame in frames]),
            start=frames[0].start,
            end=frames[-1].start + FRAME_SECONDS,
            voice_start=self._voice_start,
            voice_end=frames[self._last_voiced - 1].start + FRAME_SECONDS,
            closed=self._frames[-1].start + FRAME_SECONDS,
        )
        self._frames = []
        # What follows the tail was silence; it may be the pre-roll of the next utterance.
        self._recent.clear()
        self._recent.extend((frame, False) for frame in spare)
        return utterance
