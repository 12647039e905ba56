"""Clips: the recordings of a run, labelled ones and negatives, in a fixed order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation

SUFFIXES: Final = frozenset({".wav", ".flac"})


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording and what the coach is doing when it is heard."""

    name: str
    """Unique within a run; a labelled clip's name is its key in the labels."""

    path: Path
    situation: Situation


def labelled_clips(folder: Path, situations: dict[str, Situation]) -> list[Clip]:
    """The clips of `folder` that `situations` names, in that order. Raises `BadInput` for the first that is missing."""
    clips = [Clip(name, folder / name, situation) for name, situation in situations.items()]
    for clip in clips:
        if not clip.path.is_file():
            raise BadInput(f"{clip.path} is not there, though the labels name it: check --audio and --labels")
    return clips


def negative_clips(folder: Path, situation: Situation, leave_out: Collection[Path] = ()) -> list[Clip]:
    """Every WAV and FLAC file below `folder`, by name, except the paths in `leave_out` (the labelled ones)."""
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder: give --negative a folder of WAV or FLAC files")
    labelled = {path.resolve() for path in leave_out}
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    clips = [
        Clip(f"negative/{path.relative_to(folder).as_posix()}", path, situation)
        for path in found
        if path.resolve() not in labelled
    ]
    if not clips:
        raise BadInput(f"{folder} holds no WAV or FLAC file that is not labelled: give another folder to --negative")
    return clips
