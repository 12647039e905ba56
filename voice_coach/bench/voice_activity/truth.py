"""Truth: where the speech of a clean clip begins and ends, by the clip's own energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples

_HOP: Final = 160
_WINDOW: Final = 320
_BELOW_LOUDEST: Final = 28.0
"""Decibels below the loudest 20 ms at which sound still is speech: a final "s" or "t" lies 20 to 25 below the vowel."""

_ABOVE_ROOM: Final = 10.0
"""Decibels above the clip's own quietest tenth that speech has at least."""

_SHORTEST: Final = 3
"""Steps of 10 ms that sound must last at either edge; a click is no speech."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody speaks, in seconds."""

    start: float
    end: float

    def shifted(self, seconds: float) -> Speech:
        """The same, later."""
        return Speech(self.start + seconds, self.end + seconds)


def speech_of(clip: Samples) -> Speech:
    """The speech of a clean clip: shape (n,), n at least 320; the whole clip when nothing stands out."""
    frames = np.lib.stride_tricks.sliding_window_view(clip.astype(np.float64), _WINDOW)[::_HOP]
    level = 10 * np.log10(frames.var(axis=1) + 1.0)
    loud = level > max(level.max() - _BELOW_LOUDEST, float(np.percentile(level, 10)) + _ABOVE_ROOM)
    lasting = np.convolve(loud, np.ones(_SHORTEST), "valid") == _SHORTEST
    places = np.flatnonzero(lasting)
    if not places.size:
        return Speech(0.0, clip.size / SAMPLE_RATE)
    begin = int(places[0]) * _HOP
    end = (int(places[-1]) + _SHORTEST - 1) * _HOP + _WINDOW
    return Speech(begin / SAMPLE_RATE, min(end, clip.size) / SAMPLE_RATE)
