"""Echo bench: prompts that leak into the microphone, alone and with a person speaking over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.audio.file import read_whole
from voice_coach.bench.metrics import percentile, poisson_upper
from voice_coach.bench.split import Half, half
from voice_coach.bench.stage import OPENING, House, Stage
from voice_coach.errors import BadInput
from voice_coach.interfaces.replay import LeakSettings
from voice_coach.understanding.interpretation import Situation

WORDS: Final = {"stop": "nav_stop", "next": "nav_next", "yes": "answer", "i_have_chest_pain": "emergency"}
"""File name of each phrase that must get through, and the intent that it means."""

LEAKS: Final = (None, -20.0, -10.0, 0.0)
"""Decibels of the prompt over the person's voice at the microphone; None: no leak, as with headphones."""

DELAY: Final = 0.06
"""Seconds from the speaker to the microphone."""

TAUGHT: Final = 8.0
"""Seconds of prompts that the canceller has heard before a person speaks over one."""

OVER: Final = 2.6
"""Seconds after the first question's prompts began at which the person speaks over them."""

TALK: Final = (OPENING, *["no"] * 4, "it has eased", "no", "no", *["next"] * 3, "no", "no")
"""The recorded conversation (`audio_fixtures/conversation`), typed: only the coach is heard."""

HEADS: Final = (
    "leak",
    "canceller",
    "false accepts",
    "a minute <",
    "not understood",
    *WORDS,
    '"stop" to silence p50, p95',
)


@dataclass(frozen=True, slots=True)
class Row:
    """One leak level, with or without the canceller."""

    leak: float | None
    cancelled: bool
    heard: Mapping[str, Mapping[str, bool]]
    """For each phrase, which voice was understood."""

    false_accepts: int
    rejected: int
    """Utterances of nobody that were not understood."""

    minutes: float
    """Length of the coach's own side of a conversation."""

    waits: tuple[float, ...]
    """Seconds from the end of each understood "stop" to silence, decoding included."""


def voices(folder: Path) -> list[Path]:
    """Folders in which every phrase is there. Raises `BadInput` when there is none."""
    found = sorted({file.parent for file in folder.rglob("stop.*") if all(_clip(file.parent, name) for name in WORDS)})
    if not found:
        raise BadInput(f"{folder} holds no folder with {', '.join(WORDS)} in it: give one like audio_fixtures")
    return found


def measure_echo(house: House, people: Sequence[Path]) -> Iterator[Row]:
    """One row for each leak level without and with the canceller, as soon as it is known."""
    for leak in LEAKS:
        for cancelled in (False, True):
            alone = _stage(house, leak, cancelled)
            for text in TALK:
                alone.type(text)
                alone.let_speak()
            acted = sum(caught.acted for caught in alone.caught)
            heard: dict[str, dict[str, bool]] = {name: {} for name in WORDS}
            waits: list[float] = []
            for person in people:
                for name, wait in _over(_stage(house, leak, cancelled), person):
                    heard[name][person.name] = wait is not None
                    if name == "stop" and wait is not None:
                        waits.append(wait)
            others = len(alone.caught) - acted
            yield Row(leak, cancelled, heard, acted, others, alone.clock.now / 60, tuple(waits))


def cells(row: Row) -> tuple[str, ...]:
    """The row as text, under `HEADS`; each phrase on the fitted and the reported half of the voices."""
    times = [percentile(row.waits, percent) for percent in (50, 95)]
    return (
        "none" if row.leak is None else f"{row.leak:.0f} dB",
        "on" if row.cancelled else "off",
        f"{row.false_accepts} in {row.minutes:.1f} min",
        f"{poisson_upper(row.false_accepts) / row.minutes:.1f}",
        str(row.rejected),
        *(_halves(found) for found in row.heard.values()),
        ", ".join("-" if value is None else f"{value:.2f} s" for value in times),
    )


def _halves(found: Mapping[str, bool]) -> str:
    parts = [[right for voice, right in found.items() if half(voice) is part] for part in Half]
    return " + ".join(f"{sum(part)}/{len(part)}" for part in parts)


def _stage(house: House, leak: float | None, cancelled: bool) -> Stage:
    return Stage(house, None if leak is None else LeakSettings(leak, DELAY), cancelled=cancelled)


def _over(stage: Stage, person: Path) -> Iterator[tuple[str, float | None]]:
    """Each phrase over the first question's prompts, and when it was understood and done; None: it was not."""
    stage.begin(Situation.QUESTION)
    stage.wait(TAUGHT)
    for name, intent in WORDS.items():
        stage.type("stop")
        stage.skip()
        stage.begin(Situation.QUESTION)
        stage.wait(OVER)
        file = _clip(person, name)
        assert file is not None
        speech = stage.say(read_whole(file))
        caught = [one for one in stage.caught if one.catch.utterance.voice_end > speech.start]
        right = [one for one in caught if one.meaning.accepted and one.meaning.intent == intent]
        yield name, (right[0].catch.utterance.closed - speech.end + right[0].seconds) if right else None


def _clip(folder: Path, name: str) -> Path | None:
    return next((folder / f"{name}{end}" for end in (".flac", ".wav") if (folder / f"{name}{end}").is_file()), None)
