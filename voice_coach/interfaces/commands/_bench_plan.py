"""Bench plan: the options of `voice-coach bench` that say what is heard, by which engine, and in what noise."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

if TYPE_CHECKING:
    from voice_coach.bench.plan import Plan

ENGINES: Final = ("vosk", "vosk-json", "pocketsphinx", "corrected")


def plan_from(arguments: argparse.Namespace) -> Plan:
    """Everything that a run of the bench hears. Raises `BadInput` for options that do not go together."""
    from voice_coach.bench.clips import labelled_clips, negative_clips
    from voice_coach.bench.engines.choice import EngineName
    from voice_coach.bench.front import Front
    from voice_coach.bench.labels import read_labels
    from voice_coach.bench.noise.kind import check_noise
    from voice_coach.bench.plan import Plan
    from voice_coach.bench.room import check_microphone
    from voice_coach.bench.variants import CLEAN, across, noisy

    if bool(arguments.noise) != bool(arguments.snr):
        raise BadInput("--noise FILE and --snr 24,12,6 belong together: give both or neither")
    engines = tuple(EngineName(name) for name in engines_from(arguments.engine))
    snrs, noises = _snrs(arguments.snr), _noises(arguments.noise)
    for name in noises:
        check_noise(name)
    microphones = listed(arguments.room)
    for name in microphones:
        check_microphone(name)
    variants = across((CLEAN, *noisy(noises, snrs, arguments.lead_in)), microphones)
    labels = read_labels(arguments.labels)
    situation = Situation(arguments.situation or Situation.IDLE)
    clips = labelled_clips(arguments.audio, {name: label.situation or situation for name, label in labels.items()})
    if arguments.negative:
        clips += negative_clips(arguments.negative, situation, [clip.path for clip in clips])
    return Plan(
        intents=arguments.intents,
        clips=tuple(clips),
        labels=labels,
        engines=engines,
        variants=variants,
        front=Front(arguments.front),
        seed=arguments.seed,
        jobs=arguments.jobs,
    )


def engines_from(given: list[str] | None) -> list[str]:
    """Names of engines; ours where none is given. Raises `BadInput` for one that is not known."""
    names = [name for entry in given or ["vosk"] for name in listed(entry)]
    for name in names:
        if name not in ENGINES:
            raise BadInput(f'--engine "{name}" is not known: use {", ".join(ENGINES)}')
    return list(dict.fromkeys(names))


def _noises(given: list[str] | None) -> list[str]:
    """Kinds and files; a file's name may hold commas."""
    names = [name for entry in given or [] for name in ([entry] if Path(entry).is_file() else listed(entry))]
    return list(dict.fromkeys(names))


def listed(given: str | None) -> list[str]:
    """What stands between commas."""
    return [name.strip() for name in (given or "").split(",") if name.strip()]


def _snrs(given: str | None) -> tuple[float, ...]:
    if not given:
        return ()
    try:
        return tuple(dict.fromkeys(float(entry) for entry in given.split(",")))
    except ValueError:
        raise BadInput(f'--snr "{given}": give decibels with commas, as 24,12,6') from None
