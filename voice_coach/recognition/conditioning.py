"""Conditioning: an utterance made alike whatever the microphone's gain and the silence around it.

Cropped to its speech with some of the room on either side, brought to one level, and given the faintest noise under
it: digital silence, or its absence, must change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples, as_samples

Signal = NDArray[np.float64]

HOP: Final = 160
WINDOW: Final = 400
"""Samples from one frame's beginning to the next one's, and of a frame."""
_SPECTRUM: Final = 512
_SMOOTH: Final = 5
_LOUDEST_RANGE: Final = 60.0
"""Decibels below the loudest frame where a frame no longer counts as sound at all."""

_ONSET_SHARE: Final = 0.35
"""Speech begins this share of the way, in decibels, from the room's level to the loudest frame's."""


@dataclass(frozen=True, slots=True)
class ConditioningSettings:
    """How an utterance is made alike."""

    roll: float = 0.2
    """Seconds of the room kept before and after the speech; made up from the room's spectrum where there is less."""

    level: float = 1500.0
    """Root mean square of the speech, in int16 steps."""

    reach: float = 30.0
    """Decibels below the loudest frame where speech begins at most."""

    mask: float = -40.0
    """Level of the noise laid under everything, in decibels against the speech."""


@dataclass(frozen=True, slots=True, eq=False)
class Conditioned:
    """A conditioned utterance."""

    samples: Samples
    offset: float
    """Seconds from the utterance's first sample to the first of `samples`; negative where room was made up."""

    speech: tuple[float, float]
    """Seconds from the utterance's first sample to where speech begins and ends."""


def condition(utterance: Samples, settings: ConditioningSettings) -> Conditioned | None:
    """Condition one utterance: int16, shape (n,), any n. None when it holds no sound at all."""
    signal = np.asarray(utterance, np.float64)
    if signal.size < WINDOW:
        signal = np.pad(signal, (0, WINDOW - signal.size))
    level = frame_level(signal)
    sounding = level > max(level.max() - _LOUDEST_RANGE, 0.0)
    if not sounding.any():
        return None
    voiced = _voiced(level, sounding, settings.reach)
    power = float(np.mean(10 ** (level[voiced] / 10)))
    first, last = (int(edge) for edge in np.flatnonzero(voiced)[[0, -1]])
    begin, end = first * HOP, min(last * HOP + WINDOW, signal.size)
    roll = round(settings.roll * SAMPLE_RATE)
    cropped = _crop(signal, (begin, end), level, sounding, roll)
    cropped *= float(settings.level / np.sqrt(power))
    cropped += _soft_noise(cropped.size) * settings.level * 10 ** (settings.mask / 20)
    samples = as_samples(cropped)
    return Conditioned(samples, (begin - roll) / SAMPLE_RATE, (begin / SAMPLE_RATE, end / SAMPLE_RATE))


def frame_level(signal: Signal) -> Signal:
    """Decibels of every 25 ms frame at 10 ms steps, without its constant part."""
    frames = np.lib.stride_tricks.sliding_window_view(signal, WINDOW)[::HOP]
    level: Signal = 10 * np.log10(frames.var(axis=1) + 1e-2)
    return level


def _voiced(level: Signal, sounding: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    smooth = np.convolve(np.pad(level, _SMOOTH // 2, mode="edge"), np.ones(_SMOOTH) / _SMOOTH, "valid")
    high = float(smooth.max())
    low = max(float(np.percentile(level[sounding], 10)), high - _LOUDEST_RANGE)
    voiced: NDArray[np.bool_] = smooth >= min(max(low + _ONSET_SHARE * (high - low), high - reach), high)
    return voiced


def _crop(signal: Signal, speech: tuple[int, int], level: Signal, sounding: NDArray[np.bool_], roll: int) -> Signal:
    """The speech between two samples with `roll` samples of room on either side.

    Only real sound counts as room; what is missing is noise with the spectrum of the quietest sounding frames.
    """
    begin, end = speech
    heard = np.flatnonzero(sounding)
    left = max(min(int(heard[0]) * HOP, begin), begin - roll)
    right = min(max(min(int(heard[-1]) * HOP + WINDOW, signal.size), end), end + roll)
    spectrum = _room_spectrum(signal, level, sounding)
    before = _shaped_noise(spectrum, roll - (begin - left), seed=1)
    after = _shaped_noise(spectrum, roll - (right - end), seed=2)
    return np.concatenate([before, signal[left:right], after])


def _room_spectrum(signal: Signal, level: Signal, sounding: NDArray[np.bool_]) -> Signal:
    """Power spectrum of the quietest tenth of the frames that hold sound."""
    frames = np.flatnonzero(sounding)
    frames = frames[frames * HOP + _SPECTRUM <= signal.size]
    if not frames.size:
        return np.full(_SPECTRUM // 2 + 1, 1e-2)
    quietest = frames[np.argsort(level[frames], kind="stable")[: max(6, frames.size // 10)]]
    window = np.hanning(_SPECTRUM)
    pieces = np.stack([signal[frame * HOP : frame * HOP + _SPECTRUM] for frame in quietest]) * window
    spectrum: Signal = (np.abs(np.fft.rfft(pieces)) ** 2).mean(axis=0) / (window**2).sum()
    return spectrum


def _shaped_noise(spectrum: Signal, count: int, seed: int) -> Signal:
    """Noise of a power spectrum, the same at every call."""
    if count <= 0:
        return np.zeros(0)
    bins = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    gains = np.interp(np.linspace(0, 1, bins.size), np.linspace(0, 1, spectrum.size), np.sqrt(spectrum))
    return np.fft.irfft(bins * gains, count)


def _soft_noise(count: int) -> Signal:
    """Noise that falls by three decibels an octave, of root mean square 1, the same at every call."""
    bins = np.fft.rfft(np.random.default_rng(3).standard_normal(count))
    frequency = np.arange(bins.size) * SAMPLE_RATE / count + 50.0
    noise = np.fft.irfft(bins / np.sqrt(frequency), count)
    normal: Signal = noise / (noise.std() + 1e-9)
    return normal
