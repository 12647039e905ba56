"""Stream: clips a few seconds apart in noise, with the truth of where somebody speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.frame import SAMPLE_RATE, Samples, as_samples
from voice_coach.bench.mixing import frame_energy
from voice_coach.bench.voice_activity.truth import Speech, speech_of

Signal: TypeAlias = NDArray[np.float64]

GAP: Final = 3.5
"""Seconds of noise before every clip and after the last."""

_LOUD: Final = 3000.0
"""Root mean square of a clip's loudest 2048 samples, in int16 steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Sound with its truth."""

    samples: Samples
    speech: tuple[Speech, ...]
    """One for every clip, in order, none for noise alone."""


def levelled(clip: Samples) -> Signal:
    """The clip with its loudest 2048 samples at one level."""
    signal = clip.astype(np.float64)
    loudest = np.sqrt(frame_energy(clip) / min(max(clip.size, 1), 2048))
    at_one_level: Signal = signal * (_LOUD / max(float(loudest), 1.0))
    return at_one_level


def in_noise(clips: Sequence[Samples], noise: Signal, snr: float, gap: float = GAP) -> Stream:
    """The clips in noise that is `snr` decibels below their loudest parts most of the time."""
    parts, speech, length = [np.zeros(round(gap * SAMPLE_RATE))], [], gap
    for clip in clips:
        speech.append(speech_of(clip).shifted(length))
        parts += [levelled(clip), np.zeros(round(gap * SAMPLE_RATE))]
        length += clip.size / SAMPLE_RATE + gap
    clean = np.concatenate(parts)
    return Stream(as_samples(clean + at_level(noise, clean.size, snr)), tuple(speech))


def at_level(noise: Signal, length: int, snr: float) -> Signal:
    """So many samples of noise, repeated as needed, `snr` decibels below the loudest parts of speech.

    Half of its seconds are louder: kitchens and gyms are uneven, and the loudest bang says little about the rest.
    """
    seconds = [noise[at : at + SAMPLE_RATE] for at in range(0, noise.size - SAMPLE_RATE + 1, SAMPLE_RATE)]
    usual = np.sqrt(float(np.median([frame_energy(second) for second in seconds])) / 2048)
    scaled: Signal = np.resize(noise, length) * (_LOUD / max(usual, 1e-9) / 10 ** (snr / 20))
    return scaled


def white(seconds: float) -> Signal:
    """Noise of equal power at every frequency, the same at every call."""
    return np.random.default_rng(1).standard_normal(round(seconds * SAMPLE_RATE))


def pink(seconds: float) -> Signal:
    """Noise that falls by three decibels an octave, as fans and crowds do; the same at every call."""
    bins = np.fft.rfft(np.random.default_rng(2).standard_normal(round(seconds * SAMPLE_RATE)))
    frequency = np.arange(bins.size) / seconds + 20.0
    return np.fft.irfft(bins / np.sqrt(frequency), round(seconds * SAMPLE_RATE))


def music(seconds: float) -> Signal:
    """What a gym plays, roughly: a kick, a snare, a hi-hat, a bass and chords at 124 beats a minute; always the same.

    It holds tones, harmonics and steps in level as music does, and no voice.
    """
    random = np.random.default_rng(3)
    size = round(seconds * SAMPLE_RATE)
    track = np.zeros(size + SAMPLE_RATE)
    beat = 60.0 / 124
    chords = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7), (164.8, 207.7, 246.9))

    def hiss(t: Signal) -> Signal:
        return random.standard_normal(t.size)

    def put(at: float, sound: Signal) -> None:
        first = round(at * SAMPLE_RATE)
        if first < size:
            track[first : first + sound.size] += sound[: track.size - first]

    for number in range(int(seconds / beat) + 1):
        at = number * beat
        chord = chords[number // 4 % len(chords)]
        put(at, 3.0 * _struck(0.25, _kick, 14))
        if number % 2:
            put(at, 1.2 * _struck(0.2, hiss, 22))
        for eighth in (0.0, 0.5):
            put(at + eighth * beat, 0.4 * np.diff(_struck(0.06, hiss, 70), prepend=0.0))
            bass = chord[0] / 4
            put(at + eighth * beat, 1.5 * _struck(beat / 2, partial(_harmonics, pitch=bass, count=6), 4))
        if number % 4 in (0, 2, 3):
            for pitch in chord:
                put(at, 0.5 * _struck(beat, partial(_harmonics, pitch=pitch, count=12), 2))
    return track[:size]


def _struck(seconds: float, sound: Callable[[Signal], Signal], decay: float) -> Signal:
    """A sound of time that dies away by `decay` nepers a second."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    dying: Signal = sound(t) * np.exp(-decay * t)
    return dying


def _kick(t: Signal) -> Signal:
    swept: Signal = np.sin(2 * np.pi * (50 * t + 8 * (1 - np.exp(-t * 30))))
    return swept


def _harmonics(t: Signal, pitch: float, count: int) -> Signal:
    tones: Signal = np.sum([np.sin(2 * np.pi * pitch * order * t) / order for order in range(1, count + 1)], axis=0)
    return tones
