"""Negatives: hours of other people's ordinary talk in several synthetic voices, and of noise in which nobody speaks.

`python -m voice_coach.bench.negatives OUT --hours 6`, or `voice-coach bench --make-negatives OUT --hours 6`. The
recordings are large and can be made again, so they stay outside the project.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from tqdm import tqdm

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.bench.noise.kind import NoiseKind, load_noise
from voice_coach.bench.other_speech import OtherSpeech, load_other_speech
from voice_coach.bench.voices import Voice, available, synthesise
from voice_coach.errors import BadInput, CoachError

SENTENCES: Final = (1, 1, 1, 2, 4, 8)
"""How many sentences somebody says in a row, each as likely as its place here: remarks, and stories."""

EXCHANGE: Final = "two_people"
"""Folder of dialogues: two voices in turn, with short pauses."""

EXCHANGE_SHARE: Final = 0.15
LOUDEST: Final = -3.0
QUIETEST: Final = -20.0
"""Decibels of full scale between which a recording's peak lies: near and far talkers."""

NOISE_SHARE: Final = 1 / 36
"""Hours of each noise alone for an hour of speech: ten minutes beside six hours."""

NOISE_PIECE: Final = 60.0
MANIFEST: Final = "negatives.json"


def make_negatives(into: Path, hours: float, seed: int = 1) -> dict[str, float]:
    """Write about `hours` of speech as FLAC below `into`, a folder for each voice, and the noises beside them.

    Returns the hours of every folder, which also stand in `into/negatives.json`. The same programs and seed give the
    same recordings. Raises `BadInput` for a folder that holds something, `MissingComponent` without a synthesiser.
    """
    if hours <= 0:
        raise BadInput(f"--hours {hours:g}: give more than 0")
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BadInput(f"{into} is not an empty folder: give a new one")
    voices, speech = available(), load_other_speech()
    each = hours * 3600 * (1 - EXCHANGE_SHARE) / len(voices)
    made: dict[str, float] = {}
    with tqdm(total=round(hours * 3600), unit="s", desc="speaking", disable=None) as bar:
        for number, voice in enumerate(voices):
            random = np.random.default_rng([seed, 10, number])
            made[voice.name] = _fill(into / voice.name, each, [voice], speech, random=random, told=bar.update)
        random = np.random.default_rng([seed, 11])
        made[EXCHANGE] = _fill(
            into / EXCHANGE, hours * 3600 * EXCHANGE_SHARE, voices, speech, random=random, told=bar.update
        )
    for kind in NoiseKind:
        made[f"{kind}_alone"] = _noise(into / f"{kind}_alone", kind, hours * 3600 * NOISE_SHARE, seed)
    report = {"seed": seed, "hours": {name: round(seconds / 3600, 4) for name, seconds in made.items()}}
    (into / MANIFEST).write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return {name: seconds / 3600 for name, seconds in made.items()}


def _fill(
    folder: Path,
    length: float,
    voices: Sequence[Voice],
    speech: OtherSpeech,
    *,
    random: np.random.Generator,
    told: Callable[[float], object],
) -> float:
    """Recordings of `length` seconds together; `told` gets the seconds of each."""
    folder.mkdir(parents=True)
    total, number = 0.0, 0
    while total < length:
        turns = 1 if len(voices) == 1 else int(random.integers(4, 10))
        speakers = random.permutation(len(voices))[:2]
        parts: list[Samples] = []
        for turn in range(turns):
            voice = voices[speakers[turn % speakers.size]]
            count = SENTENCES[random.integers(len(SENTENCES))] if turns == 1 else 1
            text = ". ".join(speech.sentence(random) for _ in range(count))
            pause = np.zeros(round(random.uniform(0.1, 1.0) * SAMPLE_RATE), np.int16)
            parts += [levelled(synthesise(voice, text), random), pause]
        recording = np.concatenate(parts)
        soundfile.write(folder / f"{number:04}.flac", recording, SAMPLE_RATE, subtype="PCM_16")
        total += recording.size / SAMPLE_RATE
        told(round(recording.size / SAMPLE_RATE))
        number += 1
    return total


def levelled(samples: Samples, random: np.random.Generator) -> Samples:
    """The recording with its peak at a random level between `QUIETEST` and `LOUDEST`."""
    peak = float(np.max(np.abs(samples.astype(np.float64)))) if samples.size else 0.0
    if not peak:
        return samples
    gain = 32767 * 10 ** (random.uniform(QUIETEST, LOUDEST) / 20) / peak
    scaled: Samples = np.rint(samples * gain).astype(np.int16)
    return scaled


def _noise(folder: Path, kind: NoiseKind, length: float, seed: int) -> float:
    folder.mkdir(parents=True)
    pieces = max(1, round(length / NOISE_PIECE))
    for number in range(pieces):
        noise = load_noise(kind, seed + 100 + number, min(NOISE_PIECE, length))
        soundfile.write(folder / f"{number:04}.flac", noise, SAMPLE_RATE, subtype="PCM_16")
    return pieces * min(NOISE_PIECE, length)


def report(made: dict[str, float]) -> str:
    """One line for each folder, and the sum of what is spoken."""
    lines = [f"{name}: {hours:.2f} h" for name, hours in made.items()]
    spoken = sum(hours for name, hours in made.items() if not name.endswith("_alone"))
    return "\n".join([*lines, f"speech together: {spoken:.2f} h"])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exit codes as everywhere."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.negatives", description=__doc__)
    parser.add_argument("into", type=Path, metavar="OUT", help="new folder outside the project")
    parser.add_argument("--hours", type=float, default=6.0, metavar="N", help="hours of speech (default 6)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of all that is random (default 1)")
    given = parser.parse_args(arguments)
    try:
        print(report(make_negatives(given.into, given.hours, given.seed)))  # noqa: T201
    except CoachError as error:
        print(f"negatives: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
