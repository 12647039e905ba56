"""The virtual speaker: prompts last as long as their audio, on a clock that the test moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.signals import RATE, to_int16, tone
from voice_coach.audio.prompt_queue import PAUSE
from voice_coach.audio.virtual import VirtualPlayback
from voice_coach.errors import BadInput
from voice_coach.speech.port import PromptAudio


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def prompt(seconds: float, peak: float = 0.25) -> PromptAudio:
    return PromptAudio(to_int16(tone(seconds, peak=peak)))


def test_nothing_is_finished_before_it_has_been_played(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    playback.play("first", prompt(2.0))
    clock.now = 1.99
    assert playback.finished() == []
    assert playback.speaking == "first"
    clock.now = 2.0
    assert playback.finished() == [("first", False)]
    assert playback.finished() == []
    assert playback.speaking is None


def test_queued_prompts_follow_each_other_after_a_breath(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    playback.play("first", prompt(1.0))
    playback.play("second", prompt(1.0))
    clock.now = 1.0 + PAUSE / 2
    assert playback.speaking is None
    clock.now = 1.0 + PAUSE
    assert playback.speaking == "second"
    assert playback.busy_until == pytest.approx(2.0 + PAUSE)
    clock.now = 10.0
    assert playback.finished() == [("first", False), ("second", False)]


def test_a_prompt_after_silence_starts_at_once(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    playback.play("first", prompt(1.0))
    clock.now = 5.0
    playback.play("second", prompt(1.0))
    assert playback.speaking == "second"


def test_a_cut_reports_the_rest_as_interrupted_and_only_the_rest(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    for line in ("first", "second", "third"):
        playback.play(line, prompt(1.0))
    clock.now = 1.5
    playback.cut()
    assert playback.speaking is None
    assert playback.finished() == [("first", False), ("second", True), ("third", True)]
    playback.play("fourth", prompt(1.0))
    clock.now = 5.0
    assert playback.finished() == [("fourth", False)]


def test_a_cut_in_silence_does_nothing(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    playback.cut()
    playback.play("first", prompt(1.0))
    clock.now = 3.0
    playback.cut()
    assert playback.finished() == [("first", False)]


def test_the_next_end_tells_when_to_look_again(clock: Clock) -> None:
    playback = VirtualPlayback(clock)
    assert playback.next_end is None
    playback.play("first", prompt(1.0))
    assert playback.next_end == pytest.approx(1.0)
    clock.now = 1.0
    playback.finished()
    assert playback.next_end is None


def test_what_was_spoken_is_saved_at_its_time_and_what_was_cut_is_not(clock: Clock, tmp_path: Path) -> None:
    playback = VirtualPlayback(clock)
    clock.now = 2.0
    playback.play("first", prompt(1.0))
    clock.now = 2.5
    playback.cut()
    clock.now = 4.0
    playback.play("second", prompt(1.0))

    playback.save(tmp_path / "speech.wav")

    samples, rate = soundfile.read(tmp_path / "speech.wav", dtype="int16")
    assert rate == RATE
    assert len(samples) == 5 * RATE
    loud = np.abs(samples.astype(int)).reshape(-1, RATE // 10).max(axis=1) > 1000
    assert list(np.flatnonzero(loud)) == [*range(20, 25), *range(40, 50)]


def test_nothing_spoken_is_an_empty_recording(clock: Clock, tmp_path: Path) -> None:
    VirtualPlayback(clock).save(tmp_path / "speech.wav")
    assert soundfile.info(tmp_path / "speech.wav").frames == 0


def test_a_place_that_cannot_be_written_is_one_sentence(clock: Clock, tmp_path: Path) -> None:
    for place in (tmp_path / "missing" / "speech.wav", tmp_path, tmp_path / "speech.unknown"):
        with pytest.raises(BadInput, match="cannot be written"):
            VirtualPlayback(clock).save(place)


def test_gain_is_limited_not_clipped(clock: Clock, tmp_path: Path) -> None:
    playback = VirtualPlayback(clock)
    playback.play("loud", prompt(1.0, peak=0.5), gain_db=20.0)
    playback.save(tmp_path / "speech.wav")
    samples, _ = soundfile.read(tmp_path / "speech.wav", dtype="int16")
    assert 0.8 < np.abs(samples.astype(int)).max() / 32768 < 0.9
