"""Runner: a plan shared out to processes, and what they heard in a fixed order."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import soundfile
from tqdm import tqdm

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.metrics import Condition, Cost, count
from voice_coach.bench.noise.kind import NoiseKind, check_noise, load_noise
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.plan import Plan
from voice_coach.bench.shard import Heard, Shard, hear


@dataclass(frozen=True, slots=True)
class Run:
    """What every engine heard."""

    plan: Plan
    outcomes: Mapping[EngineName, tuple[Outcome, ...]]
    """By engine; in the order of the plan's clips, each under every variant."""

    costs: Mapping[EngineName, Cost]
    """By engine; the largest of its processes."""

    def of(self, engine: EngineName, condition: str) -> list[Outcome]:
        """One engine's outcomes under one condition."""
        return [outcome for outcome in self.outcomes[engine] if outcome.condition == condition]

    def conditions(self) -> list[Condition]:
        """The figures of every engine under every condition, group by group."""
        return [
            entry
            for variant in self.plan.variants
            for engine in self.plan.engines
            for entry in count(
                engine, variant.name, self.of(engine, variant.name), self.plan.labels, self.costs[engine]
            )
        ]


def measure(plan: Plan, model: Path) -> Run:
    """Let every engine of the plan hear every clip, each engine in processes of its own.

    The outcomes do not depend on `jobs`. A progress bar goes to standard error.
    """
    # One core for an engine: otherwise a linear algebra library's threads would flatter the real-time factor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    heard: dict[EngineName, list[Heard]] = {engine: [] for engine in plan.engines}
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(plan.jobs, mp_context=context, max_tasks_per_child=1) as pool,
        tqdm(total=len(plan.clips) * len(plan.engines), unit="clip", desc=", ".join(plan.engines), disable=None) as bar,
    ):
        noises = record_noises(plan, Path(folder))
        shards = share_out(plan, model, noises)
        running: dict[Future[Heard], Shard] = {pool.submit(hear, shard): shard for shard in shards}
        for future in as_completed(running):
            shard = running[future]
            heard[shard.engine].append(future.result())
            bar.update(len(shard.clips))
    return collect(plan, heard)


def collect(plan: Plan, heard: Mapping[EngineName, list[Heard]]) -> Run:
    """What the processes handed back, in the plan's order; costs are those of an engine's largest process."""
    order = {clip.name: place for place, clip in enumerate(plan.clips)}
    return Run(
        plan,
        {engine: _sorted(parts, order, plan) for engine, parts in heard.items()},
        {engine: _largest(parts) for engine, parts in heard.items()},
    )


def record_noises(plan: Plan, folder: Path) -> dict[str, Path]:
    """The noises that the plan's variants name, as recordings: files as they are, kinds made once into `folder`.

    Made here and not in the engines' processes, whose memory and time are measured.
    """
    found = {}
    for name in dict.fromkeys(variant.noise for variant in plan.variants if variant.noise):
        check_noise(name)
        found[name] = Path(name)
        if name in tuple(NoiseKind):
            found[name] = folder / f"{name}.wav"
            soundfile.write(found[name], load_noise(name, plan.seed), SAMPLE_RATE, subtype="PCM_16")
    return found


def share_out(plan: Plan, model: Path, noises: Mapping[str, Path] | None = None) -> Iterable[Shard]:
    """Each engine's clips, dealt out to as many processes as the plan has jobs."""
    for engine in plan.engines:
        for part in range(plan.jobs):
            clips = plan.clips[part :: plan.jobs]
            if clips:
                yield Shard(engine, plan.intents, model, clips, plan.variants, plan.front, plan.seed, noises or {})


def _sorted(parts: list[Heard], order: Mapping[str, int], plan: Plan) -> tuple[Outcome, ...]:
    conditions = {variant.name: place for place, variant in enumerate(plan.variants)}
    outcomes = [outcome for part in parts for outcome in part.outcomes]
    return tuple(sorted(outcomes, key=lambda outcome: (order[outcome.clip], conditions[outcome.condition])))


def _largest(parts: list[Heard]) -> Cost:
    return Cost(
        max((part.cost.peak_memory_mb for part in parts), default=0.0),
        max((part.cost.load_seconds for part in parts), default=0.0),
    )
