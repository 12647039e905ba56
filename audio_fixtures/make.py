"""Fixtures: makes the recordings of audio_fixtures/ again from phrases.yaml with espeak-ng, flite and festival.

Run `python audio_fixtures/make.py` (Debian: espeak-ng flite festival festvox-us-slt-hts festvox-kallpc16k
festvox-kdlpc16k). The same versions of the engines give the same samples. The engines' own sound is kept: silence is
only cut down to 0.2 s at both ends, never added, and no noise is mixed in (tests mix it from a seed).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Literal, cast

import numpy as np
import soundfile
import soxr
import yaml
from numpy.typing import NDArray
from tqdm import tqdm

HERE: Final = Path(__file__).resolve().parent
SAMPLE_RATE: Final = 16_000
MARGIN: Final = 0.2
"""Seconds kept before the first and after the last sound."""

QUIET: Final = 0.01
"""Below this share of the clip's peak (-40 dB) a sample counts as silence when the ends are cut."""

VOICES_PER_SHARED_PHRASE: Final = 3
WAKE: Final = "wake"
"""Folder of the recordings that call the coach first."""

LARGEST: Final = 12_000_000
"""Bytes that all recordings together may take."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Voice:
    """One synthetic speaker."""

    name: str
    engine: Literal["flite", "festival", "espeak-ng"]
    id: str
    accent: str
    row: Literal["default", "stress"]
    """`default`: built from a person's recordings. `stress`: sounds made by rule, further from any person."""


