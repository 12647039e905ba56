"""Self-test: whether a model loads and understands a few recordings, tried in a process of its own.

libvosk ends the whole process on some damaged models; a child process turns that into an answer.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import rapidfuzz

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.errors import CoachError, MissingModel
from voice_coach.paths import fixtures_folder, intents_folder

PATIENCE: Final = 180.0
"""Seconds that loading and decoding may take; a Raspberry Pi needs about 20 for the small official model."""

CLIPS: Final = (
    "flite_slt/my_calf_is_cramping.flac",
    "flite_slt/is_this_serious.flac",
    "flite_slt/i_have_chest_pain.flac",
    "flite_rms/my_hamstring_is_cramping.flac",
    "flite_rms/i_get_cramps_at_night.flac",
)
"""Below audio_fixtures/; the file name says the words."""

SAME_WORDS: Final = 80.0
"""Similarity (0-100) from which a transcript counts as the clip's words; a loose model may miss an article."""

INSTEAD: Final = "delete it and install it again, or run `voice-coach models build embedded-en-us`"


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What a model made of the recordings."""

    understood: int
    """Recordings whose words came back."""

    heard: int
    """Recordings that were tried; 0 where the package is installed without audio_fixtures/."""


def self_test(model: Path) -> SelfTest:
    """Load the model and decode the clips. Raises `MissingModel` when it crashes, hangs or understands under half."""
    folder = fixtures_folder()
    clips = [str(folder / clip) for clip in CLIPS if (folder / clip).is_file()] if folder else []
    command = [sys.executable, "-m", "voice_coach.recognition.self_test", str(model), *clips]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        answer = json.loads(child.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        raise MissingModel(f"the speech model {model} took over {PATIENCE:.0f} s to load: {INSTEAD}") from None
    except (IndexError, ValueError):
        raise MissingModel(f"the speech model {model} is damaged, libvosk ended on it: {INSTEAD}") from None
    if isinstance(answer, str):
        raise MissingModel(answer)
    understood = sum(
        rapidfuzz.fuzz.ratio(_words(clip), text.replace("'", "")) >= SAME_WORDS
        for clip, text in zip(clips, answer, strict=True)
    )
    if 2 * understood < len(clips):
        raise MissingModel(
            f"the speech model {model} understood {understood} of {len(clips)} recordings of English: {INSTEAD}"
        )
    return SelfTest(understood, len(clips))


def _words(clip: str) -> str:
    """What is spoken in a recording, from its file name."""
    return Path(clip).stem.replace("_", " ")


def _child(model: Path, clips: list[str]) -> list[str] | str:
    """The transcripts of the clips, or the sentence that says why there are none."""
    from voice_coach.recognition.vosk_recogniser import load_recogniser  # noqa: PLC0415  (takes a second)
    from voice_coach.understanding.library import load_library  # noqa: PLC0415

    library = None
    with contextlib.suppress(CoachError):  # broken content is no fault of the model, which can do without
        library = load_library(intents_folder())
    try:
        recogniser = load_recogniser(model, library)
        sounds = [read_whole(Path(clip)) for clip in clips] or [np.zeros(SAMPLE_RATE, np.int16)]
        texts = [recogniser.decode(sound).text for sound in sounds]
    except CoachError as error:
        return str(error)
    return texts if clips else []


if __name__ == "__main__":
    print(json.dumps(_child(Path(sys.argv[1]), sys.argv[2:])))  # noqa: T201
