"""Voices are heard in silence, faintly and in noise; fans, hum and silence are not voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.signals import RATE, to_int16, tone, words
from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.segmenter import Segmenter, Utterance
from voice_coach.settings import EndpointSettings

CORE_DB = 15.0
"""A word's core are its frames within this many decibels of its loudest."""


def heard_in(stream: NDArray[np.int16]) -> list[Utterance]:
    segmenter = Segmenter(EndpointSettings())
    segmenter.silence = 0.6
    found = [segmenter.accept(frame) for frame in frames_of([stream])]
    return [utterance for utterance in [*found, segmenter.flush()] if utterance is not None]


def core(clip: NDArray[np.int16]) -> tuple[int, int]:
    frames = clip[: len(clip) // 320 * 320].astype(float).reshape(-1, 320)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-9)
    loud = np.flatnonzero(level > level.max() - CORE_DB)
    return int(loud[0]) * 320, (int(loud[-1]) + 1) * 320


def strung(clips: list[NDArray[np.int16]], peak: float) -> tuple[NDArray[np.float64], list[tuple[int, int]]]:
    """The clips at one peak, 2 s of digital silence between, and where their cores are."""
    parts, cores, length = [], [], 0
    for clip in clips:
        gap = 2 * RATE
        begin, end = core(clip)
        cores.append((length + gap + begin, length + gap + end))
        parts += [np.zeros(gap), clip * (peak / np.abs(clip.astype(float)).max())]
        length += gap + len(clip)
    return np.concatenate([*parts, np.zeros(2 * RATE)]), cores


def frame_energy(signal: NDArray[np.float64]) -> float:
    """The largest sum of squares over 2048 samples, as the recordings' own mixing rule has it."""
    whole = signal[: len(signal) // 2048 * 2048].reshape(-1, 2048)
    return float((whole**2).sum(axis=1).max())


def found_whole(stream: NDArray[np.float64], cores: list[tuple[int, int]]) -> int:
    utterances = heard_in(to_int16(stream))
    return sum(
        any(found.start * RATE <= begin + 1600 and found.end * RATE >= end - 1600 for found in utterances)
        for begin, end in cores
    )


@pytest.mark.parametrize("peak_db", [-3, -12, -30, -37])
def test_people_are_heard_in_digital_silence_also_when_faint(shared: Path, peak_db: float) -> None:
    stream, cores = strung(words(shared), peak=10 ** (peak_db / 20))
    assert found_whole(stream, cores) >= len(cores) - 1


@pytest.mark.parametrize(("snr", "missed"), [(24, 2), (12, 4), (6, 4)])
def test_people_are_heard_in_kitchen_noise(shared: Path, snr: float, missed: int) -> None:
    stream, cores = strung(words(shared), peak=0.25)
    noise = read_whole(shared / "audio" / "noise" / "kitchen_first_half.flac") / 32768
    speech = float(np.median([frame_energy(stream[begin - 4000 : end + 4000]) for begin, end in cores]))
    usual = float(np.median([frame_energy(noise[i : i + RATE]) for i in range(0, len(noise) - RATE, RATE)]))
    mixed = stream + np.resize(noise, len(stream)) * np.sqrt(speech / (usual * 10 ** (snr / 10)))

    assert found_whole(mixed, cores) >= len(cores) - missed


@pytest.mark.parametrize("level", [0.001, 0.01, 0.1])
@pytest.mark.parametrize("kind", ["fan", "hum", "whistle"])
def test_a_constant_sound_is_no_voice_for_longer_than_the_room_takes_to_learn(kind: str, level: float) -> None:
    seconds = 30.0
    signal = {
        "fan": np.random.default_rng(1).normal(0, 1, round(seconds * RATE)),
        "hum": tone(seconds, 50.0, 1.0) + tone(seconds, 150.0, 1.0),
        "whistle": tone(seconds, 1000.0, 1.4),
    }[kind]

    assert all(utterance.closed < 6.0 for utterance in heard_in(to_int16(level * signal)))


def test_digital_silence_is_no_voice() -> None:
    assert heard_in(np.zeros(20 * RATE, np.int16)) == []


def test_a_word_is_heard_over_a_fan_that_has_run_for_a_while(shared: Path) -> None:
    fan = np.random.default_rng(2).normal(0, 0.01, 20 * RATE)
    clip = words(shared)[0] / 32768
    begin, end = core(words(shared)[0])
    fan[12 * RATE : 12 * RATE + len(clip)] += clip * (0.3 / np.abs(clip).max())

    late = [utterance for utterance in heard_in(to_int16(fan)) if utterance.closed > 6.0]
    assert len(late) == 1
    assert late[0].start < 12 + begin / RATE + 0.1
    assert late[0].end > 12 + end / RATE - 0.1


def test_the_same_stream_gives_the_same_utterances_twice(shared: Path) -> None:
    stream, _ = strung(words(shared)[:5], peak=0.25)
    first, second = heard_in(to_int16(stream)), heard_in(to_int16(stream))
    assert [(u.start, u.end, u.closed) for u in first] == [(u.start, u.end, u.closed) for u in second]
