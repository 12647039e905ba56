"""Echo bench: prompts that leak into the microphone, alone and with a person speaking over them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE, Frame, Samples
from voice_coach.audio.leak import Leak
from voice_coach.audio.level import active_level
from voice_coach.bench.metrics import percentile, poisson_upper
from voice_coach.bench.report import align
from voice_coach.errors import BadInput
from voice_coach.recognition.ear import Catch, Ear
from voice_coach.recognition.hypothesis import Recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.speech.synthesiser import LEVEL
from voice_coach.understanding.interpretation import Expectation, Situation
from voice_coach.understanding.understanding import Understanding

WORDS: Final = {"stop": "nav_stop", "next": "nav_next", "yes": "answer", "i_have_chest_pain": "emergency"}
"""File name of each phrase that must get through, and the intent that it means."""

LEAKS: Final = (None, -20.0, -10.0, 0.0)
"""Decibels of the prompt over the person's voice at the microphone; None: no leak, as with headphones."""

VOICE: Final = -20.0
"""Level of the person's voice in dB of full scale."""

DELAY: Final = 0.06
"""Seconds from the speaker to the microphone."""

ROOM: Final = 5.0
"""Root mean square of the room's own noise, in steps of int16."""

OVER: Final = 0.8
"""Seconds after a prompt's start at which the person speaks over it."""

PAUSE: Final = 1.5
"""Seconds of silence after each prompt."""


@dataclass(frozen=True, slots=True)
class Row:
    """One leak level, with or without the canceller."""

    leak: float | None
    cancelled: bool
    heard: dict[str, tuple[int, int]]
    """For each phrase, how often it was understood, of how many."""

    false_accepts: int
    rejected: int
    """Utterances of nobody that were not understood: each makes the coach ask again."""

    prompt_minutes: float
    waits: tuple[float, ...]
    """Seconds from the end of each understood "stop" to its decision, decoding included."""


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """Prompts, and where somebody speaks over them."""

    played: Samples
    person: NDArray[np.float64]
    said: tuple[tuple[str, float, float], ...]
    """Phrase, start and end in seconds."""


def voices(folder: Path) -> list[Path]:
    """Folders in which every phrase is there. Raises `BadInput` when there is none."""
    found = sorted({file.parent for file in folder.rglob("stop.*") if all(_clip(file.parent, name) for name in WORDS)})
    if not found:
        raise BadInput(f"{folder} holds no folder with {', '.join(WORDS)} in it: give one like audio_fixtures")
    return found


def measure_echo(
    recogniser: Recogniser, understanding: Understanding, prompts: Sequence[Samples], people: Sequence[Path]
) -> Iterator[Row]:
    """One row for each leak level without and with the canceller, as soon as it is known."""
    alone = _scene(prompts, None)
    over = [_scene(_turned(prompts, number), person) for number, person in enumerate(people)]
    for leak in LEAKS:
        for cancelled in (False, True):
            heard = dict.fromkeys(WORDS, (0, 0))
            waits: list[float] = []
            for scene in over:
                catches = list(_hear(scene, leak, cancelled, recogniser))
                for name, start, end in scene.said:
                    wait = _understood(catches, understanding, name, start, end)
                    heard[name] = (heard[name][0] + (wait is not None), heard[name][1] + 1)
                    if name == "stop" and wait is not None:
                        waits.append(wait)
            invented = [catch for catch, _ in _hear(alone, leak, cancelled, recogniser)]
            accepted = sum(understanding.interpret(catch.hypothesis, _OPEN).accepted for catch in invented)
            minutes = len(alone.played) / SAMPLE_RATE / 60
            yield Row(leak, cancelled, heard, accepted, len(invented) - accepted, minutes, tuple(waits))