VOICES: Final = (
    Voice("flite_slt", "flite", "slt", "American English", "default"),
    Voice("flite_rms", "flite", "rms", "American English", "default"),
    Voice("flite_awb", "flite", "awb", "Scottish English", "default"),
    Voice("festival_slt", "festival", "cmu_us_slt_arctic_hts", "American English", "default"),
    Voice("festival_kal", "festival", "kal_diphone", "American English", "default"),
    Voice("festival_ked", "festival", "ked_diphone", "American English", "default"),
    Voice("espeak_us", "espeak-ng", "en-us", "American English", "stress"),
    Voice("espeak_gb", "espeak-ng", "en-gb", "British English", "stress"),
    Voice("espeak_scotland", "espeak-ng", "en-gb-scotland", "Scottish English", "stress"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence and what it means; `intent` None is out of domain."""

    say: str
    intent: str | None = None
    slots: dict[str, str] = field(default_factory=dict)
    situation: str = "idle"
    polarity: str | None = None


def stem(text: str) -> str:
    """The file name that says the text: its words joined by underscores."""
    return "_".join(text.replace("'", "").split())


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording to make."""

    voice: Voice
    phrase: Phrase
    folder: str | None = None
    """A folder of its own; None for the two that every clip belongs to."""

    @property
    def file(self) -> str:
        """Its path below audio_fixtures/: what must be understood by voice, what must not in a folder of its own."""
        name = f"{stem(self.phrase.say)}.flac"
        if self.folder:
            return f"{self.folder}/{self.voice.name}/{name}"
        return f"{self.voice.name}/{name}" if self.phrase.intent else f"out_of_domain/{self.voice.name}/oov_{name}"


@dataclass(frozen=True, slots=True)
class Monologue:
    """Lines that one voice says, in a folder of their own."""

    folder: str
    voice: Voice
    says: list[str]

    def recordings(self) -> list[tuple[str, Voice, str]]:
        """Path below audio_fixtures/, voice and text of every line."""
        return [(f"{self.folder}/{n:02}_{stem(line)}.flac", self.voice, line) for n, line in enumerate(self.says, 1)]


MONOLOGUES: Final = ("conversation", "instructor")


def read_phrases(path: Path) -> tuple[list[Phrase], list[Phrase], list[Monologue]]:
    """Phrases of every voice, phrases dealt out, and what one voice says alone. Scalars stay text (`no`)."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    every, shared = ([Phrase(**entry) for entry in content[key]] for key in ("every", "shared"))
    voices = {voice.name: voice for voice in VOICES}
    alone = [Monologue(name, voices[content[name]["voice"]], content[name]["says"]) for name in MONOLOGUES]
    return every, shared, alone


def plan(every: list[Phrase], shared: list[Phrase]) -> Iterator[Clip]:
    """Who says what: shared phrases go round the voices, the next phrase starting with the next voice."""
    for phrase in every:
        for voice in VOICES:
            yield Clip(voice, phrase)
    stride = len(VOICES) // VOICES_PER_SHARED_PHRASE
    for number, phrase in enumerate(shared):
        for turn in range(VOICES_PER_SHARED_PHRASE):
            voice = VOICES[(number + turn * stride) % len(VOICES)]
            yield Clip(voice, phrase)


def read_calls(path: Path) -> list[Clip]:
    """The clips with the wake phrase: each voice of the list says each of its sentences."""
    calls = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["calls"]
    voices = [voice for voice in VOICES if voice.name in calls["voices"]]
    return [Clip(voice, Phrase(**entry), WAKE) for entry in calls["says"] for voice in voices]


def synthesise(voice: Voice, text: str) -> Floats:
    """The engine's own audio at 16 kHz, shape (n,), between -1 and 1."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "speech.wav"
        if voice.engine == "flite":
            command, said = ["flite", "-voice", voice.id, "-t", text, "-o", str(wav)], None
        elif voice.engine == "festival":
            command, said = ["text2wave", "-eval", f"(voice_{voice.id})", "-o", str(wav)], text
        else:
            command, said = ["espeak-ng", "-v", voice.id, "-w", str(wav), text], None
        subprocess.run(command, input=said, text=True, check=True, capture_output=True, timeout=60)
        samples, rate = soundfile.read(wav, dtype="float32")
    return cast(Floats, samples if rate == SAMPLE_RATE else soxr.resample(samples, rate, SAMPLE_RATE))


def trimmed(samples: Floats) -> Floats:
    """The clip with at most `MARGIN` seconds of silence at either end; none is added."""
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    margin = int(MARGIN * SAMPLE_RATE)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def label(clip: Clip) -> dict[str, object]:
    """The clip's entry in labels.json, as `voice-coach bench --labels` reads it; each voice is a group of its own."""
    phrase = clip.phrase
    entry: dict[str, object] = {
        "intent": phrase.intent,
        "slots": phrase.slots,
        "situation": phrase.situation,
        "group": clip.voice.name,
    }
    return entry | ({"polarity": phrase.polarity} if phrase.polarity else {})


def make(into: Path) -> int:
    """Make every recording and the two lists beside them; returns their size in bytes."""
    every, shared, alone = read_phrases(HERE / "phrases.yaml")
    clips = list(plan(every, shared))
    calls = read_calls(HERE / "phrases.yaml")
    recordings = [(clip.file, clip.voice, clip.phrase.say) for clip in (*clips, *calls)]
    recordings += [recording for monologue in alone for recording in monologue.recordings()]
    for folder in {Path(file).parts[0] for file, _, _ in recordings}:
        shutil.rmtree(into / folder, ignore_errors=True)
    for file, voice, text in tqdm(recordings, desc="synthesising", unit="clip", disable=None):
        (into / file).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(into / file, trimmed(synthesise(voice, text)), SAMPLE_RATE, subtype="PCM_16")
    for folder, labelled in ((into, clips), (into / WAKE, calls)):
        files = {(into / clip.file).relative_to(folder).as_posix(): clip for clip in labelled if clip.phrase.intent}
        labels = {file: label(clip) for file, clip in sorted(files.items())}
        (folder / "labels.json").write_text(_lines(labels), encoding="utf-8")
    (into / "voices.json").write_text(_lines({voice.name: asdict(voice) for voice in VOICES}), encoding="utf-8")
    return sum((into / file).stat().st_size for file, _, _ in recordings)


def _lines(entries: dict[str, dict[str, object]]) -> str:
    """JSON with one entry a line, so that a change shows as one line."""
    body = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    return f"{{\n{body}\n}}\n"


def main() -> int:
    """Make the fixtures; exit code 1 when they grew beyond 12 MB."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE, help="folder that the recordings go to (here)")
    missing = [name for name in ("espeak-ng", "flite", "text2wave") if shutil.which(name) is None]
    if missing:
        print(f"{', '.join(missing)} not found: install espeak-ng flite festival", file=sys.stderr)  # noqa: T201
        return 3
    size = make(parser.parse_args().into)
    print(f"{size / 1e6:.1f} MB of recordings")  # noqa: T201
    return 0 if size <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
