"""Emergencies: danger told in every noise, by recorded voices and those at hand, and how often it was missed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_coach import paths
from voice_coach.bench.clips import Clip
from voice_coach.bench.gym.row import Row, wrong_row
from voice_coach.bench.gym.setup import OURS, Setup, conditions, noise_name
from voice_coach.bench.gym.spoken import spoken
from voice_coach.bench.gym.target import EMERGENCIES
from voice_coach.bench.labels import Label, read_labels
from voice_coach.bench.metrics import EMERGENCY, alarmed
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.variants import CLEAN, Variant
from voice_coach.bench.voices import by_rule
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

SNRS: Final = (20.0, 10.0, 5.0, 0.0)
JUDGED: Final = 10.0
"""Decibels from which on what is wanted holds."""


def emergencies(setup: Setup) -> list[Row]:
    """Missed emergencies: at 10 dB and more together and noise by noise, then at 5 and 0 dB."""
    variants = (CLEAN, *conditions(setup.noises, SNRS))
    kept = recorded()
    with tempfile.TemporaryDirectory() as folder:
        clips = setup.thin([*kept, *spoken("emergencies", Path(folder), besides=kept)])
        label = Label(intent=EMERGENCY, situation=Situation.IDLE)
        run = setup.hear(clips, {clip.name: label for clip in clips}, variants, engines=[OURS])
    by_condition = {variant.name: run.of(OURS, variant.name) for variant in variants}

    def of(chosen: Sequence[Variant], stress: bool = False) -> list[Outcome]:
        outcomes = [outcome for variant in chosen for outcome in by_condition[variant.name]]
        return [outcome for outcome in outcomes if by_rule(outcome.clip) is stress]

    judged = [variant for variant in variants if variant.snr is None or variant.snr >= JUDGED]
    rows = [_row("clean and >= 10 dB, every noise", of(judged), judge=True)]
    rows.append(_row("clean and >= 10 dB, voices made by rule", of(judged, stress=True)))
    rows.append(_row("clean", of([CLEAN])))
    for noise in setup.noises:
        rows += [
            _row(variant.name, of([variant]), noise=noise_name(noise), snr=variant.snr)
            for variant in variants
            if variant.noise == noise
        ]
    return rows


def fixtures_folder() -> Path:
    """The folder `audio_fixtures`. Raises `BadInput` where it is not."""
    folder = paths.fixtures_folder()
    if folder is None:
        raise BadInput("audio_fixtures is not in an installed package: run --gym from a checkout")
    return folder


def recorded() -> list[Clip]:
    """The emergencies among `audio_fixtures/`."""
    folder = fixtures_folder()
    labels = read_labels(folder / "labels.json")
    names = [name for name, label in labels.items() if label.intent == EMERGENCY]
    return [Clip(name, folder / name, Situation.IDLE) for name in names]


def _row(
    where: str, outcomes: Sequence[Outcome], *, judge: bool = False, noise: str = "", snr: float | None = None
) -> Row:
    return wrong_row(
        "emergencies",
        f"missed emergencies, {where}",
        {f"{outcome.clip} ({outcome.condition})": not alarmed(outcome) for outcome in outcomes},
        EMERGENCIES if judge else None,
        noise=noise,
        snr=snr,
        group="emergencies by synthetic voices" if noise else "",
    )
