"""Metrics: counts, rates with their intervals, and percentiles, from the outcomes of one run."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voice_coach.bench.labels import Label
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.understanding.interpretation import Interpretation, Polarity

EMERGENCY: Final = "emergency"
"""Intent id that must never be missed nor invented."""

NORMAL_95: Final = 1.959963984540054
"""97.5 % quantile of the normal distribution: two-sided 95 %."""

OPPOSITE: Final = {Polarity.AFFIRM: Polarity.NEGATE, Polarity.NEGATE: Polarity.AFFIRM}


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion (Wilson 1927, without continuity correction); (0, 1) for no trials."""
    if total == 0:
        return 0.0, 1.0
    rate, square = right / total, NORMAL_95**2
    centre = (rate + square / (2 * total)) / (1 + square / total)
    reach = NORMAL_95 / (1 + square / total) * math.sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    low = 0.0 if right == 0 else max(0.0, centre - reach)
    high = 1.0 if right == total else min(1.0, centre + reach)
    return low, high


def poisson_upper(count: int, confidence: float = 0.95) -> float:
    """The largest mean under which `count` events or fewer still happen with probability 1 - `confidence`.

    The exact one-sided bound: 3.00 for no event at 95 % (the "rule of three").
    """

    def at_most(mean: float) -> float:
        term = total = math.exp(-mean)
        for number in range(1, count + 1):
            term *= mean / number
            total += term
        return total

    low, high = float(count), count + 10.0 + 5.0 * math.sqrt(count + 1.0)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(middle) > 1 - confidence else (low, middle)
    return high


def percentile(values: Iterable[float], percent: float) -> float | None:
    """The percentile by linear interpolation between the closest ranks; None for no values."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def is_right(label: Label, decision: Decision | Interpretation | None) -> bool:
    """Whether something accepted counts as right: intent, polarity and every labelled slot as labelled."""
    if decision is None:
        return False
    return (
        (label.intent is None or decision.intent == label.intent)
        and (label.polarity is None or decision.polarity == label.polarity)
        and all(decision.slots.get(slot) == value for slot, value in label.slots.items())
    )


def was_heard(label: Label, outcome: Outcome) -> bool:
    """Whether every labelled slot is in the transcript, accepted or not; without slots the same as right."""
    if not label.slots:
        return is_right(label, outcome.answer)
    heard = {slot: value for decision in outcome.decisions for slot, value in decision.slots_in_text.items()}
    return all(heard.get(slot) == value for slot, value in label.slots.items())


def is_opposite(label: Label, decision: Decision | None) -> bool:
    """Whether a yes was taken for a no, or a no for a yes."""
    return decision is not None and label.polarity is not None and OPPOSITE.get(label.polarity) == decision.polarity


@dataclass(frozen=True, slots=True)
class Spread:
    """Two percentiles of a time, in milliseconds; None when it was never measured."""

    p50: float | None
    p95: float | None

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The median and the 95th percentile."""
        measured = list(values)
        return cls(percentile(measured, 50), percentile(measured, 95))


@dataclass(frozen=True, slots=True)
class Condition:
    """The figures of one engine under one condition, for one group of voices. Field names are the contract's."""

    engine: str
    condition: str
    group: str
    accepted_right: int
    heard_right: int
    """Clips whose transcript held every labelled slot, accepted or not: the barista set's own counting rule."""

    total: int
    false_starts: int
    """Utterances accepted in the negatives, of this same run."""

    negatives: int
    """Clips that should start nothing."""

    negative_hours: float
    missed_emergencies: int
    """Clips labelled `emergency` that were not taken for one."""

    false_emergencies: int
    """Clips and negatives taken for an emergency that are none."""

    opposites: int
    """Yes taken for no, or no for yes."""

    real_time_factor: float
    """CPU seconds for a second of audio, on one core."""

    decision_ms: Spread
    endpoint_ms: Spread
    peak_memory_mb: float
    load_seconds: float

    @property
    def acceptance(self) -> float:
        """Share of the labelled clips that were accepted and right."""
        return self.accepted_right / self.total if self.total else 0.0

    @property
    def interval95(self) -> tuple[float, float]:
        """Wilson's interval of the acceptance."""
        return wilson(self.accepted_right, self.total)

    @property
    def false_starts_per_hour_upper95(self) -> float | None:
        """The rate of false starts that 95 % confidence cannot rule out; None without negatives."""
        return poisson_upper(self.false_starts) / self.negative_hours if self.negative_hours else None


@dataclass(frozen=True, slots=True)
class Cost:
    """What an engine's own process took."""

    peak_memory_mb: float = 0.0
    load_seconds: float = 0.0


def count(
    engine: str,
    condition: str,
    outcomes: Sequence[Outcome],
    labels: Mapping[str, Label],
    cost: Cost,
) -> list[Condition]:
    """The figures of one engine under one condition, one entry per group of labelled voices.

    `outcomes` whose clip has no label are negatives. They count in every group's entry, because acceptance and false
    starts always come from the same run and configuration.
    """
    labelled = [outcome for outcome in outcomes if outcome.clip in labels]
    negatives = [outcome for outcome in outcomes if outcome.clip not in labels]
    groups = sorted({labels[outcome.clip].group or "all" for outcome in labelled}) or ["all"]
    false_starts = _accepted(negatives, lambda decision: True)
    invented = _accepted(negatives, lambda decision: decision.intent == EMERGENCY)
    entries = []
    for group in groups:
        clips = [(labels[outcome.clip], outcome) for outcome in labelled]
        clips = [(label, outcome) for label, outcome in clips if (label.group or "all") == group]
        heard = [outcome for _, outcome in clips] + negatives
        decisions = [decision for outcome in heard for decision in outcome.decisions]
        audio_seconds = sum(outcome.audio_seconds for outcome in heard)
        emergencies = [(label.intent == EMERGENCY, alarmed(outcome)) for label, outcome in clips]
        entries.append(
            Condition(
                engine=engine,
                condition=condition,
                group=group,
                accepted_right=sum(is_right(label, outcome.answer) for label, outcome in clips),
                heard_right=sum(was_heard(label, outcome) for label, outcome in clips),
                total=len(clips),
                false_starts=false_starts,
                negatives=len(negatives),
                negative_hours=sum(outcome.audio_seconds for outcome in negatives) / 3600,
                missed_emergencies=sum(meant and not alarmed for meant, alarmed in emergencies),
                false_emergencies=sum(alarmed and not meant for meant, alarmed in emergencies) + invented,
                opposites=sum(is_opposite(label, outcome.answer) for label, outcome in clips),
                real_time_factor=sum(outcome.cpu_seconds for outcome in heard) / audio_seconds if audio_seconds else 0,
                decision_ms=Spread.of(decision.decision_ms for decision in decisions),
                endpoint_ms=Spread.of(
                    decision.endpoint_ms for decision in decisions if decision.endpoint_ms is not None
                ),
                peak_memory_mb=cost.peak_memory_mb,
                load_seconds=cost.load_seconds,
            )
        )
    return entries


def _accepted(outcomes: Iterable[Outcome], counts: Callable[[Decision], bool]) -> int:
    return sum(decision.accepted and counts(decision) for outcome in outcomes for decision in outcome.decisions)


def alarmed(outcome: Outcome) -> bool:
    """Whether any utterance of the clip was taken for an emergency; a second utterance alarms as well as the first."""
    return any(decision.accepted and decision.intent == EMERGENCY for decision in outcome.decisions)
