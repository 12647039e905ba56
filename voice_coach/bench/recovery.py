"""Recovery: how long after a device is back the coach hears and is heard again, on a private sound server.

`python -m voice_coach.bench.recovery [--times N] [--server pipewire]` unplugs and plugs devices and kills the server
under an open microphone that hears a tone and a speaker that says a long line. Nothing of this machine's own sound is
touched.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.condition import State
from voice_coach.audio.device import quiet_libraries
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.audio.sound_cards import SoundCards
from voice_coach.bench.pipewire_server import PipeWireServer
from voice_coach.bench.sound_server import SPEAKER, SoundServer, running
from voice_coach.errors import CoachError
from voice_coach.speech.port import PromptAudio

SERVERS: Final = {"pulseaudio": SoundServer, "pipewire": PipeWireServer}
MICROPHONE: Final = ("mic", 440)
OTHER_MICROPHONE: Final = ("other", 880)
"""Names and tones, in hertz."""

OTHER_SPEAKER: Final = "module-null-sink sink_name=elsewhere"
AWAY: Final = 2.0
"""Seconds that a device stays away."""

PATIENCE: Final = 20.0
"""Seconds after which it has not recovered."""

LOUD: Final = 500
"""Peak of a frame that holds the tone, in steps of int16."""

AIM: Final = 5.0
"""Seconds within which everything is to have recovered (issue 6)."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came of one kind of loss."""

    name: str
    seconds: tuple[float, ...]
    """From the moment the device is back to the first sound, once a trial; infinite when none came."""

    noticed: tuple[float, ...] = ()
    """From the loss to the moment it is shown, where it is."""


class Listening:
    """Reads the microphone on a thread, and remembers when it last heard the tone."""

    def __init__(self, cards: SoundCards) -> None:
        self._cards = cards
        self.heard = 0.0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for frame in self._cards.microphone.frames():
            if frame is not None and np.abs(frame.samples).max() > LOUD:
                self.heard = time.monotonic()


def measure(
    times: int, tell: Callable[[str], None] = lambda text: None, kind: type[SoundServer] = SoundServer
) -> list[Recovery]:
    """Lose and bring back everything `times` times. Raises `MissingDevice` without the server."""
    with running([SPEAKER], kind) as server:
        os.environ.update(server.environment)
        tones = server.tone(*MICROPHONE), server.tone(*OTHER_MICROPHONE)
        server.plug(tones[0])
        with quiet_libraries(), SoundCards(None, None, time.monotonic) as cards:
            listening = Listening(cards)
            _until(lambda: listening.heard > 0, PATIENCE)
            found = []
            for name, trial in _trials(server, cards, listening, *tones).items():
                results = [trial() for _ in range(times)]
                noticed = [shown for _, shown in results if shown is not None]
                found.append(Recovery(name, tuple(seconds for seconds, _ in results), tuple(noticed)))
                tell(_line(found[-1]))
            return found


Trial = Callable[[], tuple[float, float | None]]


