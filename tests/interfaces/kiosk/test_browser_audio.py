"""The voice that goes to the page, and the microphone that comes from it."""

from __future__ import annotations

import io
import json
import wave

import numpy as np
import pytest

from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE
from voice_coach.audio.prompt_queue import PAUSE
from voice_coach.interfaces.kiosk.browser_audio import (
    LONGEST_QUEUE,
    PATIENCE,
    BrowserMicrophone,
    BrowserPlayback,
    wav,
)
from voice_coach.speech.port import PromptAudio

LINE = PromptAudio(np.full(SAMPLE_RATE, 1000, np.int16))
FRAME = np.full(FRAME_SAMPLES, 7, np.int16)


class Speaker:
    """The playback under test, its clock, and what the page got."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sent: list[dict] = []
        self.sounds: list[bytes] = []
        self.hushed = 0
        self.playback = BrowserPlayback(lambda: self.now, self._send, self._hush)

    def _send(self, message: str, sound: bytes) -> None:
        self.sent.append(json.loads(message))
        self.sounds.append(sound)

    def _hush(self) -> None:
        self.hushed += 1


def test_the_second_line_waits_until_the_page_has_played_the_first() -> None:
    speaker = Speaker()
    speaker.playback.play("a", LINE)
    speaker.playback.play("b", LINE)
    assert [message["line"] for message in speaker.sent] == ["a"]
    assert speaker.playback.speaking == "a"
    speaker.playback.played(speaker.sent[0]["speech"])
    assert [message["line"] for message in speaker.sent] == ["a", "b"]
    assert speaker.playback.finished() == [("a", False)]


def test_a_second_line_begins_with_a_breath_that_counts_in_its_length() -> None:
    speaker = Speaker()
    speaker.playback.play("a", LINE)
    speaker.playback.play("b", LINE)
    assert speaker.playback.lead == 0.0
    speaker.playback.played(1)
    assert speaker.playback.lead == PAUSE
    assert speaker.sent[1]["seconds"] == pytest.approx(1.0 + PAUSE)
    with wave.open(io.BytesIO(speaker.sounds[1])) as file:
        assert file.getnframes() == round((1.0 + PAUSE) * SAMPLE_RATE)


def test_a_number_that_is_not_under_way_ends_nothing() -> None:
    speaker = Speaker()
    speaker.playback.played(0)
    speaker.playback.play("a", LINE)
    speaker.playback.played(99)
    assert speaker.playback.finished() == []
    speaker.playback.played(1)
    speaker.playback.played(1)
    assert speaker.playback.finished() == [("a", False)]
    assert speaker.playback.finished() == []


def test_a_page_that_never_tells_has_played_the_line_after_a_while() -> None:
    speaker = Speaker()
    speaker.playback.play("a", LINE)
    speaker.now = 1.0 + PATIENCE - 0.1
    assert speaker.playback.finished() == []
    assert speaker.playback.deadline == pytest.approx(1.0 + PATIENCE)
    speaker.now = 1.0 + PATIENCE
    assert speaker.playback.finished() == [("a", False)]
    assert speaker.playback.deadline is None


def test_a_cut_hushes_the_page_and_drops_what_waits() -> None:
    speaker = Speaker()
    speaker.playback.play("a", LINE)
    speaker.playback.play("b", LINE)
    speaker.playback.cut()
    assert speaker.hushed == 1
    assert speaker.playback.finished() == [("a", True), ("b", True)]
    speaker.playback.played(1)
    assert [message["line"] for message in speaker.sent] == ["a"]
    speaker.playback.cut()
    assert speaker.hushed == 1, "nothing was to be silenced"


def test_another_page_gets_the_line_under_way_from_its_beginning_under_a_new_number() -> None:
    speaker = Speaker()
    speaker.playback.again()
    speaker.playback.play("a", LINE)
    speaker.playback.again()
    assert [(message["line"], message["speech"]) for message in speaker.sent] == [("a", 1), ("a", 2)]
    speaker.playback.played(1)
    assert speaker.playback.finished() == [], "the page that is gone does not count"


def test_louder_is_louder_in_the_file() -> None:
    speaker = Speaker()
    speaker.playback.play("a", LINE, 6.0)
    with wave.open(io.BytesIO(speaker.sounds[0])) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert samples[100] == pytest.approx(2000, rel=0.01)


def test_a_wav_is_16_khz_mono_of_16_bits() -> None:
    with wave.open(io.BytesIO(wav(FRAME))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE, 1, 2)


def test_frames_that_come_unevenly_follow_each_other_without_gaps() -> None:
    now = [1.0]
    microphone = BrowserMicrophone(lambda: now[0])
    for _ in range(10):
        microphone.put(FRAME)  # all at once
    now[0] = 1.3
    microphone.put(FRAME)
    starts = [next(frames).start for frames in [microphone.frames()] for _ in range(11)]
    assert np.allclose(np.diff(starts), FRAME_SECONDS)
    assert starts[0] == pytest.approx(1.0 - FRAME_SECONDS)


def test_after_lost_sound_frames_carry_the_later_time_and_never_an_earlier_one() -> None:
    now = [1.0]
    microphone = BrowserMicrophone(lambda: now[0])
    microphone.put(FRAME)
    now[0] = 9.0
    microphone.put(FRAME)
    now[0] = 3.0
    microphone.put(FRAME)
    frames = microphone.frames()
    starts = [next(frames).start for _ in range(3)]
    assert starts == pytest.approx([1.0 - FRAME_SECONDS, 9.0 - FRAME_SECONDS, 9.0])


def test_a_busy_ear_loses_the_newest_and_is_told() -> None:
    microphone = BrowserMicrophone(lambda: 0.0)
    for _ in range(LONGEST_QUEUE + 3):
        microphone.put(FRAME)
    assert microphone.overflows == 3


def test_closed_it_takes_nothing_and_its_frames_end() -> None:
    with BrowserMicrophone(lambda: 0.0) as microphone:
        frames = microphone.frames(timeout=0.01)
        assert next(frames) is None
    microphone.put(FRAME)
    assert list(frames) == []
