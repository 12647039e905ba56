"""Segmenter: cuts a stream of frames into utterances by voice activity, with pre-roll and an end-of-speech rule."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import FRAME_SECONDS, Frame, Samples
from voice_coach.audio.voice_activity import RoomVoiceActivity, Voice, VoiceActivity
from voice_coach.settings import EndpointSettings

ONSET_WINDOW: Final = 10
"""Frames (0.2 s) in which the onset's voiced frames must fall."""

CLEAR_ONSET: Final = 3
"""Clear frames within the onset's window that show a voice above the noise; a single bang does not."""

FADE: Final = 0.1
"""Seconds after a clear voice in which a faint one still is its end."""

BURST: Final = 0.16
"""Seconds after a clear voice in which a single clear frame still belongs to it: the "p" of "stop" after its gap."""

DOUBT: Final = 0.2
"""Seconds more of silence after a clear voice while something faint, noise or voice, goes on."""

BEFORE_CLEAR: Final = 0.6
"""Seconds before a clear voice from which on what was faint is noise, and cut off."""

PRE_CLEAR: Final = 0.2
"""Seconds, beside the pre-roll, that are kept before the clear voice then: words may begin faintly."""


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
        self.doubt = DOUBT
        """Seconds that are added while only faint voices go on after a clear one; may be changed at any time."""
        self._settings = settings
        self._activity = activity if activity is not None else RoomVoiceActivity()
        self._onset = max(1, round(settings.onset / FRAME_SECONDS))
        self._kept = round(settings.pre_roll / FRAME_SECONDS) + ONSET_WINDOW
        self._recent: deque[tuple[Frame, Voice]] = deque(maxlen=self._kept)
        self._frames: list[Frame] = []
        self._clear: deque[bool] = deque(maxlen=ONSET_WINDOW)
        self._voice_start = 0.0
        self._last_voiced = 0
        """Frames of the open utterance up to the last with any voice."""
        self._last_clear: int | None = None
        """The same to the last clear one, None before there was any."""
        self._held = 0
        """The same to where the voice ended: the clear one with its fading, else any."""

    @property
    def speaking(self) -> bool:
        """True while an utterance is open."""
        return bool(self._frames)

    @property
    def voice_start(self) -> float | None:
        """Seconds on the stream's clock where the open utterance's voice began, None while nobody speaks."""
        return self._voice_start if self._frames else None

    @property
    def voice_end(self) -> float | None:
        """Seconds on the stream's clock where the open utterance's voice was last heard, None while nobody speaks."""
        return self._frames[self._held - 1].start + FRAME_SECONDS if self._frames else None

    @property
    def quiet(self) -> float:
        """Seconds for which the open utterance has been without voice; 0 while nobody speaks."""
        return (len(self._frames) - self._held) * FRAME_SECONDS if self._frames else 0.0

    def accept(self, frame: Frame) -> Utterance | None:
        """Take the next frame; return the utterance that it closed, if it closed one."""
        heard = self._activity.voiced(frame.samples)
        voiced = Voice.NONE if frame.echo else heard
        if not self._frames:
            self._wait((frame, voiced))
            self._open_on_onset()
            return None
        self._take(frame, voiced)
        return self.flush() if self.over else None

    @property
    def over(self) -> bool:
        """Whether the open utterance has been silent for long enough, or is too long."""
        if not self._frames:
            return False
        # Half a frame of tolerance: 30 frames of 0.02 s are 0.6 s, whatever binary fractions make of it.
        still = (len(self._frames) - self._last_voiced + 0.5) * FRAME_SECONDS >= self.silence
        length = (len(self._frames) + 0.5) * FRAME_SECONDS
        return still or self.quiet_for(self.silence + self.doubt) or length >= self._settings.longest

    def quiet_for(self, seconds: float) -> bool:
        """Whether an utterance is open and has been without voice for so long; not while a voice may be coming back."""
        return self.speaking and not self._clear[-1] and self.quiet >= seconds - FRAME_SECONDS / 2

    def draft(self) -> Utterance | None:
        """The open utterance up to now; it stays open. None while nobody speaks.

        From `pause` seconds after its last voice on, its samples stay the same until somebody speaks again. When it is
        closed, what went on faintly after that comes with it.
        """
        return self._cut(self._length) if self._frames else None

    def _cut(self, length: int) -> Utterance:
        """The first `length` frames of the open utterance."""
        frames = self._frames[:length]
        return Utterance(
            samples=np.concatenate([frame.samples for frame in frames]),
            start=frames[0].start,
            end=frames[-1].start + FRAME_SECONDS,
            voice_start=self._voice_start,
            voice_end=frames[self._held - 1].start + FRAME_SECONDS,
            closed=self._frames[-1].start + FRAME_SECONDS,
        )

    def flush(self) -> Utterance | None:
        """Close and return the open utterance, if there is one: the stream has ended, or all has been said."""
        if not self._frames:
            return None
        # A last word may have been said under the noise: what is faint is kept to its end.
        length = max(self._length, min(len(self._frames), self._last_voiced + self._tail))
        utterance = self._cut(length)
        spare = self._frames[length:]
        self._frames = []
        # What follows the tail was silence; it may be the pre-roll of the next utterance.
        for frame in spare:
            self._wait((frame, Voice.NONE))
        return utterance

    def reset(self) -> None:
        """Drop the open utterance and forget what was heard, as after a gap in the stream."""
        self._frames = []
        self._recent.clear()
        self._activity.reset()

    def _open_on_onset(self) -> None:
        window = list(self._recent)[-ONSET_WINDOW:]
        if sum(bool(voiced) for _, voiced in window) < self._onset:
            return
        first = len(self._recent) - len(window) + next(i for i, (_, voiced) in enumerate(window) if voiced)
        before = round(self._settings.pre_roll / FRAME_SECONDS)
        earlier = max(0, first - before)
        kept = list(self._recent)[earlier:]
        self._voice_start = self._recent[first][0].start
        self._last_clear = None
        self._clear.clear()
        for frame, voiced in kept:
            self._take(frame, voiced)
        self._recent.clear()

    def _take(self, frame: Frame, voiced: Voice) -> None:
        """Add a frame to the open utterance."""
        self._frames.append(frame)
        self._clear.append(voiced == Voice.CLEAR)
        count = len(self._frames)
        if voiced:
            self._last_voiced = count
        burst = self._last_clear is not None and count - self._last_clear <= round(BURST / FRAME_SECONDS)
        if self._clear[-1] and (burst or sum(self._clear) >= CLEAR_ONSET):
            if self._last_clear is None:
                self._begin(count - len(self._clear) + self._clear.index(True))
            self._last_clear = self._held = len(self._frames)
        elif voiced and (self._last_clear is None or count - self._last_clear <= round(FADE / FRAME_SECONDS)):
            self._held = count

    def _begin(self, clear: int) -> None:
        """A clear voice has begun at this frame: what came long before it was noise."""
        if self._frames[clear].start - self._voice_start <= BEFORE_CLEAR:
            return
        first = max(0, clear - round((self._settings.pre_roll + PRE_CLEAR) / FRAME_SECONDS))
        self._voice_start = self._frames[clear].start
        del self._frames[:first]
        self._last_voiced -= first

    @property
    def _length(self) -> int:
        """Frames of the open utterance that are kept: final consonants are quiet; more silence invites ghost words."""
        return min(len(self._frames), self._held + self._tail)

    @property
    def _tail(self) -> int:
        return round(self._settings.pause / FRAME_SECONDS)

    def _wait(self, heard: tuple[Frame, Voice]) -> None:
        """Keep a frame for the pre-roll of the next utterance."""
        self._recent.append(heard)
