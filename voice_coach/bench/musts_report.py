"""Musts report: the measured figures beside what is wanted, as text and as JSON, and whether every must is held."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from voice_coach.bench.metrics import wilson
from voice_coach.bench.musts import Costs, Figures, Musts, Share
from voice_coach.bench.report import align, machine
from voice_coach.bench.split import Half

LEAST_WORDS: Final = 11
MOST_OTHERS_QUESTION: Final = 7
MOST_OTHERS_IDLE: Final = 1
LEAST_ORDERS: Final = 0.91
AIM_ORDERS: Final = 0.94
AIM_REAL_TIME: Final = 0.10
AIM_MEMORY_MB: Final = 150.0
AIM_LOAD_SECONDS: Final = 2.0
AIM_BUILD_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Check:
    """One must and whether it is held."""

    name: str
    wanted: str
    measured: str
    held: bool


def checks(musts: Musts) -> list[Check]:
    """Every must, in the issue's order."""
    ours, *_ = musts.figures
    rivals = [figures for figures in musts.figures if figures.engine != ours.engine]
    best = max((rival.words_right.count for rival in rivals), default=0)
    least = max(LEAST_WORDS, best)
    entries = [
        Check("yes / no / stop right", f">= {least}", str(ours.words_right), ours.words_right.count >= least),
        Check("yes for no, no for yes", "0", str(ours.opposites), ours.opposites == 0),
        _at_most("other words, question open", MOST_OTHERS_QUESTION, ours.others_question),
        _at_most("other words, idle", MOST_OTHERS_IDLE, ours.others_idle),
        _at_most("coffee orders that start the coach", 0, ours.barista_started),
        Check("emergencies anywhere", "0", str(ours.emergencies), ours.emergencies == 0),
    ]
    if ours.orders_right:
        rate = ours.orders_right.count / ours.orders_right.total
        measured = f"{ours.orders_right} = {rate:.1%}"
        entries.append(Check("coffee orders, own templates", f">= {LEAST_ORDERS:.0%}", measured, rate >= LEAST_ORDERS))
    return entries + [_robust(ours, figures) for figures in musts.figures[1:] if figures.engine == ours.engine]


def aims(musts: Musts) -> list[Check]:
    """What is aimed at beyond the musts."""
    ours, cost = musts.figures[0], musts.costs[musts.figures[0].engine]
    limits = [
        ("real-time factor", AIM_REAL_TIME, cost.real_time_factor),
        ("peak memory, MiB", AIM_MEMORY_MB, cost.peak_memory_mb),
        ("model ready, seconds", AIM_LOAD_SECONDS, cost.load_seconds),
        ("build, seconds", AIM_BUILD_SECONDS, cost.build_seconds or 0.0),
    ]
    entries = [Check(name, f"<= {most:g}", f"{value:.3g}", value <= most) for name, most, value in limits]
    if ours.orders_right:
        rate = ours.orders_right.count / ours.orders_right.total
        entries.insert(0, Check("coffee orders", f">= {AIM_ORDERS:.0%}", f"{rate:.1%}", rate >= AIM_ORDERS))
    return entries


def _at_most(name: str, most: int, share: Share) -> Check:
    return Check(name, f"<= {most}", str(share), share.count <= most)


def _robust(plain: Figures, altered: Figures) -> Check:
    """No figure may get worse by more than one clip in fifteen, and no yes may become a no."""
    worse = {
        "right": (plain.words_right.count - altered.words_right.count, plain.words_right.slack),
        "question": (altered.others_question.count - plain.others_question.count, plain.others_question.slack),
        "idle": (altered.others_idle.count - plain.others_idle.count, plain.others_idle.slack),
        "started": (altered.barista_started.count - plain.barista_started.count, plain.barista_started.slack),
        "opposites": (altered.opposites, 0),
        "emergencies": (altered.emergencies - plain.emergencies, 0),
    }
    if plain.orders_right and altered.orders_right:
        worse["orders"] = (plain.orders_right.count - altered.orders_right.count, plain.orders_right.slack)
    measured = ", ".join(f"{name} {change:+d}" for name, (change, _) in worse.items() if change) or "no change"
    held = all(change <= slack for change, slack in worse.values())
    return Check(f"{altered.condition}: worse by", "<= 1 in 15", measured, held)


def as_text(musts: Musts) -> str:
    """The musts, every figure behind them, the halves of the speakers, and the costs."""
    judged = [
        ("must", "wanted", "measured", ""),
        *((check.name, check.wanted, check.measured, "held" if check.held else "MISSED") for check in checks(musts)),
        *((f"aim: {aim.name}", aim.wanted, aim.measured, "met" if aim.held else "short") for aim in aims(musts)),
    ]
    rows = [
        ("engine", "condition", "right", "opposites", "question", "idle", "started", "emergencies", "orders", "heard"),
        *(_row(figures) for figures in musts.figures),
    ]
    halves = [
        ("engine, clean", "fitted: right", "question", "reported: right", "question"),
        *(_halves(figures) for figures in musts.figures if figures.condition == musts.figures[0].condition),
    ]
    costs = [
        ("engine", "RTF", "MB", "load s", "build s", "decision ms", "endpoint ms"),
        *(_cost(engine, cost) for engine, cost in musts.costs.items()),
    ]
    low, high = wilson(musts.figures[0].words_right.count, musts.figures[0].words_right.total)
    sections = [
        machine(),
        align(judged),
        "right: yes / no / stop by people, a question open; question, idle: other words accepted; started: coffee\n"
        "orders accepted by the idle coach; orders: right with their own templates; heard: by the set's own rule.\n"
        f"95 % interval of our right words: {low:.0%}-{high:.0%}.",
        align(rows),
        align(halves),
        align(costs),
    ]
    return "\n\n".join(sections)


def _row(figures: Figures) -> tuple[str, ...]:
    return (
        figures.engine,
        figures.condition,
        str(figures.words_right),
        str(figures.opposites),
        str(figures.others_question),
        str(figures.others_idle),
        str(figures.barista_started),
        str(figures.emergencies),
        str(figures.orders_right or "-"),
        str(figures.orders_heard or "-"),
    )


def _halves(figures: Figures) -> tuple[str, ...]:
    fitted, reported = figures.halves[Half.FITTED], figures.halves[Half.REPORTED]
    return (figures.engine, str(fitted[0]), str(fitted[1]), str(reported[0]), str(reported[1]))


def _cost(engine: str, cost: Costs) -> tuple[str, ...]:
    def spread(p50: float | None, p95: float | None) -> str:
        return "-" if p50 is None or p95 is None else f"{p50:.0f} / {p95:.0f}"

    return (
        engine,
        f"{cost.real_time_factor:.3f}",
        f"{cost.peak_memory_mb:.0f}",
        f"{cost.load_seconds:.2f}",
        "-" if cost.build_seconds is None else f"{cost.build_seconds:.1f}",
        spread(cost.decision_ms.p50, cost.decision_ms.p95),
        spread(cost.endpoint_ms.p50, cost.endpoint_ms.p95),
    )


def as_figures(musts: Musts) -> dict[str, Any]:
    """Everything as plain values for JSON."""
    judged = checks(musts)
    return {
        "machine": machine(),
        "held": all(check.held for check in judged),
        "musts": [asdict(check) for check in judged],
        "figures": [asdict(figures) for figures in musts.figures],
        "costs": {engine: asdict(cost) for engine, cost in musts.costs.items()},
        "aims": [asdict(aim) for aim in aims(musts)],
    }
