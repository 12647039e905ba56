"""Voices: the synthetic speakers that this machine has, for speech that is made when the bench runs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soxr

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples, as_samples
from voice_coach.errors import MissingComponent

LONGEST_WAIT: Final = 120.0
"""Seconds after which a synthesiser is given up."""

Program = Literal["flite", "text2wave", "espeak-ng"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One synthetic speaker: a program's voice, spoken faster or slower and so higher or lower."""

    name: str
    program: Program
    id: str
    pace: float = 1.0
    """How much faster and higher than the program makes it: one voice stands for several people."""


VOICES: Final = (
    Voice("flite_slt", "flite", "slt"),
    Voice("flite_rms", "flite", "rms"),
    Voice("flite_awb", "flite", "awb"),
    Voice("flite_slt_low", "flite", "slt", 0.9),
    Voice("flite_rms_high", "flite", "rms", 1.1),
    Voice("flite_awb_high", "flite", "awb", 1.12),
    Voice("festival_kal", "text2wave", "kal_diphone"),
    Voice("festival_ked", "text2wave", "ked_diphone"),
    Voice("festival_slt", "text2wave", "cmu_us_slt_arctic_hts"),
    Voice("espeak_us", "espeak-ng", "en-us"),
    Voice("espeak_us_female", "espeak-ng", "en-us+f3"),
    Voice("espeak_gb", "espeak-ng", "en-gb"),
    Voice("espeak_scotland", "espeak-ng", "en-gb-scotland+m3"),
)
"""Debian: flite; festival with festvox-kallpc16k, festvox-kdlpc16k and festvox-us-slt-hts; espeak-ng."""


def by_rule(clip: str) -> bool:
    """Whether a voice made by rule speaks in the clip of that name: further from any person, so counted apart."""
    return clip.startswith("espeak")


def available() -> tuple[Voice, ...]:
    """The voices whose program is installed. Raises `MissingComponent` when there is none."""
    found = tuple(voice for voice in VOICES if shutil.which(voice.program))
    if not found:
        raise MissingComponent("no speech synthesiser is here: run `apt-get install flite espeak-ng`")
    return found


def synthesise(voice: Voice, text: str) -> Samples:
    """What the voice says, 16 kHz. Raises `MissingComponent` when its program fails, naming it."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "speech.wav")
        said: str | None = None
        if voice.program == "flite":
            command = ["flite", "-voice", voice.id, "-t", text, "-o", str(wav)]
        elif voice.program == "text2wave":
            command, said = ["text2wave", "-eval", f"(voice_{voice.id})", "-o", str(wav)], text
        else:
            command = ["espeak-ng", "-v", voice.id, "-w", str(wav), text]
        try:
            subprocess.run(command, input=said, text=True, check=True, capture_output=True, timeout=LONGEST_WAIT)
        except (OSError, subprocess.SubprocessError):
            raise MissingComponent(f"{voice.program} cannot speak as {voice.id}: install that voice") from None
        samples = read_whole(wav)
    if voice.pace != 1.0:
        changed = soxr.resample(samples.astype(np.float64), SAMPLE_RATE * voice.pace, SAMPLE_RATE)
        samples = as_samples(changed)
    return samples
