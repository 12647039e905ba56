"""Musts: what our ears must hold on the recordings given beside the project, measured in one run and configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from voice_coach import paths
from voice_coach.bench.clips import Clip, labelled_clips, negative_clips
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.front import Front
from voice_coach.bench.labels import Label, read_labels
from voice_coach.bench.metrics import EMERGENCY, Spread, is_opposite, is_right, was_heard
from voice_coach.bench.model_cache import model_for
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.plan import Plan
from voice_coach.bench.runner import Run, measure
from voice_coach.bench.split import Half, half
from voice_coach.bench.variants import CLEAN, ROBUSTNESS, Variant
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Polarity, Situation

SAID: Final = {
    "yes": Label(intent="answer", polarity=Polarity.AFFIRM, situation=Situation.QUESTION),
    "no": Label(intent="answer", polarity=Polarity.NEGATE, situation=Situation.QUESTION),
    "stop": Label(intent="nav_stop", situation=Situation.QUESTION),
}
"""The words of `words/` that the coach must know; all others are negatives."""

WORDS, OTHERS, BARISTA, ORDERS = "words", "others", "barista", "orders"


@dataclass(frozen=True, slots=True)
class Share:
    """Clips of which something is true."""

    count: int
    total: int

    def __str__(self) -> str:
        return f"{self.count}/{self.total}" if self.total else "-"

    @property
    def slack(self) -> int:
        """One clip in fifteen."""
        return self.total // 15


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine did under one condition."""

    engine: str
    condition: str
    words_right: Share
    """Yes, no and stop, a question open."""

    opposites: int
    """Yes taken for no, or no for yes."""

    others_question: Share
    """Other words accepted while a question is open."""

    others_idle: Share
    """Other words accepted by the idle coach."""

    barista_started: Share
    """Coffee orders that started something in the idle coach."""

    emergencies: int
    """Clips, of any kind, taken for an emergency."""

    orders_right: Share | None = None
    """Coffee orders right with their own templates; None where that was not run."""

    orders_heard: Share | None = None
    """The same by the barista set's own rule: every slot in the transcript, accepted or not."""

    halves: dict[Half, tuple[Share, Share]] = field(default_factory=dict)
    """For each half of the speakers: words right, other words accepted while a question is open."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What our engine took."""

    real_time_factor: float
    """CPU seconds for a second of audio, on one core."""

    peak_memory_mb: float
    load_seconds: float
    build_seconds: float | None
    decision_ms: Spread
    endpoint_ms: Spread


@dataclass(frozen=True, slots=True)
class Musts:
    """Everything that was measured."""

    figures: tuple[Figures, ...]
    """Ours when clean comes first; then ours under every variant, then the others when clean."""

    costs: dict[str, Costs]


def measure_musts(audio: Path, intents: Path | None = None, jobs: int = 1, robustness: bool = True) -> Musts:
    """Hear the recordings with our engine and with PocketSphinx.

    `audio` holds `words/` and `barista/` as given beside the project. PocketSphinx is measured behind our voice
    activity and, as others use it, on whole clips. Without `robustness`, our engine hears no variants and PocketSphinx
    only what a must compares it by: the words with a question open, and the coffee orders.
    """
    intents = intents or paths.intents_folder()
    orders = barista_intents()
    gym, barista = model_for(intents), model_for(orders)
    variants = (CLEAN, *ROBUSTNESS) if robustness else (CLEAN,)
    clips, labels = coach_clips(audio)
    drinks, drink_labels = order_clips(audio)

    def heard(engine: EngineName, over: tuple[Variant, ...], front: Front, only: tuple[str, ...]) -> tuple[Run, Run]:
        spoken = tuple(clip for clip in clips if clip.name.startswith(only))
        coach = Plan(intents, spoken, labels, (engine,), over, front, jobs=jobs)
        cafe = Plan(orders, drinks if ORDERS in only else (), drink_labels, (engine,), over, front, jobs=jobs)
        return measure(coach, gym.path), measure(cafe, barista.path)

    everything = (WORDS, OTHERS, BARISTA, ORDERS)
    compared = everything if robustness else (WORDS, f"{OTHERS}/{Situation.QUESTION}", ORDERS)
    ours = heard(EngineName.VOSK, variants, Front.SEGMENTER, everything)
    behind = heard(EngineName.POCKETSPHINX, (CLEAN,), Front.SEGMENTER, compared)
    whole = heard(EngineName.POCKETSPHINX, (CLEAN,), Front.CLIP, compared[:2])
    figures = [count_musts("vosk", variant.name, ours[0], ours[1]) for variant in variants]
    figures.append(count_musts("pocketsphinx", CLEAN.name, *behind))
    figures.append(count_musts("pocketsphinx, whole clips", CLEAN.name, *whole))
    costs = {"vosk": _costs(ours[0], gym.build_seconds), "pocketsphinx": _costs(behind[0], None)}
    return Musts(tuple(figures), costs)


