"""Latency: from the end of somebody's speech to the coach's answer, and from the end of "stop" to its silence.

Times on the stream's clock are those of the real ear, coach and prompts on virtual time; what has to be computed after
an utterance was closed comes on top, as CPU seconds. A sound card adds what it holds, which the bench does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from tqdm import tqdm

from voice_coach.audio.file import read_whole
from voice_coach.bench.labels import Label, read_labels
from voice_coach.bench.stage import House, Stage
from voice_coach.bench.voices import by_rule
from voice_coach.interfaces.replay import LeakSettings
from voice_coach.understanding.interpretation import Situation

LEAK: Final = -10.0
"""Decibels of the prompt's echo over the person's voice, where it leaks."""

DELAY: Final = 0.06
"""Seconds from the speaker to the microphone."""

TAUGHT: Final = 8.0
"""Seconds of prompts that the canceller has heard before; a coach that was just started has heard none."""

INTERRUPTED: Final = ((Situation.QUESTION, 1.0), (Situation.QUESTION, 2.6), (Situation.STEP, 1.4))
"""Where "stop" is said: over the first question's prompts or a step's, so many seconds after they began."""


class Kind(StrEnum):
    """What is said."""

    START = "starting a conversation"
    ANSWER = "answering a question"
    NAVIGATION = "steering the steps"
    DANGER = "a sign of danger"
    TALK = "the recorded conversation"


@dataclass(frozen=True, slots=True)
class Reaction:
    """How long one clip waited."""

    clip: str
    kind: Kind
    seconds: float | None
    """From the true end of the speech; None when it was not understood or nothing was to be said."""


def first_sounds(house: House, folder: Path, every: int) -> Iterator[Reaction]:
    """Every `every`th phrase of the default voices in the situation that it belongs to, then the conversation."""
    labels = {
        name: label
        for name, label in read_labels(folder / "labels.json").items()
        if label.intent and not by_rule(name) and not name.startswith("conversation")
    }
    for name in tqdm(list(labels)[::every], unit="clip", desc="first sounds", disable=None):
        yield _first_sound(house, folder / name, name, labels[name])
    yield from _conversation(house, folder / "conversation")


def silences(house: House, folders: Sequence[Path], leak: float | None) -> Iterator[Reaction]:
    """ "Stop" over the prompts by each voice; `leak` in decibels over the person's voice."""
    for folder in tqdm(folders, unit="voice", desc="stop", disable=None):
        stage = Stage(house, None if leak is None else LeakSettings(leak, DELAY))
        stage.begin(Situation.QUESTION)
        stage.wait(TAUGHT)
        for situation, wait in INTERRUPTED:
            stage.type("stop")
            stage.skip()
            stage.begin(situation)
            stage.wait(wait)
            yield Reaction(f"{folder.name} {situation} {wait}", Kind.NAVIGATION, interrupt(stage, folder))


def interrupt(stage: Stage, folder: Path) -> float | None:
    """Say "stop" now; seconds from its end until the speaker was silenced by it, None if it never was."""
    before = len(stage.speaker.cuts)
    speech = stage.say(read_whole(next(folder.glob("stop.*"))))
    stops = [caught for caught in stage.caught if caught.meaning.accepted and caught.meaning.intent == "nav_stop"]
    cuts = stage.speaker.cuts[before:]
    if not cuts or not stops or stops[-1].catch.utterance.voice_end < speech.start:
        return None
    return cuts[-1] - speech.end + stops[-1].seconds


def _first_sound(house: House, path: Path, name: str, label: Label) -> Reaction:
    situation = label.situation or Situation.IDLE
    stage = Stage(house)
    if situation is not Situation.IDLE:
        stage.begin(situation)
        stage.skip()
    kind = Kind.DANGER if label.intent == "emergency" else _KINDS[situation]
    return Reaction(name, kind, _wait(stage, path, str(label.intent)))


def _conversation(house: House, folder: Path) -> Iterator[Reaction]:
    stage = Stage(house)
    for path in sorted(folder.iterdir()):
        yield Reaction(f"conversation/{path.name}", Kind.TALK, _wait(stage, path, None))
        stage.let_speak()


def _wait(stage: Stage, path: Path, intent: str | None) -> float | None:
    before = len(stage.speaker.sounds)
    speech = stage.say(read_whole(path))
    heard = [
        caught
        for caught in stage.caught
        if caught.catch.utterance.voice_end > speech.start
        and caught.meaning.accepted
        and intent in (None, caught.meaning.intent)
    ]
    sounds = stage.speaker.sounds[before:]
    return sounds[0] - speech.end + heard[-1].seconds if heard and sounds else None


_KINDS: Final = {Situation.IDLE: Kind.START, Situation.QUESTION: Kind.ANSWER, Situation.STEP: Kind.NAVIGATION}
