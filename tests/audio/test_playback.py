"""A real sound server's speaker: prompts are audible, finished means played, and a cut silences in mid-sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.sound_server import SoundServer, running_sound_server

BLOCK = 160
"""Samples (10 ms) by which the recording is looked at."""

SPEAK = """
import json, sys, time, numpy as np
import voice_coach.audio.device as device
from voice_coach.audio.playback import SpeakerPlayback
from voice_coach.errors import MissingDevice
from voice_coach.speech.port import PromptAudio

def tone(seconds, hertz):
    return PromptAudio((8000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * 16000)) / 16000)).astype(np.int16))

def wait(playback, count):
    ended = []
    while len(ended) < count:
        ended += playback.finished()
        time.sleep(0.005)
    return ended

report = {}
device.RATES = json.loads(sys.argv[1])
with SpeakerPlayback() as playback:
    began = time.monotonic()
    exec(sys.argv[2])
print(json.dumps(report))
"""


def speak(sound: SoundServer, file: Path, what: str, rates: list[int]) -> tuple[dict[str, Any], np.ndarray]:
    """Run `what` against a real speaker; its report, and what was heard as loudness per 10 ms."""
    with sound.record_speaker(file):
        done = subprocess.run(
            [sys.executable, "-c", SPEAK, json.dumps(rates), what],
            env=sound.environment, capture_output=True, text=True, check=True, timeout=90,
        )  # fmt: skip
    samples, _ = soundfile.read(file, dtype="int16")
    loudness = np.abs(samples[: len(samples) // BLOCK * BLOCK].astype(int)).reshape(-1, BLOCK).max(axis=1)
    return json.loads(done.stdout), loudness


def stretches(loudness: np.ndarray) -> list[float]:
    """Seconds of every stretch of sound; gaps that a busy machine makes are no ends."""
    found: list[list[int]] = []
    for at in np.flatnonzero(loudness > 500):
        if found and at - found[-1][1] < 15:
            found[-1][1] = int(at)
        else:
            found.append([int(at), int(at)])
    return [(last + 1 - first) / 100 for first, last in found]


def about(*seconds: float) -> Any:
    """As long as that, or a little longer where a busy machine made gaps; nothing is missing."""
    return pytest.approx([length + 0.06 for length in seconds], abs=0.08)


@pytest.mark.parametrize("rates", [[16_000], [44_100]])
def test_prompts_are_heard_in_order_and_finished_when_played(
    sound_server: SoundServer, tmp_path: Path, rates: list[int]
) -> None:
    what = """
playback.play("first", tone(0.8, 500))
playback.play("second", tone(0.5, 500))
report["ended"] = wait(playback, 2)
report["took"] = time.monotonic() - began
report["speaking"] = playback.speaking
"""
    report, loudness = speak(sound_server, tmp_path / "heard.wav", what, rates)

    assert report["ended"] == [["first", False], ["second", False]]
    assert report["took"] > 0.8 + 0.5  # not before the sound can have been heard
    assert report["speaking"] is None
    assert stretches(loudness) == about(0.8, 0.5)
    assert loudness.max() == pytest.approx(8000, rel=0.03)


def test_a_cut_silences_the_sentence_and_the_next_prompt_is_whole(sound_server: SoundServer, tmp_path: Path) -> None:
    what = """
playback.play("cut", tone(20.0, 500))
playback.play("dropped", tone(20.0, 500))
while playback.speaking != "cut":
    time.sleep(0.005)
heard_from = time.monotonic()
time.sleep(1.0)
playback.cut()
report["heard"] = time.monotonic() - heard_from
report["ended"] = playback.finished()
report["speaking"] = playback.speaking
time.sleep(0.4)
playback.play("after", tone(0.6, 500))
report["after"] = wait(playback, 1)
"""
    report, loudness = speak(sound_server, tmp_path / "cut.wav", what, [16_000])

    assert report["ended"] == [["cut", True], ["dropped", True]]
    assert report["speaking"] is None
    assert report["after"] == [["after", False]]
    cut, after = stretches(loudness)
    # As long as it was heard until the cut, by the program's own clock; nothing of the 40 s that were queued.
    assert cut == pytest.approx(report["heard"], abs=0.25)
    assert [after] == about(0.6)


def test_a_card_that_runs_dry_gets_more_to_hold_and_no_sentence_is_lost(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    what = """
playback._latency = 0.02  # too little for PulseAudio, which then drops what it takes
playback._reopen()
report["before"] = playback._latency
playback.play("first", tone(1.5, 500))
report["ended"] = wait(playback, 1)
"""
    report, loudness = speak(sound_server, tmp_path / "dry.wav", what, [16_000])
    assert report["before"] == 0.04
    assert report["ended"] == [["first", False]]
    # How much is lost until it is noticed depends on how busy the machine is; the sentence goes on after it.
    assert (loudness > 500).sum() / 100 > 0.3


def test_a_line_that_is_cut_before_it_began_is_never_heard(sound_server: SoundServer, tmp_path: Path) -> None:
    what = """
playback.play("never", tone(2.0, 500))
playback.cut()
report["ended"] = playback.finished()
time.sleep(0.5)
"""
    report, loudness = speak(sound_server, tmp_path / "never.wav", what, [16_000])
    assert report["ended"] == [["never", True]]
    assert sum(stretches(loudness)) <= 0.05


def test_more_gain_is_louder_and_still_not_clipped(sound_server: SoundServer, tmp_path: Path) -> None:
    what = """
playback.play("loud", tone(0.5, 500), gain_db=20.0)
wait(playback, 1)
"""
    _, loudness = speak(sound_server, tmp_path / "loud.wav", what, [16_000])
    assert loudness.max() == pytest.approx(0.89 * 32768, rel=0.03)


def test_a_speaker_that_goes_away_is_a_typed_error_not_a_hang() -> None:
    what = """
playback.play("long", tone(60.0, 500))
time.sleep(0.5)
print("playing", flush=True)
try:
    wait(playback, 1)
except MissingDevice as caught:
    report["error"] = str(caught)
playback.cut()
report["ended"] = playback.finished()
"""
    with running_sound_server() as sound:
        speaker = subprocess.Popen(
            [sys.executable, "-c", SPEAK, "[16000]", what], env=sound.environment, stdout=subprocess.PIPE, text=True
        )
        assert speaker.stdout is not None
        assert speaker.stdout.readline().strip() == "playing"
        sound.control("exit")
        report = json.loads(speaker.communicate(timeout=90)[0])
    assert "the speaker is gone" in report["error"]
    assert report["ended"] == [["long", True]]
