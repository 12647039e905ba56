"""The coach's own voice loops from its speaker into its microphone on a real sound server: it does not answer itself,
and a person's "stop" over it is heard.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.interfaces.test_run import clip, running
from tests.sound_server import RATE, SoundServer, running_sound_server

pytestmark = pytest.mark.sound

LOOP = "module-loopback source=speaker.monitor sink=micfeed latency_msec=60"
LEVEL = "50%"
"""Of the loop, on PulseAudio's cubic scale: the echo is 18 dB under the coach's voice at the speaker."""


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with running_sound_server(LOOP) as sound:
        inputs = sound.control("list", "short", "sink-inputs").splitlines()
        loop = next(line.split("\t")[0] for line in inputs if "module-loopback" in line)
        sound.control("set-sink-input-volume", loop, LEVEL)
        yield sound


def people(shared: Path) -> Iterator[np.ndarray]:
    """ "Stop" by one person after the other, again and again."""
    files = sorted((shared / "audio" / "words").glob("stop_*.flac"))
    for file in itertools.cycle(files):
        samples, rate = soundfile.read(file, dtype="int16")
        assert rate == RATE
        yield samples


def test_it_does_not_hear_itself_and_a_stop_over_it_silences_it(
    server: SoundServer, model: Path, root: Path, shared: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "speaker.wav"
    stops = people(shared)
    with running(server, model) as coach:
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        with server.record_speaker(recording):
            coach.hears(lambda: server.feed(next(stops)), "say", interrupted=True)
            coach.until("end", reason="stopped")
            time.sleep(1.0)
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        begun = len(coach.told)
        coach.until("ask")
        # Two lines, and nobody said a word.
        assert [told["text"] for told in coach.told[begun:] if told["event"] == "heard"] == []
    samples, rate = soundfile.read(recording, dtype="int16")
    assert np.abs(samples).max() > 2_000, "the coach was not heard"
    assert np.abs(samples[-round(0.5 * rate) :]).max() < 50, "the coach went on after stop"
