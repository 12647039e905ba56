"""Self-test: whether a model loads and understands a few recordings, tried in a process of its own.

libvosk ends the whole process on some damaged models; a child process turns that into an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import rapidfuzz

from voice_coach.audio.file import read_audio
from voice_coach.errors import BadInput
from voice_coach.paths import fixtures_folder

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


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What a model made of the recordings."""

    understood: int
    """Recordings whose words came back."""

    heard: int
    """Recordings that were tried; 0 where the package is installed without audio_fixtures/."""


def self_test(model: Path) -> SelfTest:
    """Load the model and decode the clips. Raises `BadInput` when it crashes, hangs or understands under half."""
    folder = fixtures_folder()
    clips = [str(folder / clip) for clip in CLIPS if (folder / clip).is_file()] if folder else []
    command = [sys.executable, "-m", "voice_coach.recognition.self_test", str(model), *clips]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise BadInput(
            f"the model {model.name} took over {PATIENCE:.0f} s to load: it is damaged or too large"
        ) from None
    lines = child.stdout.splitlines()
    if child.returncode != 0 or not lines:
        said = child.stderr.splitlines()
        raise BadInput(f"the model {model.name} does not load ({said[-1].strip() if said else 'it crashed'})")
    texts: list[str] = json.loads(lines[-1])
    wanted = [Path(clip).stem.replace("_", " ") for clip in clips]
    understood = sum(
        rapidfuzz.fuzz.ratio(words, text.replace("'", "")) >= SAME_WORDS
        for words, text in zip(wanted, texts, strict=True)
    )
    if 2 * understood < len(clips):
        raise BadInput(f"the model {model.name} understood {understood} of {len(clips)} recordings: is it English?")
    return SelfTest(understood, len(clips))


def _child(model: Path, clips: list[Path]) -> None:
    """Print the transcripts as one line of JSON."""
    import numpy as np  # noqa: PLC0415

    from voice_coach.recognition.vosk_recogniser import load_recogniser  # noqa: PLC0415

    recogniser = load_recogniser(model)
    texts = [recogniser.decode(np.concatenate(list(read_audio(clip)))).text for clip in clips]
    if not clips:
        recogniser.decode(np.zeros(16_000, dtype=np.int16))
    print(json.dumps(texts))  # noqa: T201


if __name__ == "__main__":
    _child(Path(sys.argv[1]), [Path(clip) for clip in sys.argv[2:]])
