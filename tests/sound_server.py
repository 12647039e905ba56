"""A sound card where there is none: a private PulseAudio with a speaker, and a microphone that files can be fed to."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voice_coach.bench import sound_server as bench
from voice_coach.bench.pipewire_server import PipeWireServer

RATE = 16_000
ECHO = "module-loopback source=speaker.monitor sink=micfeed latency_msec=60"
"""The speaker is heard by the microphone. Its rate follows the queue between the two: the echo drifts by half a
millisecond a second, ten times as much as that of two sound cards with clocks of their own."""

LEVEL = "50%"
"""Of the loop, on PulseAudio's cubic scale: the echo is 18 dB under the coach's voice at the speaker."""


class Fed(bench.SoundServer):
    """A running server whose speaker can be recorded."""

    def listening(self, process: int) -> bool:
        """Whether this process has opened a microphone."""
        return f'application.process.id = "{process}"' in self.control("list", "source-outputs")

    @contextlib.contextmanager
    def record_speaker(self, file: Path) -> Iterator[None]:
        """Write what the speaker plays meanwhile to `file` as 16 kHz mono WAV."""
        recorder = subprocess.Popen(
            [
                "parec",
                "--device=speaker.monitor",
                "--channels=1",
                "--format=s16le",
                "--latency-msec=20",
                "--rate=16000",
            ],
            env=self.environment,
            stdout=subprocess.PIPE,
        )
        chunks: list[bytes] = []
        try:
            assert recorder.stdout is not None
            # The monitor delivers silence too: the first bytes say that recording has begun.
            chunks.append(os.read(recorder.stdout.fileno(), 65536))
            reader = _drain(recorder.stdout.fileno(), chunks)
            yield
            time.sleep(0.3)  # what is still on its way through the server
        finally:
            recorder.terminate()
            recorder.wait(timeout=10)
            reader.join(timeout=10)
            recorder.stdout.close()
            soundfile.write(file, np.frombuffer(b"".join(chunks)[: sum(map(len, chunks)) // 2 * 2], np.int16), RATE)


class SoundServer(Fed):
    """PulseAudio."""


class PipeWire(Fed, PipeWireServer):
    """PipeWire."""


def clip(root: Path, name: str, *, after: float = 0.5) -> NDArray[np.int16]:
    """A recorded phrase with half a second of silence before it and some after it, for `feed`."""
    samples, _ = soundfile.read(root / "audio_fixtures" / "flite_slt" / f"{name}.flac", dtype="int16")
    return np.concatenate([np.zeros(RATE // 2, np.int16), samples, np.zeros(round(after * RATE), np.int16)])


def _drain(handle: int, chunks: list[bytes]) -> threading.Thread:
    def read() -> None:
        while piece := os.read(handle, 65536):
            chunks.append(piece)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread


@contextlib.contextmanager
def running_sound_server(*more: str, kind: type[Fed] = SoundServer) -> Iterator[Fed]:
    """Start a server of our own, with `more` modules, and end it."""
    with bench.running_fed(more, kind) as sound:
        yield sound


@contextlib.contextmanager
def echoing_sound_server(loop: str = ECHO) -> Iterator[Fed]:
    """The same with its speaker looped into its microphone."""
    with running_sound_server(loop) as sound:
        inputs = sound.control("list", "short", "sink-inputs").splitlines()
        number = next(line.split("\t")[0] for line in inputs if "module-loopback" in line)
        sound.control("set-sink-input-volume", number, LEVEL)
        yield sound


@pytest.fixture(scope="module")
def sound_server() -> Iterator[SoundServer]:
    """A sound server for the tests of one file."""
    with running_sound_server() as sound:
        yield sound
