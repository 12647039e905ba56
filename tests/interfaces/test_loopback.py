"""The coach's voice loops from its speaker into its microphone on a real sound server: it does not answer itself,
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

from tests.interfaces.test_run import running
from tests.sound_server import SoundServer, clip, running_sound_server

pytestmark = pytest.mark.sound

LOOP = "module-loopback source=speaker.monitor sink=micfeed latency_msec=60"
"""Its rate follows the queue between the two: the echo drifts by half a millisecond a second, ten times as much as
that of two sound cards with clocks of their own."""

AIR = f"{LOOP} adjust_time=0"
"""The same without drift."""
LEVEL = "50%"
"""Of the loop, on PulseAudio's cubic scale: the echo is 18 dB under the coach's voice at the speaker."""


@pytest.fixture(params=[LOOP, AIR], ids=["drifting", "air"])
def server(request: pytest.FixtureRequest) -> Iterator[SoundServer]:
    with running_sound_server(request.param) as sound:
        inputs = sound.control("list", "short", "sink-inputs").splitlines()
        loop = next(line.split("\t")[0] for line in inputs if "module-loopback" in line)
        sound.control("set-sink-input-volume", loop, LEVEL)
        yield sound


def test_it_does_not_hear_itself(server: SoundServer, model: Path, root: Path) -> None:
    with running(server, model) as coach:
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        coach.until("ask")
        # Two lines, and nobody said a word; the person may have had to begin twice on a busy machine.
        heard = [told for told in coach.told if told["event"] == "heard"]
        assert {told["intent"] for told in heard} == {"cramp_relief"}


def test_a_person_s_stop_over_its_own_voice_silences_it(
    server: SoundServer, model: Path, root: Path, shared: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "speaker.wav"
    stops = itertools.cycle(sorted((shared / "audio" / "words").glob("stop_*.flac")))
    with running(server, model) as coach, server.record_speaker(recording):
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        # Whoever is not heard at once says it again, as people do.
        coach.hears(lambda: server.feed(soundfile.read(next(stops), dtype="int16")[0]), "end", reason="stopped")
        time.sleep(2.0)
        assert any(told["event"] == "say" and told["interrupted"] for told in coach.told), "nothing was cut"
        heard = {told["intent"] for told in coach.told if told["event"] == "heard"}
        assert heard == {"cramp_relief", "nav_stop"}, "the coach answered itself"
    samples, rate = soundfile.read(recording, dtype="int16")
    assert np.abs(samples).max() > 2_000, "the coach was not heard"
    assert np.abs(samples[-round(1.5 * rate) :]).max() < 50, "the coach went on after stop"
