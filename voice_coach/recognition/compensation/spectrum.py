"""Spectrum: log-mel spectra and cepstra as libvosk makes them for our model, and the way between the two."""

from __future__ import annotations

from functools import cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.embedded.network import CEPSTRA, CONTEXT, delta_matrix

Floats: TypeAlias = NDArray[np.float64]

MEL_BINS: Final = 25
LOWEST: Final = 130.0
HIGHEST: Final = 6800.0
"""Hertz between which the mel filters lie; all of this as in `feat.params` of the wheel."""

WINDOW: Final = 410
"""Samples of a frame, 25.625 ms."""

HOP: Final = 160
"""Samples from one frame to the next, 10 ms."""

_SPECTRUM: Final = 512
_PREEMPHASIS: Final = 0.97
_LIFTER: Final = 22.0
_LEAST_POWER: Final = 1.19e-7


def log_mel(samples: Samples | Floats) -> Floats:
    """Natural logarithm of the mel spectrum: shape (frames, 25), one frame every 10 ms; at least one frame."""
    signal = np.asarray(samples, np.float32)
    if signal.size < WINDOW:
        signal = np.pad(signal, (0, WINDOW - signal.size))
    frames = np.lib.stride_tricks.sliding_window_view(signal, WINDOW)[::HOP]
    first = frames[:, :1] * np.float32(1 - _PREEMPHASIS)
    emphasised = np.concatenate([first, frames[:, 1:] - np.float32(_PREEMPHASIS) * frames[:, :-1]], axis=1)
    power = np.abs(np.fft.rfft(emphasised * _hamming(), _SPECTRUM)) ** 2
    logarithm: Floats = np.log(np.maximum(power @ _mel_filters().T, _LEAST_POWER))
    return logarithm


@cache
def cepstral() -> Floats:
    """Shape (13, 25): a log-mel spectrum -> its cepstrum, liftered."""
    cepstrum, mel = np.arange(CEPSTRA)[:, None], np.arange(MEL_BINS)[None]
    matrix = np.sqrt(2.0 / MEL_BINS) * np.cos(np.pi / MEL_BINS * (mel + 0.5) * cepstrum)
    matrix[0] = np.sqrt(1.0 / MEL_BINS)
    lifter = 1 + 0.5 * _LIFTER * np.sin(np.pi * np.arange(CEPSTRA) / _LIFTER)
    return np.asarray(matrix * lifter[:, None], np.float64)


@cache
def spectral() -> Floats:
    """Shape (25, 13): a cepstrum -> the smoothest log-mel spectrum that has it."""
    return np.asarray(np.linalg.pinv(cepstral()), np.float64)


def with_deltas(cepstra: Floats) -> Floats:
    """Shape (frames, 3, 13): cepstra, deltas and double deltas, as the model's network takes them."""
    padded = np.concatenate([np.repeat(cepstra[:1], CONTEXT, 0), cepstra, np.repeat(cepstra[-1:], CONTEXT, 0)])
    spliced = np.concatenate([padded[at : at + len(cepstra)] for at in range(2 * CONTEXT + 1)], axis=1)
    return np.asarray(spliced @ delta_matrix().T, np.float64).reshape(len(cepstra), -1, CEPSTRA)


@cache
def _hamming() -> NDArray[np.float32]:
    return (0.54 - 0.46 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))).astype(np.float32)


@cache
def _mel_filters() -> Floats:
    hertz = np.arange(_SPECTRUM // 2) * SAMPLE_RATE / _SPECTRUM
    mel = _mel(hertz)
    edges = np.linspace(_mel(np.float64(LOWEST)), _mel(np.float64(HIGHEST)), MEL_BINS + 2)
    filters = np.zeros((MEL_BINS, _SPECTRUM // 2 + 1))
    for number, (left, centre, right) in enumerate(zip(edges, edges[1:], edges[2:], strict=False)):
        rise, fall = (mel - left) / (centre - left), (right - mel) / (right - centre)
        filters[number, :-1] = np.clip(np.minimum(rise, fall), 0, None)
    return filters


def _mel(hertz: Floats | np.float64) -> Floats:
    return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)
