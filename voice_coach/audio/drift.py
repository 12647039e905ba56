"""Drift: two sound cards' clocks never agree; what the speaker played is brought to the microphone's clock.

A USB microphone and another card's speaker differ by some 10 to 100 parts in a million. By 50 of them an echo that was
learned a second ago is a sample away, and a canceller that subtracts takes out 8 dB instead of 30.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Samples, as_samples

WINDOW: Final = 2.0
"""Seconds of sound in which the delay is looked for."""

EVERY: Final = 1.0
"""Seconds from one look to the next."""

LONGEST: Final = 0.6
"""Seconds that the echo may be late."""

LOUD: Final = 100.0
"""Root mean square, in int16 steps, from which a frame that is played tells something about its echo."""

LOUD_SHARE: Final = 0.3
"""Share of the window that must be loud."""

SHARP: Final = 15.0
"""How far the delay must stand out, against the median of all delays; where nothing leaks, 6 is usual."""

REMEMBERED: Final = 12
"""Looks that are remembered: with so many the drift is known to a part in a million where it does not change."""

LEAST_SECONDS: Final = 2.5
"""Seconds between the first and the last look from which the drift is known."""

APART: Final = 2.0
"""Seconds that two looks must be apart to be compared."""

JUMP: Final = 0.002
"""Seconds by which the delay differs from what was expected when a card lost or gained sound: what went before is
forgotten."""

STEADY: Final = 1.5
"""Samples by which the delay may differ from what was expected while the path that was learned still holds."""

DOUBTED: Final = 3
"""Looks after which the path has been learned anew, once the delay is where it is expected."""

UNSTEADY: Final = 3
"""Looks that are remembered when the drift turns out to be another."""

MOST: Final = 1e-3
"""Drift beyond which something else is wrong."""

ROOM: Final = 0.02
"""Seconds by which the reference comes late, so that it can also be moved ahead."""

LATEST: Final = 0.2
"""Seconds by which it may be moved back."""

TAPS: Final = 16
"""Samples from which one between two others is told."""


class ClockDrift:
    """Learns the drift while something is played; pure. Frames must come one after the other."""

    def __init__(self) -> None:
        self.rate = 0.0
        """Seconds that the microphone's clock falls behind the speaker's in a second; negative when it runs ahead."""
        self._heard = np.zeros(round(WINDOW * SAMPLE_RATE), np.float32)
        self._played = np.zeros_like(self._heard)
        self._aligned = np.zeros_like(self._heard)
        self._moves = np.zeros(self._heard.size // FRAME_SAMPLES)
        self._count = 0
        self._looks: deque[tuple[float, float]] = deque(maxlen=REMEMBERED)
        self._doubt = 0
        self._off = 0.0
        self._moved = 0.0
        self._taps = np.arange(TAPS) - TAPS // 2 + 1

    @property
    def steady(self) -> bool:
        """Whether the delay has been where the rate expects it for long enough; True as long as nothing leaks."""
        return not self._doubt

    def align(self, heard: Samples, reference: Samples) -> Samples:
        """Take the microphone's and the speaker's frame, shape (320,), int16, 16 kHz; the latter as the former's clock
        counts, `ROOM` seconds later.
        """
        _push(self._heard, heard)
        _push(self._played, reference)
        self._count += FRAME_SAMPLES
        self._moved += self.rate * FRAME_SAMPLES
        if not TAPS - ROOM * SAMPLE_RATE < self._moved < LATEST * SAMPLE_RATE:
            self._moved = 0.0  # the path is learned anew
        aligned = self._between()
        _push(self._aligned, aligned)
        _push(self._moves, np.array([self._moved]))
        if self._count % round(EVERY * SAMPLE_RATE) == 0 and self._count >= self._heard.size:
            self._look()
        return aligned

    def _between(self) -> Samples:
        """The reference at moments that need not be those of its samples."""
        late = ROOM * SAMPLE_RATE + self._moved
        needed = self._played[-FRAME_SAMPLES - TAPS - round((ROOM + LATEST) * SAMPLE_RATE) :]
        if not needed.any():
            return np.zeros(FRAME_SAMPLES, np.int16)
        moments = self._played.size - FRAME_SAMPLES + np.arange(FRAME_SAMPLES) - late
        whole = np.floor(moments).astype(np.intp)
        away = (moments - whole)[:, None] - self._taps[None, :]
        weights = np.sinc(away) * np.cos(np.pi * away / TAPS) ** 2
        return as_samples((self._played[whole[:, None] + self._taps[None, :]] * weights).sum(axis=1))

    def _look(self) -> None:
        power = (self._aligned.reshape(-1, FRAME_SAMPLES) ** 2).mean(axis=1)
        if float((power > LOUD**2).mean()) < LOUD_SHARE:
            return
        self._doubt = max(0, self._doubt - 1)
        late = self._delay()
        if late is None:
            return
        # It was so late when it was loud.
        weights = power * np.hanning(power.size) ** 2
        weights /= weights.sum()
        moment = self._count - float(weights @ np.arange(power.size - 0.5, 0.0, -1.0)) * FRAME_SAMPLES
        delay = late + float(weights @ self._moves)
        if self._looks:
            moment_before, before = self._looks[-1]
            off = delay - before - self.rate * (moment - moment_before)
            if abs(off) > STEADY:
                self._doubt = DOUBTED
            if abs(off) > JUMP * SAMPLE_RATE:
                self._looks.clear()
            elif abs(off) > STEADY and self._off * off > 0.0:
                self._looks = deque(list(self._looks)[-UNSTEADY:], maxlen=REMEMBERED)  # the drift is another
            self._off = off if abs(off) > STEADY else 0.0
        self._looks.append((moment, delay))
        moments, delays = np.array(self._looks).T
        if moments[-1] - moments[0] < LEAST_SECONDS * SAMPLE_RATE:
            return
        # The median of all slopes (Theil and Sen): a look that is wrong does not count.
        first, last = np.triu_indices(moments.size, 1)
        far = moments[last] - moments[first] >= APART * SAMPLE_RATE
        slopes = (delays[last] - delays[first])[far] / (moments[last] - moments[first])[far]
        rate = float(np.median(slopes))
        self.rate = rate if abs(rate) <= MOST else 0.0

    def _delay(self) -> float | None:
        """Samples by which the echo is late, by the phases of the two alone (GCC-PHAT, Knapp and Carter 1976)."""
        fade = np.hanning(self._heard.size).astype(np.float32)
        size = 2 * self._heard.size
        cross = np.fft.rfft(self._heard * fade, size) * np.conj(np.fft.rfft(self._aligned * fade, size))
        strength = np.abs(cross)
        found = np.fft.irfft(cross / (strength + 1e-3 * strength.max() + 1e-9))[: round(LONGEST * SAMPLE_RATE)]
        best = int(found[1:-1].argmax()) + 1
        if found[best] < SHARP * float(np.median(np.abs(found))):
            return None
        before, at, after = (float(value) for value in found[best - 1 : best + 2])
        bend = before - 2 * at + after
        return best + (0.5 * (before - after) / bend if bend else 0.0)


def _push(kept: NDArray[Any], new: NDArray[Any]) -> None:
    """Put what is new at the end; as much of the oldest goes."""
    kept[: -new.size] = kept[new.size :]
    kept[-new.size :] = new
