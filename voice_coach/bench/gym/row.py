"""Row: one figure of the table with its interval, what is wanted, and what the rival made of the same clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice_coach.bench.gym.target import Level, Target
from voice_coach.bench.metrics import wilson
from voice_coach.bench.split import Half, half


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    part: str
    name: str
    shown: str
    """The figure as text."""

    value: float | None = None
    """What is compared with the target; None for a figure without one."""

    interval: str = ""
    """95 % interval or bound, as text."""

    target: Target | None = None
    level: Level | None = None
    """What is reached; None where nothing is wanted."""

    halves: str = ""
    """The same figure on the fitted and on the reported half of the speakers."""

    rival: str = ""
    """PocketSphinx on the same clips in the same run."""

    note: str = ""
    clips: Mapping[str, bool] = field(default_factory=dict)
    """Clip -> whether it counted, for the paired comparison of two runs."""

    noise: str = ""
    snr: float | None = None
    group: str = ""
    """Where the row stands in the plot; no group: not in it."""


def share(clips: Mapping[str, bool]) -> str:
    """`96/104 = 92.3 %`."""
    right = sum(clips.values())
    return f"{right}/{len(clips)} = {right / len(clips):.1%}" if clips else "-"


def spread(clips: Mapping[str, bool]) -> str:
    """Wilson's 95 % interval of the share."""
    low, high = wilson(sum(clips.values()), len(clips))
    return f"{low:.0%}-{high:.0%}" if clips else ""


def by_halves(clips: Mapping[str, bool]) -> str:
    """`fitted 48/52, reported 48/52`."""
    parts = {part: [right for name, right in clips.items() if half(name) is part] for part in Half}
    return ", ".join(f"{part} {sum(found)}/{len(found)}" for part, found in parts.items())


def wrong_row(
    part: str,
    name: str,
    wrong: Mapping[str, bool],
    target: Target | None = None,
    *,
    note: str = "",
    noise: str = "",
    snr: float | None = None,
    group: str = "",
) -> Row:
    """How many clips went wrong, their share, and the share that cannot be ruled out."""
    count, total = sum(wrong.values()), len(wrong)
    value = count / total if total else None
    return Row(
        part,
        name,
        share(wrong),
        value,
        f"<= {wilson(count, total)[1]:.1%}" if total else "",
        target,
        target.judge(value) if target and value is not None else None,
        note=note,
        clips={clip: not mistaken for clip, mistaken in wrong.items()},
        noise=noise,
        snr=snr,
        group=group,
    )


def share_row(
    part: str,
    name: str,
    clips: Mapping[str, bool],
    target: Target | None = None,
    *,
    rival: Mapping[str, bool] | None = None,
    note: str = "",
    noise: str = "",
    snr: float | None = None,
    group: str = "",
) -> Row:
    """A share of clips with its interval, both halves, and the rival's share when it was measured."""
    value = sum(clips.values()) / len(clips) if clips else None
    return Row(
        part,
        name,
        share(clips),
        value,
        spread(clips),
        target,
        target.judge(value) if target and value is not None else None,
        by_halves(clips) if clips else "",
        share(rival) if rival else "",
        note,
        dict(clips),
        noise,
        snr,
        group,
    )
