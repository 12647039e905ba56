"""Setup: what a run of the table is given, and how its parts let an engine hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from voice_coach.bench.clips import Clip
from voice_coach.bench.engines.choice import EngineName
from voice_coach.bench.labels import Label
from voice_coach.bench.metrics import is_right
from voice_coach.bench.model_cache import model_for
from voice_coach.bench.noise.kind import NoiseKind
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.plan import Plan
from voice_coach.bench.room import MICROPHONES
from voice_coach.bench.runner import Run, measure
from voice_coach.bench.variants import CLEAN, Variant, across, noisy
from voice_coach.errors import BadInput

OURS: Final = EngineName.VOSK
RIVAL: Final = EngineName.POCKETSPHINX

ALL_SNRS: Final = (20.0, 10.0, 5.0, 0.0)
ROOM_SNRS: Final = (10.0,)

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Setup:
    """The recordings and the engines of one run."""

    audio: Path
    """The recordings given beside the project: `barista/`, `words/`, `noise/`."""

    intents: Path
    engines: tuple[EngineName, ...] = (OURS, RIVAL)
    jobs: int = 1
    every: int = 1
    """Every Nth clip only, for a quick look."""

    rival_every: int = 4
    """Every Nth of those for the rival's coffee orders: it takes up to 27 CPU seconds for one."""

    seed: int = 1
    negatives: tuple[Path, ...] = ()
    """Folders of synthetic negatives, as `voice-coach bench negatives` makes them."""

    people: tuple[Path, ...] = ()
    """Folders of more people's speech that is not meant for the coach."""

    @property
    def kitchen(self) -> str:
        """The recorded kitchen noise. Raises `BadInput` where it is not."""
        found = sorted((self.audio / "noise").glob("*.flac")) + sorted((self.audio / "noise").glob("*.wav"))
        if not found:
            raise BadInput(f"{self.audio / 'noise'} holds no recording of kitchen noise: give --gym the right folder")
        return str(found[0])

    @property
    def noises(self) -> tuple[str, ...]:
        """Every noise by name, the kitchen's recording first."""
        return (self.kitchen, *NoiseKind)

    def thin(self, things: Sequence[Thing]) -> list[Thing]:
        """Every Nth of them."""
        return list(things[:: self.every])

    def hear(
        self,
        clips: Sequence[Clip],
        labels: Mapping[str, Label],
        variants: Sequence[Variant],
        intents: Path | None = None,
        engines: Sequence[EngineName] | None = None,
    ) -> Run:
        """Let the engines hear the clips under the variants."""
        chosen = tuple(self.engines if engines is None else engines)
        intents = intents or self.intents
        plan = Plan(intents, tuple(clips), labels, chosen, tuple(variants), seed=self.seed, jobs=self.jobs)
        return measure(plan, model_for(intents).path)


def conditions(noises: Sequence[str], snrs: Sequence[float]) -> tuple[Variant, ...]:
    """Our own conditions: each noise by its name, around the clip too."""
    return tuple(
        variant for noise in noises for variant in noisy([noise], snrs, lead_in=True, prefix=f"{noise_name(noise)} ")
    )


def own_conditions(setup: Setup) -> tuple[Variant, ...]:
    """Every noise at 20, 10, 5 and 0 dB; and clean and in music at 10 dB, across the room at both microphones."""
    across_the_room = across((CLEAN, *conditions([NoiseKind.MUSIC], ROOM_SNRS)), tuple(MICROPHONES))
    return (*conditions(setup.noises, ALL_SNRS), *across_the_room)


def noise_name(noise: str) -> str:
    """A kind's name, or `kitchen` for the recording."""
    return noise if noise in tuple(NoiseKind) else "kitchen"


def rights(run: Run, engine: EngineName, condition: str) -> dict[str, bool]:
    """Labelled clip -> whether it was accepted and right."""
    labels = run.plan.labels
    heard = run.of(engine, condition) if engine in run.outcomes else []
    return {outcome.clip: is_right(labels[outcome.clip], outcome.answer) for outcome in heard if outcome.clip in labels}


def accepted(outcomes: Sequence[Outcome]) -> int:
    """Utterances that would have changed the conversation."""
    return sum(decision.accepted for outcome in outcomes for decision in outcome.decisions)
