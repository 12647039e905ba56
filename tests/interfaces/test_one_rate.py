"""`voice-coach run` where microphone and speaker open at 44.1 or 48 kHz only."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from tests.interfaces.test_run import loud_seconds, running
from tests.jack_server import running_jack
from tests.sound_server import clip

pytestmark = [pytest.mark.sound, pytest.mark.patient]

SECONDS = 12


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_person_is_heard_and_answered(model: Path, root: Path, tmp_path: Path, rate: int) -> None:
    recording = tmp_path / "speaker.wav"
    with running_jack(rate) as server, running(server, model) as coach:
        recorder = server.record(recording, SECONDS)
        coach.hears(lambda: server.feed(clip(root, "my_calf_is_cramping")), "heard", intent="cramp_relief")
        coach.until("say")
        coach.hears(lambda: server.feed(clip(root, "stop")), "end", reason="stopped")
        recorder.wait(timeout=SECONDS + 10)
    assert soundfile.info(recording).samplerate == rate
    assert loud_seconds(recording) > 2.0
