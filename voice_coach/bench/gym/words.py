"""Words: yes, no and stop by people with a question open, together with how many other words were taken for ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voice_coach.bench.gym.row import Row, share, share_row
from voice_coach.bench.gym.setup import OURS, RIVAL, Setup, conditions, noise_name, rights
from voice_coach.bench.gym.target import MOST_OTHERS, OPPOSITES, WORDS, Level
from voice_coach.bench.metrics import is_opposite
from voice_coach.bench.musts import OTHERS as OTHER_WORDS
from voice_coach.bench.musts import WORDS as OUR_WORDS
from voice_coach.bench.musts import coach_clips
from voice_coach.bench.runner import Run
from voice_coach.bench.variants import CLEAN, Variant
from voice_coach.understanding.interpretation import Situation

SNR: Final = 10.0


def words(setup: Setup) -> list[Row]:
    """Clean and at 10 dB in every noise; what is wanted holds for clean and for the kitchen's recording."""
    clips, labels = coach_clips(setup.audio)
    said = setup.thin([clip for clip in clips if clip.name.startswith(f"{OUR_WORDS}/")])
    others = [clip for clip in clips if clip.name.startswith(f"{OTHER_WORDS}/{Situation.QUESTION}/")]
    variants = (CLEAN, *conditions(setup.noises, (SNR,)))
    ours = setup.hear([*said, *setup.thin(others)], labels, variants, engines=[OURS])
    # The rival hears our words only: its graph of all our phrases takes longer than the sound lasts.
    rivals = setup.hear(said, labels, variants[:2], engines=[RIVAL]) if RIVAL in setup.engines else None
    rows = [_row(variant, ours, rivals) for variant in variants]
    return [*rows, _opposites(ours)]


def _row(variant: Variant, ours: Run, rivals: Run | None) -> Row:
    taken = {
        outcome.clip: outcome.answer is not None
        for outcome in ours.of(OURS, variant.name)
        if outcome.clip not in ours.plan.labels
    }
    right = rights(ours, OURS, variant.name)
    rival = rights(rivals, RIVAL, variant.name) if rivals else {}
    wanted = variant is CLEAN or noise_name(variant.noise or "") == "kitchen"
    row = share_row(
        "words",
        f"yes / no / stop, {variant.name}",
        right,
        WORDS if wanted else None,
        rival=rival,
        note=f"other words accepted {share(taken)}",
        noise=noise_name(variant.noise) if variant.noise else "",
        snr=variant.snr,
        group="yes / no / stop by people",
    )
    return replace(row, level=_capped(row, taken, rival)) if wanted else row


def _capped(row: Row, taken: Mapping[str, bool], rival: Mapping[str, bool]) -> Level | None:
    """Nothing is held when too many other words come through, or the rival hears as many of ours."""
    too_many = bool(taken) and sum(taken.values()) / len(taken) > MOST_OTHERS
    beaten = bool(rival) and sum(rival.values()) >= sum(row.clips.values())
    return Level.MISSED if too_many or beaten else row.level


def _opposites(run: Run) -> Row:
    wrong = [
        f"{outcome.clip} ({outcome.condition})"
        for outcome in run.outcomes[OURS]
        if outcome.clip in run.plan.labels and is_opposite(run.plan.labels[outcome.clip], outcome.answer)
    ]
    total = sum(outcome.clip in run.plan.labels for outcome in run.outcomes[OURS])
    return Row(
        "words",
        "yes taken for no, no for yes, all of these",
        f"{len(wrong)} of {total}",
        len(wrong),
        target=OPPOSITES,
        level=OPPOSITES.judge(len(wrong)),
        note=", ".join(wrong),
    )
