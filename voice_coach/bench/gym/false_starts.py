"""False starts: hours of speech that is not meant for the coach, people and synthetic voices apart, and their bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.bench.clips import Clip, negative_clips
from voice_coach.bench.gym.row import Row
from voice_coach.bench.gym.setup import OURS, Setup, accepted, conditions
from voice_coach.bench.gym.target import FALSE_STARTS, Level
from voice_coach.bench.metrics import EMERGENCY, alarmed, poisson_upper
from voice_coach.bench.musts import SAID
from voice_coach.bench.outcome import Outcome
from voice_coach.bench.variants import CLEAN, across
from voice_coach.understanding.interpretation import Situation

SNRS: Final = {Situation.IDLE: (12.0, 6.0), Situation.QUESTION: (12.0,)}
"""Noise beside people's speech, so that the same people give more hours: most where the hours are judged."""

READERS: Final = Path("/usr/share/pocketsphinx/test/data")
"""Debian's `pocketsphinx-testdata`: people who read a book and cards aloud, when it is installed."""

PEOPLE, SYNTHETIC = "people", "synthetic"


@dataclass(frozen=True, slots=True)
class Group:
    """Recordings of one kind of speaker and speech."""

    kind: str
    name: str
    clips: tuple[Clip, ...]


def false_starts(setup: Setup) -> list[Row]:
    """The idle coach; people once as recorded and again in each noise and across the room."""
    return _measured(setup, Situation.IDLE)


def false_answers(setup: Setup) -> list[Row]:
    """The same with a question open, which every "no" in other people's talk might answer."""
    return _measured(setup, Situation.QUESTION)


def _measured(setup: Setup, situation: Situation) -> list[Row]:
    groups = people(setup, situation)
    noisy = (*conditions(setup.noises, SNRS[situation]), *across([CLEAN], ["2m"]))
    clips = [clip for group in groups for clip in group.clips]
    rows = _rows(situation, groups, setup.hear(clips, {}, (CLEAN, *noisy), engines=[OURS]).outcomes[OURS])
    for folder in setup.negatives:
        made = synthetic(setup, folder, situation)
        clips = [clip for group in made for clip in group.clips]
        rows += _rows(situation, made, setup.hear(clips, {}, (CLEAN,), engines=[OURS]).outcomes[OURS])
    return rows


def people(setup: Setup, situation: Situation) -> list[Group]:
    """Coffee orders, single words that are none of ours, what is read aloud, and the folders that were given."""
    orders = negative_clips(setup.audio / "barista", situation)
    words = [
        clip for clip in negative_clips(setup.audio / "words", situation) if clip.path.stem.split("_")[0] not in SAID
    ]
    found = [("coffee orders", orders), ("single words", words)]
    found += [("read aloud", negative_clips(READERS, situation))] if READERS.is_dir() else []
    found += [(folder.name, negative_clips(folder, situation)) for folder in setup.people]
    return [_group(PEOPLE, name, setup.thin(clips)) for name, clips in found]


def synthetic(setup: Setup, folder: Path, situation: Situation) -> list[Group]:
    """Each folder of a folder of negatives is a group: a voice, or a noise without speech."""
    clips = negative_clips(folder, situation)
    names = sorted({_voice(clip, folder) for clip in clips})
    return [
        _group(SYNTHETIC, name, setup.thin([clip for clip in clips if _voice(clip, folder) == name])) for name in names
    ]


def _voice(clip: Clip, folder: Path) -> str:
    inside = clip.path.relative_to(folder).parts
    return inside[0] if len(inside) > 1 else folder.name


def _group(kind: str, name: str, clips: Sequence[Clip]) -> Group:
    named = [Clip(f"{kind}/{name}/{clip.name}", clip.path, clip.situation) for clip in clips]
    return Group(kind, name, tuple(named))


def _rows(situation: Situation, groups: Sequence[Group], outcomes: Sequence[Outcome]) -> list[Row]:
    kind = groups[0].kind
    judged = kind == PEOPLE and situation is Situation.IDLE
    rows = [_row(situation, kind, outcomes, judge=judged)]
    for group in groups:
        names = {clip.name for clip in group.clips}
        rows.append(_row(situation, f"{kind}: {group.name}", [heard for heard in outcomes if heard.clip in names]))
    return rows


def _row(situation: Situation, who: str, outcomes: Sequence[Outcome], judge: bool = False) -> Row:
    hours = sum(outcome.audio_seconds for outcome in outcomes) / 3600
    once = sum(outcome.audio_seconds for outcome in outcomes if outcome.condition == CLEAN.name) / 3600
    count = accepted(outcomes)
    bound = poisson_upper(count) / hours if hours else None
    where = "idle" if situation is Situation.IDLE else "a question open"
    again = f", of which {once:.2f} h as recorded and the rest the same in noise or across a room"
    alarms = sum(alarmed(outcome) for outcome in outcomes)
    meant = sorted({decision.intent or "" for heard in outcomes for decision in heard.decisions if decision.accepted})
    note = f"{hours:.2f} h{again if hours - once > 0.001 else ''}; taken for {EMERGENCY} {alarms}"
    return Row(
        "false-starts" if situation is Situation.IDLE else "false-answers",
        f"false starts an hour, {where}, {who}",
        f"{count} = {count / hours:.2f} an hour" if hours else "-",
        bound,
        "" if bound is None else f"<= {bound:.2f} an hour",
        FALSE_STARTS if judge else None,
        _level(count, bound) if judge and bound is not None else None,
        note=note + (f"; {', '.join(meant)}" if meant else ""),
        clips={f"{heard.clip} ({heard.condition})": heard.answer is None for heard in outcomes},
    )


def _level(count: int, bound: float) -> Level:
    """Must and aim hold when 95 % confidence rules out more; no number of hours proves none, so stretch counts."""
    level = FALSE_STARTS.judge(bound)
    return Level.STRETCH if level is Level.AIM and count == 0 else level
