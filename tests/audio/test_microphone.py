"""A real sound server's microphone: what is spoken into it arrives, at its time, and unplugging is noticed."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.signals import loudest_hertz, to_int16, tone
from tests.sound_server import SoundServer, running_sound_server
from voice_coach.audio.frame import FRAME_SAMPLES, Frame
from voice_coach.audio.microphone import take

LISTEN = """
import json, sys, time, numpy as np
import voice_coach.audio.device as device
from voice_coach.audio.microphone import Microphone
from voice_coach.errors import MissingDevice

device.RATES = json.loads(sys.argv[1])
frames, ticks, error = [], 0, None
with Microphone(sys.argv[2] or None) as microphone:
    print("listening", flush=True)
    began = time.monotonic()
    try:
        for frame in microphone.frames():
            if frame is None:
                ticks += 1
            else:
                frames.append(frame)
            loud = [i for i, kept in enumerate(frames) if np.abs(kept.samples).max() > 2000]
            # Until the tone has come and gone.
            if loud and len(frames) - loud[-1] > 25 and sys.argv[3] == "tone":
                break
            if len(frames) == 50:
                print("fifty", flush=True)
            if time.monotonic() - began > 60:
                break
    except MissingDevice as caught:
        error = str(caught)
steps = np.diff([frame.start for frame in frames])
samples = np.concatenate([frame.samples for frame in frames])
print(json.dumps({
    "shapes": sorted({frame.samples.shape[0] for frame in frames}),
    "steps": [float(steps.min()), float(steps.max())],
    "late": time.monotonic() - frames[-1].start,
    "overflows": microphone.overflows,
    "error": error,
    "loud": [int(sample) for sample in samples[np.flatnonzero(np.abs(samples) > 2000)[0]:][:8000]] if loud else [],
}))
"""


def start_listening(sound: SoundServer, rates: list[int], until: str, device: str = "") -> subprocess.Popen[str]:
    listener = subprocess.Popen(
        [sys.executable, "-c", LISTEN, json.dumps(rates), device, until],
        env=sound.environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert listener.stdout is not None
    assert listener.stdout.readline().strip() == "listening"
    assert listener.stdout.readline().strip() == "fifty"
    return listener


@pytest.mark.parametrize(("rates", "device"), [([16_000], ""), ([48_000], "pulse"), ([44_100], "0")])
def test_what_is_spoken_into_the_microphone_arrives_as_frames(
    sound_server: SoundServer, rates: list[int], device: str
) -> None:
    listener = start_listening(sound_server, rates, "tone", device)
    spoken: NDArray[np.int16] = to_int16(tone(1.0, hertz=900.0, peak=0.5))
    sound_server.feed(spoken)
    heard = json.loads(listener.communicate(timeout=90)[0])

    assert heard["shapes"] == [320]
    assert heard["steps"] == pytest.approx([0.02, 0.02])
    assert heard["overflows"] == 0
    assert heard["late"] < 5.0  # frames carry the time when they were spoken, on the coach's clock
    loud = np.array(heard["loud"], np.int16)
    assert len(loud) == 8000
    assert loudest_hertz(loud) == pytest.approx(900.0, abs=4)
    assert np.abs(loud.astype(int)).max() == pytest.approx(0.5 * 32768, rel=0.05)


def test_a_microphone_that_goes_away_ends_the_frames_with_a_typed_error() -> None:
    with running_sound_server() as sound:
        listener = start_listening(sound, [16_000], "unplugged")
        sound.control("exit")
        heard = json.loads(listener.communicate(timeout=90)[0])
    assert "the microphone is gone" in heard["error"]


def test_so_many_seconds_are_taken_and_less_when_patience_ends() -> None:
    frame = Frame(np.ones(FRAME_SAMPLES, np.int16), 0.0)
    assert take(itertools.cycle([None, frame]), 0.06, 60.0).size == 3 * FRAME_SAMPLES
    assert take([None, frame, None], 1.0, 60.0).size == FRAME_SAMPLES
    assert take(itertools.repeat(None), 1.0, 0.0).size == 0
