"""Orders: coffee orders by people, every slot right, in kitchen noise by the set's rule and in a gym's own noises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voice_coach.bench.gym.row import Row, share, share_row
from voice_coach.bench.gym.setup import OURS, RIVAL, Setup, conditions, noise_name, own_conditions, rights
from voice_coach.bench.gym.target import ORDERS, Target
from voice_coach.bench.metrics import was_heard
from voice_coach.bench.musts import barista_intents, order_clips
from voice_coach.bench.noise.kind import NoiseKind
from voice_coach.bench.runner import Run
from voice_coach.bench.variants import CLEAN, Variant, noisy

PUBLISHED_SNRS: Final = (24.0, 12.0, 6.0)
OWN_SNRS: Final = (12.0, 6.0)


def barista(setup: Setup) -> list[Row]:
    """Clean and in kitchen noise mixed over the clip only, as the published figures were."""
    variants = (CLEAN, *noisy([setup.kitchen], PUBLISHED_SNRS, prefix=""))
    run = _hear(setup, variants)
    rivals = _hear_rival(setup, variants)
    rows = []
    for variant in variants:
        where = "clean" if variant is CLEAN else f"kitchen {variant.name}"
        rival = rights(rivals, RIVAL, variant.name) if rivals else {}
        rows.append(_row("barista", f"coffee orders, {where}", run, variant, target=ORDERS[variant.name], rival=rival))
    return rows


def own_noise(setup: Setup) -> list[Row]:
    """The same orders in music, clanks, babble and under an instructor, the noise around the clip too."""
    variants = conditions(tuple(NoiseKind), OWN_SNRS)
    run = _hear(setup, variants)
    return [_row("noise", f"coffee orders, {variant.name}", run, variant) for variant in variants]


def every_condition(setup: Setup) -> list[Row]:
    """The same orders in every noise at 20, 10, 5 and 0 dB, and across the room."""
    variants = own_conditions(setup)
    run = _hear(setup, variants)
    return [_row("conditions", f"coffee orders, {variant.name}", run, variant) for variant in variants]


def _hear(setup: Setup, variants: tuple[Variant, ...]) -> Run:
    clips, labels = order_clips(setup.audio)
    return setup.hear(setup.thin(clips), labels, variants, barista_intents(), [OURS])


def _hear_rival(setup: Setup, variants: tuple[Variant, ...]) -> Run | None:
    if RIVAL not in setup.engines:
        return None
    clips, labels = order_clips(setup.audio)
    return setup.hear(setup.thin(clips)[:: setup.rival_every], labels, variants, barista_intents(), [RIVAL])


def _row(
    part: str,
    name: str,
    run: Run,
    variant: Variant,
    *,
    target: Target | None = None,
    rival: Mapping[str, bool] | None = None,
) -> Row:
    labels = run.plan.labels
    heard = {outcome.clip: was_heard(labels[outcome.clip], outcome) for outcome in run.of(OURS, variant.name)}
    right = rights(run, OURS, variant.name)
    note = f"by the set's own rule {share(heard)}"
    if rival:
        note += f"; on the rival's clips {share({clip: right[clip] for clip in rival})}"
    return share_row(
        part,
        name,
        right,
        target,
        rival=rival,
        note=note,
        noise=noise_name(variant.noise) if variant.noise else "",
        snr=variant.snr,
        group="orders by people" + (f", {variant.microphone}" if variant.microphone else ""),
    )