def as_text(rows: Sequence[Row]) -> str:
    """One table."""
    head = (
        "leak",
        "canceller",
        "false accepts/min (95 % below)",
        "re-prompts/min",
        *WORDS,
        "stop to decision p50, p95",
    )
    lines = [head]
    for row in rows:
        times = [percentile(row.waits, percent) for percent in (50, 95)]
        lines.append(
            (
                "none" if row.leak is None else f"{row.leak:.0f} dB",
                "on" if row.cancelled else "off",
                f"{row.false_accepts / row.prompt_minutes:.2f} "
                f"({poisson_upper(row.false_accepts) / row.prompt_minutes:.2f})",
                f"{row.rejected / row.prompt_minutes:.2f}",
                *(f"{right}/{total}" for right, total in row.heard.values()),
                ", ".join("-" if value is None else f"{value:.2f} s" for value in times),
            )
        )
    return align(lines)


_OPEN: Final = Expectation(Situation.QUESTION)


def _clip(folder: Path, name: str) -> Path | None:
    return next((folder / f"{name}{end}" for end in (".flac", ".wav") if (folder / f"{name}{end}").is_file()), None)


def _turned(prompts: Sequence[Samples], number: int) -> list[Samples]:
    """As many prompts as there are phrases, and one that teaches the canceller the room; others for every voice."""
    return [prompts[(number * len(WORDS) + place) % len(prompts)] for place in range(len(WORDS) + 1)]


def _scene(prompts: Sequence[Samples], person: Path | None) -> _Scene:
    gap = np.zeros(round(PAUSE * SAMPLE_RATE), np.int16)
    played = np.concatenate([part for prompt in prompts for part in (prompt, gap)])
    played = np.pad(played, (0, -len(played) % FRAME_SAMPLES))
    voice = np.zeros(len(played))
    said = []
    at = len(prompts[0]) + len(gap)
    for name, prompt in zip(WORDS, prompts[1:], strict=False) if person is not None else ():
        file = _clip(person, name) if person is not None else None
        assert file is not None
        samples = np.concatenate([frame.samples for frame in read_frames(file)])
        loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 0.03)
        begin = at + round(OVER * SAMPLE_RATE)
        part = samples[: max(0, len(voice) - begin)] * 10.0 ** ((VOICE - active_level(samples)) / 20.0)
        voice[begin : begin + len(part)] += part
        said.append((name, (begin + loud[0]) / SAMPLE_RATE, (begin + loud[-1]) / SAMPLE_RATE))
        at += len(prompt) + len(gap)
    return _Scene(played, voice, tuple(said))


def _hear(scene: _Scene, leak: float | None, cancelled: bool, recogniser: Recogniser) -> Iterator[tuple[Catch, float]]:
    """Each utterance, and the seconds that its decision took."""

    def played(start: float, count: int) -> Samples:
        first = round(start * SAMPLE_RATE)
        part = scene.played[max(0, first) : max(0, first + count)]
        return np.pad(part, (max(0, -first), 0))[:count] if first < 0 else np.pad(part, (0, count - len(part)))

    path = Leak(played, leak + VOICE - LEVEL, DELAY) if leak is not None else None
    canceller = EchoCanceller() if cancelled else None
    ear = Ear(recogniser, EndpointSettings())
    ear.expect(Situation.QUESTION)
    noise = np.random.default_rng(1)
    for first in range(0, len(scene.played), FRAME_SAMPLES):
        heard = scene.person[first : first + FRAME_SAMPLES] + noise.standard_normal(FRAME_SAMPLES) * ROOM
        if path is not None:
            heard = heard + path.heard(first / SAMPLE_RATE)
        frame = Frame(np.clip(heard, -32768, 32767).astype(np.int16), first / SAMPLE_RATE)
        if canceller is not None:
            frame = canceller.accept(frame, scene.played[first : first + FRAME_SAMPLES])
        began = time.perf_counter()
        catch = ear.accept(frame)
        if catch is not None:
            yield catch, time.perf_counter() - began


def _understood(
    catches: Sequence[tuple[Catch, float]], understanding: Understanding, name: str, start: float, end: float
) -> float | None:
    """Seconds from the phrase's end until it was understood; None when it was not."""
    for catch, decoding in catches:
        if catch.utterance.voice_end > start and catch.utterance.voice_start < end:
            found = understanding.interpret(catch.hypothesis, _OPEN)
            if found.accepted and found.intent == WORDS[name]:
                return catch.utterance.closed - end + decoding
    return None
