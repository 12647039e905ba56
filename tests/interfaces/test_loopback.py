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
from tests.sound_server import ECHO, Fed, clip, echoing_sound_server

pytestmark = pytest.mark.sound

AIR = f"{ECHO} adjust_time=0"
"""The loop without its drift."""


@pytest.fixture(params=[ECHO, AIR], ids=["drifting", "air"])
def server(request: pytest.FixtureRequest) -> Iterator[Fed]:
    with echoing_sound_server(request.param) as sound:
        yield sound


def test_it_does_not_hear_itself(server: Fed, model: Path, root: Path) -> None:
    with running(server, model) as coach:
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        coach.until("ask")
        # Two lines, and nobody said a word; the person may have had to begin twice on a busy machine.
        heard = [told for told in coach.told if told["event"] == "heard"]
        assert {told["intent"] for told in heard} == {"cramp_relief"}


def test_a_person_s_stop_over_its_own_voice_silences_it(
    server: Fed, model: Path, root: Path, shared: Path, tmp_path: Path
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