def barista_intents() -> Path:
    """The checkout's `bench/barista`."""
    root = paths.checkout()
    if root is None or not (root / "bench" / "barista").is_dir():
        raise BadInput("bench/barista is not in an installed package: run --musts from a checkout")
    return root / "bench" / "barista"


def coach_clips(audio: Path) -> tuple[tuple[Clip, ...], dict[str, Label]]:
    """The clips that the coach hears: words with a question open, other words also idle, orders idle."""
    words = negative_clips(audio / "words", Situation.QUESTION)
    drinks = [Clip(path.name, path, Situation.IDLE) for path in sorted((audio / "barista").glob("*.flac"))]
    said = [clip for clip in words if _word(clip) in SAID]
    others = [clip for clip in words if _word(clip) not in SAID]
    clips = [
        *_named(said, WORDS, Situation.QUESTION),
        *_named(others, OTHERS, Situation.QUESTION),
        *_named(others, OTHERS, Situation.IDLE),
        *_named(drinks, BARISTA, Situation.IDLE),
    ]
    return tuple(clips), {clip.name: SAID[_word(clip)] for clip in _named(said, WORDS, Situation.QUESTION)}


def order_clips(audio: Path) -> tuple[tuple[Clip, ...], dict[str, Label]]:
    """The coffee orders with their labels, for the barista's own templates."""
    labels = read_labels(audio / "barista" / "labels.json")
    clips = labelled_clips(audio / "barista", dict.fromkeys(labels, Situation.IDLE))
    return tuple(clips), labels


def count_musts(engine: str, condition: str, coach: Run, cafe: Run) -> Figures:
    """The figures of one engine under one condition."""
    heard = [outcome for outcome in _outcomes(coach) if outcome.condition == condition]
    ordered = [outcome for outcome in _outcomes(cafe) if outcome.condition == condition]
    words = _of(heard, WORDS, Situation.QUESTION)
    others = _of(heard, OTHERS, Situation.QUESTION)
    labels = coach.plan.labels
    everything = [*heard, *ordered]
    return Figures(
        engine,
        condition,
        words_right=_right(words, labels),
        opposites=sum(is_opposite(labels[outcome.clip], outcome.answer) for outcome in words),
        others_question=_started(others),
        others_idle=_started(_of(heard, OTHERS, Situation.IDLE)),
        barista_started=_started(_of(heard, BARISTA, Situation.IDLE)),
        emergencies=sum(
            any(decision.accepted and decision.intent == EMERGENCY for decision in outcome.decisions)
            for outcome in everything
        ),
        orders_right=_right(ordered, cafe.plan.labels),
        orders_heard=Share(
            sum(was_heard(cafe.plan.labels[outcome.clip], outcome) for outcome in ordered), len(ordered)
        ),
        halves={
            part: (
                _right([outcome for outcome in words if half(outcome.clip) is part], labels),
                _started([outcome for outcome in others if half(outcome.clip) is part]),
            )
            for part in Half
        },
    )


def _word(clip: Clip) -> str:
    return clip.path.stem.split("_")[0]


def _named(clips: Iterable[Clip], kind: str, situation: Situation) -> list[Clip]:
    return [Clip(f"{kind}/{situation}/{clip.path.name}", clip.path, situation) for clip in clips]


def _outcomes(run: Run) -> Sequence[Outcome]:
    return [outcome for outcomes in run.outcomes.values() for outcome in outcomes]


def _of(outcomes: Iterable[Outcome], kind: str, situation: Situation) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.clip.startswith(f"{kind}/{situation}/")]


def _right(outcomes: Sequence[Outcome], labels: Mapping[str, Label]) -> Share:
    return Share(sum(is_right(labels[outcome.clip], outcome.answer) for outcome in outcomes), len(outcomes))


def _started(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(outcome.answer is not None for outcome in outcomes), len(outcomes))


def _costs(run: Run, build_seconds: float | None) -> Costs:
    outcomes = [outcome for outcome in _outcomes(run) if outcome.condition == CLEAN.name]
    decisions = [decision for outcome in outcomes for decision in outcome.decisions]
    cost = next(iter(run.costs.values()))
    return Costs(
        sum(outcome.cpu_seconds for outcome in outcomes) / sum(outcome.audio_seconds for outcome in outcomes),
        cost.peak_memory_mb,
        cost.load_seconds,
        build_seconds,
        Spread.of(decision.decision_ms for decision in decisions),
        Spread.of(decision.endpoint_ms for decision in decisions if decision.endpoint_ms is not None),
    )
