"""Record: speaks what the voiced vignettes say, in two offline voices (`python -m tests.vignettes.record`).

Needs flite and festival (festvox-kallpc16k), which the tests do not: they play the recordings in `voices/`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import soundfile

from audio_fixtures.make import SAMPLE_RATE, VOICES, stem, synthesise, trimmed
from tests.vignettes.vignette import HERE, voiced_cases

SPEAKERS: Final = ("flite_slt", "festival_kal")
"""A woman and a man, of two engines."""


def recording(speaker: str, text: str) -> Path:
    """Where the speaker's recording of the text lies."""
    return HERE / "voices" / speaker / f"{stem(text.lower())}.flac"


def main() -> None:
    """Make every recording again."""
    texts = sorted({text for person in voiced_cases().values() for text in person.utterances()})
    shutil.rmtree(HERE / "voices", ignore_errors=True)
    for voice in VOICES:
        for text in texts if voice.name in SPEAKERS else ():
            path = recording(voice.name, text)
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, trimmed(synthesise(voice, text)), SAMPLE_RATE, subtype="PCM_16")


if __name__ == "__main__":
    main()