def _trials(server: SoundServer, cards: SoundCards, listening: Listening, mic: str, other: str) -> dict[str, Trial]:
    def hears() -> bool:
        begin = time.monotonic()
        return _until(lambda: listening.heard > begin, PATIENCE) is not None

    def microphone() -> tuple[float, float | None]:
        server.unplug(mic)
        shown = _until(lambda: cards.microphone.state is State.LOST, PATIENCE)
        time.sleep(AWAY)
        server.plug(mic)
        return _took(hears), shown

    def speaker() -> tuple[float, float | None]:
        with _saying(cards):
            server.unplug(SPEAKER)
            shown = _until(lambda: cards.speaker.state is State.LOST, PATIENCE)
            time.sleep(AWAY)
            server.plug(SPEAKER)
            return _took(lambda: _audible(server, "speaker")), shown

    def other_microphone() -> tuple[float, float | None]:
        server.plug(other)
        server.control("set-default-source", "other")
        # Only what comes from the other one counts.
        server.control("set-source-mute", "mic", "1")
        took = _took(hears)
        server.control("set-source-mute", "mic", "0")
        server.control("set-default-source", "mic")
        server.unplug(other)
        hears()
        return took, None

    def other_speaker() -> tuple[float, float | None]:
        with _saying(cards):
            server.plug(OTHER_SPEAKER)
            server.control("set-default-sink", "elsewhere")
            took = _took(lambda: _audible(server, "elsewhere"))
            server.control("set-default-sink", "speaker")
            server.unplug(OTHER_SPEAKER)
            _audible(server, "speaker")
        return took, None

    def restarted() -> tuple[float, float | None]:
        with _saying(cards):
            server.kill()
            shown = _until(lambda: cards.microphone.state is State.LOST, PATIENCE)
            time.sleep(AWAY)
            server.start()
            server.plug(mic)

            def both() -> bool:
                return _audible(server, "speaker") and hears()

            return _took(both), shown

    return {
        "microphone unplugged and back": microphone,
        "speaker unplugged and back": speaker,
        "default microphone changed": other_microphone,
        "default speaker changed": other_speaker,
        "sound server killed and started": restarted,
    }


@contextlib.contextmanager
def _saying(cards: SoundCards) -> Iterator[None]:
    """Say a long line meanwhile."""
    time_axis = np.arange(60 * SAMPLE_RATE) / SAMPLE_RATE
    cards.speaker.play("tone", PromptAudio((8000 * np.sin(2 * np.pi * 500 * time_axis)).astype(np.int16)))
    _until(lambda: cards.speaker.speaking is not None, PATIENCE)
    try:
        yield
    finally:
        cards.speaker.cut()
        cards.speaker.finished()


def _audible(server: SoundServer, sink: str) -> bool:
    """Wait until something is heard from a sink."""
    command = ["parec", f"--device={sink}.monitor", "--channels=1", "--format=s16le", "--latency-msec=20"]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with subprocess.Popen(
            command, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as recorder:
            try:
                assert recorder.stdout is not None
                while time.monotonic() < end and (piece := os.read(recorder.stdout.fileno(), 4096)):
                    if np.abs(np.frombuffer(piece[: len(piece) // 2 * 2], np.int16)).max(initial=0) > LOUD:
                        return True
            finally:
                recorder.terminate()
        time.sleep(0.05)
    return False


def _took(wait: Callable[[], bool]) -> float:
    begin = time.monotonic()
    return time.monotonic() - begin if wait() else float("inf")


def _until(condition: Callable[[], bool], patience: float) -> float | None:
    """Seconds until the condition holds; None when it does not in time."""
    begin = time.monotonic()
    while time.monotonic() - begin < patience:
        if condition():
            return time.monotonic() - begin
        time.sleep(0.01)
    return None


def _line(found: Recovery) -> str:
    noticed = f", shown after {statistics.median(found.noticed):.2f} s" if found.noticed else ""
    median, worst = statistics.median(found.seconds), max(found.seconds)
    return f"{found.name:33} median {median:5.2f} s  worst {worst:5.2f} s  n = {len(found.seconds)}{noticed}"


def main() -> int:
    """Measure and print; 1 when anything took longer than the aim."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.recovery", description=__doc__)
    parser.add_argument("--times", type=int, default=5, metavar="N", help="trials of each loss (default %(default)s)")
    parser.add_argument("--server", choices=SERVERS, default="pulseaudio", help="sound server (default %(default)s)")
    given = parser.parse_args()
    times, kind = max(1, given.times), SERVERS[given.server]
    try:
        found = measure(times, lambda text: print(text, flush=True), kind)  # noqa: T201
    except CoachError as error:
        print(f"voice-coach: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return 1 if max(max(kind.seconds) for kind in found) > AIM else 0


if __name__ == "__main__":
    sys.exit(main())
