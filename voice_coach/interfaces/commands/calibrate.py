"""`voice-coach calibrate`: learns what the gym sounds like when nobody speaks to the coach."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voice_coach.errors import EXIT_DONE, BadInput
from voice_coach.interfaces.commands._options import chosen_microphone
from voice_coach.paths import room_file

if TYPE_CHECKING:
    from voice_coach.audio.frame import Samples

SECONDS: Final = 10.0
MOST_SECONDS: Final = 120.0
LEAST_SECONDS: Final = 5.0
LONGEST_FILE: Final = 600.0
"""Seconds of the longest recording that is read."""

FULL_SCALE: Final = 32768.0


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "calibrate",
        help="learn the noise of the room",
        description="Listen to the room for ten seconds while nobody speaks to the coach, music and machines running "
        "as usual, and keep how its noise varies: some thousand numbers, no sound. Without it the coach expects "
        "any room.",
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, metavar="S", help="how long to listen (default %(default)g)"
    )
    parser.add_argument("--file", type=Path, metavar="FILE", help="learn from a recording of the room, WAV or FLAC")
    parser.add_argument("--input", metavar="DEVICE", help="microphone by name or number (default: the system's)")
    parser.add_argument("--forget", action="store_true", help="forget the room that was learned")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Learn, or forget."""
    from voice_coach.audio.frame import SAMPLE_RATE
    from voice_coach.recognition.compensation.room import learn_room, save_room

    path = room_file()
    if arguments.forget:
        known = path.is_file()
        path.unlink(missing_ok=True)
        _say("The room is forgotten." if known else "No room was learned.")
        return EXIT_DONE
    if not LEAST_SECONDS <= arguments.seconds <= MOST_SECONDS:
        raise BadInput(f"--seconds takes {LEAST_SECONDS:g} to {MOST_SECONDS:g}: for instance `--seconds {SECONDS:g}`")
    if arguments.file is not None:
        from voice_coach.audio.file import read_whole

        samples = read_whole(arguments.file, LONGEST_FILE)
    else:
        samples = _listen(chosen_microphone(arguments), arguments.seconds)
    room = learn_room(samples)
    save_room(room, path)
    level = 20 * np.log10(max(float(np.sqrt(np.mean(samples.astype(np.float64) ** 2))), 1.0) / FULL_SCALE)
    _say(f"Learned a room of {level:.0f} dB below full scale from {samples.size / SAMPLE_RATE:.0f} s.")
    _say("`voice-coach run` expects it from now on; `voice-coach calibrate --forget` undoes it.")
    return EXIT_DONE


def _listen(device: str | None, seconds: float) -> Samples:
    """The microphone's sound. Raises `MissingDevice` without one, `BadInput` when it gives nothing."""
    from voice_coach.audio.microphone import Microphone, take

    with Microphone(device) as microphone:
        _say(f"Listening to the room for {seconds:g} s. Please do not speak to the coach.")
        heard = take(microphone.frames(), seconds, 2 * seconds + 5.0)
    if not heard.size:
        raise BadInput("the microphone gave no sound: run `voice-coach doctor`")
    return heard


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
