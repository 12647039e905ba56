"""Run: the live loop with all its parts on virtual time, over sound cards that come and go."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.audio.condition import State
from voice_coach.audio.earcon import earcon
from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.frame import FRAME_SECONDS, Frame
from voice_coach.audio.sound_cards import SoundCards
from voice_coach.bench.soak import port_audio
from voice_coach.bench.soak.gym import Gym
from voice_coach.bench.soak.ledger import Ledger
from voice_coach.bench.soak.resources import Resources
from voice_coach.bench.stage import House
from voice_coach.coach import Coach
from voice_coach.interfaces.listener import Listener
from voice_coach.interfaces.live import Live
from voice_coach.interfaces.sound_report import SoundReport
from voice_coach.interfaces.virtual_time import VirtualClock
from voice_coach.recognition.ear import Ear
from voice_coach.settings import Settings

TEND: Final = 5
"""Frames from one look at the devices to the next, as the thread does it."""

EVERY: Final = 60.0
"""Seconds of audio from one sample of memory to the next."""

QUIET: Final = 3600.0
"""Seconds after the last happening in which every conversation has come to its end."""

STILL: Final = 10.0
"""Seconds of quiet at least."""

MOST_GROWTH: Final = 24.0
"""MiB by which memory may grow over the warm part of a run: what the allocator keeps back varies by that much."""


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it."""

    hours: float
    """Hours of audio."""

    seconds: float
    """Seconds that they took."""

    processor: float
    """Seconds of processor time of them: on a busy machine much less."""

    ledger: Ledger
    gym: Gym
    resources: Resources
    broken: tuple[str, ...]
    """Properties that failed."""


def soak(
    house: House,
    clips: Path,
    hours: float,
    seed: int,
    *,
    limit: float = math.inf,
    tell: Callable[[Resources], None] = lambda so_far: None,
) -> Soaked:
    """Let so many hours pass, or what passes in `limit` seconds, then quiet until the last conversation is over.

    `tell` is called with every sample of memory.
    """
    clock, begun, used, settings = VirtualClock(), time.monotonic(), time.process_time(), Settings()
    with port_audio.running() as cards_there, SoundCards(None, None, clock, wait=True, alone=True) as cards:
        ledger = Ledger(lambda: cards.speaker.state is State.OPEN)
        gym = Gym(cards_there, clock, clips, seed, cards.speaker.reference)
        resources = Resources()
        coach = Coach(
            understanding=house.understanding,
            script=house.script,
            voice=house.voice,
            playback=cards.speaker,
            emit=ledger,
            settings=settings,
            earcon=earcon,
            echo_cancelled=True,
        )

        heard_seconds = 0.0

        def frames() -> Iterator[Frame | None]:
            """Each step's frames, then a moment without one."""
            heard = SoundReport(cards, coach, clock, ledger).watch(cards.microphone.frames(timeout=0))
            nonlocal heard_seconds
            steps, last = 0, 0.0
            passed, quiet = 0.0, 0.0
            while quiet < QUIET and not (quiet > STILL and coach.silent and not ledger.talking):
                over = passed >= hours * 3600 or time.monotonic() - begun > limit
                gym.step(quiet=over)
                passed, quiet, steps = passed + FRAME_SECONDS, quiet + FRAME_SECONDS * over, steps + 1
                if steps % TEND == 0:
                    cards.tend()
                if passed - last >= EVERY:
                    last = passed
                    resources.sample(passed / 3600)
                    tell(resources)
                while (frame := next(heard)) is not None:
                    yield frame
                yield None
            heard_seconds = passed

        listener = Listener(Ear(house.recogniser, settings.endpoint), EchoCanceller(), cards.speaker.reference)
        Live(coach, listener, clock, push_to_talk=False, note=lambda text: None).run(frames(), gym.keys)
        ledger.finish(clock.now, coach.silent)
    return Soaked(
        heard_seconds / 3600,
        time.monotonic() - begun,
        time.process_time() - used,
        ledger,
        gym,
        resources,
        tuple(_broken(ledger, resources)),
    )


def _broken(ledger: Ledger, resources: Resources) -> Iterator[str]:
    yield from ledger.broken
    if resources.growth > MOST_GROWTH:
        yield f"memory grew by {resources.growth:.0f} MiB, {resources.slope:.1f} MiB an hour"
    for name, counts in (("threads", resources.threads), ("file descriptors", resources.descriptors)):
        warm = counts[resources.warm :]
        if warm and warm[-1] > max(warm[: len(warm) // 2 + 1]):
            yield f"{name} leak: {warm[0]} once warm, {warm[-1]} at the end"
