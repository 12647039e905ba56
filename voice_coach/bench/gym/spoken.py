"""Spoken: phrases of a list in `bench/`, said by every voice at hand when the table is measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import soundfile
import yaml

from voice_coach import paths
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.clips import Clip
from voice_coach.bench.voices import available, synthesise
from voice_coach.errors import BadInput
from voice_coach.understanding.interpretation import Situation


def spoken(name: str, into: Path, besides: Iterable[Clip] = ()) -> list[Clip]:
    """The phrases of `bench/<name>.yaml` by every voice, for the idle coach, but for what is there already.

    Raises `BadInput` outside a checkout, `MissingComponent` without a synthesiser.
    """
    there = {clip.name for clip in besides}
    clips = []
    for voice in available():
        for phrase in phrases(name):
            clip = f"{voice.name}/{'_'.join(bare(phrase).split())}.flac"
            # One voice at another pace is no further speaker; what was recorded comes first.
            if voice.pace != 1.0 or clip in there:
                continue
            path = into / clip
            path.parent.mkdir(exist_ok=True)
            soundfile.write(path, synthesise(voice, phrase), SAMPLE_RATE, subtype="PCM_16")
            clips.append(Clip(clip, path, Situation.IDLE))
    return clips


def bare(text: str) -> str:
    """The text as a file's name can hold it: without apostrophes."""
    return text.replace("'", "")


def said_in(clip: str) -> str:
    """What is said in the clip of that name, bare."""
    return clip.rsplit("/", 1)[-1].removesuffix(".flac").replace("_", " ")


def phrases(name: str) -> list[str]:
    """The lines of `bench/<name>.yaml`. Raises `BadInput` outside a checkout."""
    root = paths.checkout()
    if root is None:
        raise BadInput(f"bench/{name}.yaml is not in an installed package: run --gym from a checkout")
    found: list[str] = yaml.safe_load((root / "bench" / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
