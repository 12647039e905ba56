"""Live latency: on a real sound server, from the end of speech to the first sound, and from "stop" to silence.

`python -m voice_coach.bench.live_latency [--share S] [--times N]` starts `voice-coach run` on one core, for a share of
the time only, beside a private PulseAudio; says "my calf is cramping" in several voices, and "stop" over the answer.
Both are timed where the sound server has them, its own buffers included, on the wall's clock.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.bench.gym.emergencies import fixtures_folder
from voice_coach.bench.metrics import percentile
from voice_coach.bench.sound_server import SoundServer, running_fed
from voice_coach.errors import CoachError, MissingDevice
from voice_coach.paths import PACKAGE

VOICES: Final = ("flite_slt", "flite_rms", "festival_slt")
LOUD: Final = 300
"""Amplitude in steps of int16 of what is heard."""

STARTING: Final = 240.0
ANSWER: Final = 8.0
"""Seconds that an answer may take before the trial counts as missed."""

OVER: Final = 1.0
"""Seconds of an answer before "stop" is said over it."""

REST: Final = 3.0
"""Seconds of silence after which the coach is waiting again."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One answer and one stop, in seconds; None for what did not come."""

    answer: float | None
    stop: float | None


class SinkMonitor:
    """When a sink was loud, on the monotonic clock: one time for each 10 ms."""

    def __init__(self, server: SoundServer, sink: str) -> None:
        command = ["parec", f"--device={sink}.monitor", "--channels=1", "--format=s16le", "--latency-msec=10"]
        self._recorder = subprocess.Popen(
            [*command, f"--rate={SAMPLE_RATE}"], env=server.environment, stdout=subprocess.PIPE
        )
        self.loud: list[float] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._recorder.stdout is not None
        while piece := os.read(self._recorder.stdout.fileno(), SAMPLE_RATE // 50):
            if np.abs(np.frombuffer(piece[: len(piece) // 2 * 2], np.int16)).max(initial=0) > LOUD:
                self.loud.append(time.monotonic())

    @property
    def last(self) -> float:
        """When it was loud last; 0 for never."""
        return self.loud[-1] if self.loud else 0.0

    def close(self) -> None:
        """End it."""
        self._recorder.terminate()
        self._recorder.wait()


def measure(share: float, times: int) -> list[Trial]:
    """So many trials. Raises `MissingDevice` without PulseAudio, or when the coach does not start."""
    with running_fed((), SoundServer) as server, _coach(server, share):
        person, coach = SinkMonitor(server, "micfeed"), SinkMonitor(server, "speaker")
        try:
            return [_trial(server, person, coach, VOICES[number % len(VOICES)]) for number in range(times)]
        finally:
            person.close()
            coach.close()


def _trial(server: SoundServer, person: SinkMonitor, coach: SinkMonitor, voice: str) -> Trial:
    while time.monotonic() - max(coach.last, person.last) < REST:
        time.sleep(0.1)
    _say(server, voice, "my_calf_is_cramping")
    ended = person.last
    begun = _until_loud(coach, ended)
    if begun is None:
        return Trial(None, None)
    time.sleep(max(0.0, begun + OVER - time.monotonic()))
    _say(server, voice, "stop")
    time.sleep(REST)
    # What is said after it, if anything, comes after a silence.
    after = [at for at in coach.loud if at > person.last]
    gaps = [later - earlier for earlier, later in zip([person.last, *after], after, strict=False)]
    spoken = next((number for number, gap in enumerate(gaps) if gap > 0.3), len(after))
    silent = after[spoken - 1] - person.last if spoken else 0.0
    return Trial(begun - ended, silent if silent < REST - 0.5 else None)


def _until_loud(ear: SinkMonitor, since: float) -> float | None:
    end = time.monotonic() + ANSWER
    while time.monotonic() < end:
        if later := [at for at in ear.loud if at > since]:
            return later[0]
        time.sleep(0.005)
    return None


def _say(server: SoundServer, voice: str, phrase: str) -> None:
    """Speak it into the microphone; returns when its end has been heard there."""
    samples = read_whole(fixtures_folder() / voice / f"{phrase}.flac")
    server.feed(np.concatenate([samples, np.zeros(SAMPLE_RATE // 5, np.int16)]))


@contextlib.contextmanager
def _coach(server: SoundServer, share: float) -> Iterator[None]:
    """`voice-coach run`, throttled, once its microphone is open."""
    python = [sys.executable, "-m"]
    run = [*python, "voice_coach.interfaces.cli", "run", "--no-log", "--no-store", "--country", "GB"]
    command = [*python, "voice_coach.bench.throttle", "--share", str(share), "--", *run]
    environment = {**server.environment, "PYTHONPATH": str(PACKAGE.parent)}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        end = time.monotonic() + STARTING
        while "ALSA plug-in" not in server.control("list", "source-outputs"):
            if process.poll() is not None or time.monotonic() > end:
                said = process.stderr.read() if process.poll() is not None and process.stderr else "it takes too long"
                raise MissingDevice(f"the coach did not start: {' '.join(said.split())[-300:]}")
            time.sleep(0.2)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def report(share: float, trials: Sequence[Trial]) -> str:
    """Two lines."""
    lines = []
    for name, times in (
        ("end of speech to first sound", [trial.answer for trial in trials]),
        ('end of "stop" to silence', [trial.stop for trial in trials]),
    ):
        came = [seconds for seconds in times if seconds is not None]
        shown = f"p50 {statistics.median(came):.2f} s, p95 {percentile(came, 95):.2f} s" if came else "-"
        lines.append(f"one core for {share:.0%} of the time, {name}: {shown}, n = {len(came)} of {len(times)}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; exit codes as everywhere."""
    parser = argparse.ArgumentParser(prog="python -m voice_coach.bench.live_latency", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, metavar="S", help="0 to 1 (default %(default)g)")
    parser.add_argument("--times", type=int, default=6, metavar="N", help="trials (default %(default)s)")
    given = parser.parse_args()
    try:
        print(report(given.share, measure(given.share, max(1, given.times))))  # noqa: T201
    except CoachError as error:
        print(f"live_latency: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
