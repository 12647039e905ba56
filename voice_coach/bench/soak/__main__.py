"""`python -m voice_coach.bench.soak --hours H --seed S`: prints figures; exit code 1 when a property fails."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from voice_coach.bench.soak.resources import Resources
from voice_coach.bench.soak.run import Soaked, soak
from voice_coach.bench.stage import House
from voice_coach.errors import CoachError
from voice_coach.paths import intents_folder


def main() -> int:
    """Soak, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0, metavar="H", help="hours of audio (default %(default)g)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what happens by chance (default %(default)s)")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, metavar="M", help="stop after so long, whatever has passed"
    )
    parser.add_argument("--audio", type=Path, default=Path("audio_fixtures"), metavar="DIR", help="clips with labels")
    parser.add_argument("--model", type=Path, default=None, metavar="DIR", help="speech model to use")
    arguments = parser.parse_args()
    try:
        house = House.open(intents_folder(), arguments.model)
        done = soak(
            house, arguments.audio, max(0.01, arguments.hours), arguments.seed, limit=arguments.minutes * 60, tell=_tell
        )
    except CoachError as error:
        print(f"voice-coach: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    print("\n".join(report(done, arguments.seed)))  # noqa: T201
    return 1 if done.broken else 0


def report(done: Soaked, seed: int) -> list[str]:
    """The figures, a line each."""
    resources, ledger = done.resources, done.ledger
    happened = ", ".join(f"{name} {count}" for name, count in sorted(done.gym.happened.items()))
    ends = ", ".join(f"{reason} {count}" for reason, count in sorted(ledger.ends.items()))
    heard = ", ".join(f"{event} {count}" for event, count in sorted(ledger.heard.items()))
    return [
        f"{done.hours:.2f} h of audio in {done.seconds / 60:.1f} min, {done.processor / 60:.1f} of them computing "
        f"({done.hours * 3600 / max(done.processor, 1e-9):.0f} times faster than real time), seed {seed}",
        f"happened: {happened}",
        f"told: {heard}",
        f"conversations: {sum(ledger.ends.values())} ended ({ends}), longest {ledger.longest / 60:.0f} min; "
        f"emergencies {ledger.emergencies}",
        f"memory: {resources.memory[resources.warm]:.0f} MiB once warm, {resources.memory[-1]:.0f} MiB at the end, "
        f"{resources.slope:+.1f} MiB an hour; threads {resources.threads[-1]}, "
        f"file descriptors {resources.descriptors[-1]}",
        *(f"FAILED: {problem}" for problem in done.broken or ()),
        "all properties hold" if not done.broken else f"{len(done.broken)} failures",
    ]


def _tell(so_far: Resources) -> None:
    print(  # noqa: T201
        f"{so_far.hours[-1]:6.2f} h  {so_far.memory[-1]:6.1f} MiB  {so_far.threads[-1]} threads  "
        f"{so_far.descriptors[-1]} file descriptors",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
