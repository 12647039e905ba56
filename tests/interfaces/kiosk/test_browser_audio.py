"""The voice that goes to the page, and the microphone that comes from it."""

from __future__ import annotations

import io
import json
import wave

import numpy as np
import pytest
import soundfile

from tests.interfaces.kiosk.conftest import Scripted
from voice_coach.audio.echo import EchoCanceller
from voice_coach.audio.frame import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE
from voice_coach.audio.leak import Leak
from voice_coach.audio.prompt_queue import PAUSE
from voice_coach.interfaces.kiosk.browser_audio import (
    LONGEST_QUEUE,
    PATIENCE,
    BrowserMicrophone,
    BrowserPlayback,
    wav,
)
from voice_coach.interfaces.kiosk.wire import Sound
from voice_coach.interfaces.listener import Listener
from voice_coach.recognition.ear import Ear
from voice_coach.settings import EndpointSettings
from voice_coach.speech.port import PromptAudio

LINE = PromptAudio(np.full(SAMPLE_RATE, 1000, np.int16))
FRAME = np.full(FRAME_SAMPLES, 7, np.int16)
SOUND = Sound(FRAME, None)


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
        microphone.put(SOUND)  # all at once
    now[0] = 1.3
    microphone.put(SOUND)
    starts = [next(frames).start for frames in [microphone.frames()] for _ in range(11)]
    assert np.allclose(np.diff(starts), FRAME_SECONDS)
    assert starts[0] == pytest.approx(1.0 - FRAME_SECONDS)


def test_after_lost_sound_frames_carry_the_later_time_and_never_an_earlier_one() -> None:
    now = [1.0]
    microphone = BrowserMicrophone(lambda: now[0])
    microphone.put(SOUND)
    now[0] = 9.0
    microphone.put(SOUND)
    now[0] = 3.0
    microphone.put(SOUND)
    frames = microphone.frames()
    starts = [next(frames).start for _ in range(3)]
    assert starts == pytest.approx([1.0 - FRAME_SECONDS, 9.0 - FRAME_SECONDS, 9.0])


def test_what_the_page_played_comes_with_its_frame() -> None:
    microphone = BrowserMicrophone(lambda: 0.0)
    for number in (1, 2):
        microphone.put(Sound(FRAME, np.full(FRAME_SAMPLES, number, np.int16)))
    microphone.put(SOUND)
    frames = microphone.frames()
    played = [int(microphone.played(next(frames).start, FRAME_SAMPLES).max()) for _ in range(3)]
    assert played == [1, 2, 0]


@pytest.mark.parametrize("tells", [True, False])
def test_a_page_that_tells_what_it_plays_is_not_heard_by_itself(root, tells: bool) -> None:
    words, _ = soundfile.read(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac", dtype="int16")
    prompt = np.tile(np.concatenate([words, np.zeros(SAMPLE_RATE // 4, np.int16)]), 5)

    def played(start: float, count: int) -> np.ndarray:
        first = round(start * SAMPLE_RATE)
        part = prompt[max(first, 0) : max(first + count, 0)]
        return np.pad(part, (max(-first, 0), 0))[:count]

    leak, microphone = Leak(played, -10.0), BrowserMicrophone(lambda: 0.0)
    ear = Ear(Scripted(), EndpointSettings())
    listener = Listener(ear, EchoCanceller(), microphone.played, ahead=0.0)
    frames, before, after = microphone.frames(), 0.0, 0.0
    for number in range(prompt.size // FRAME_SAMPLES):
        start = number * FRAME_SECONDS
        heard = leak.heard(start)
        microphone.put(Sound(heard, played(start, FRAME_SAMPLES) if tells else None))
        clean = listener.clean(next(frames)).samples
        if start > 5.0:  # the room is known
            before += float(np.sum(heard.astype(float) ** 2))
            after += float(np.sum(clean.astype(float) ** 2))
    assert (after < before / 100) is tells
    assert tells or after == before


def test_a_busy_ear_loses_the_newest_and_is_told() -> None:
    microphone = BrowserMicrophone(lambda: 0.0)
    for _ in range(LONGEST_QUEUE + 3):
        microphone.put(SOUND)
    assert microphone.overflows == 3


def test_closed_it_takes_nothing_and_its_frames_end() -> None:
    with BrowserMicrophone(lambda: 0.0) as microphone:
        frames = microphone.frames(timeout=0.01)
        assert next(frames) is None
    microphone.put(SOUND)
    assert list(frames) == []


def test_an_ear_that_failed_hears_it_again() -> None:
    microphone = BrowserMicrophone(lambda: 0.0)
    with microphone:
        pass
    with microphone:
        microphone.put(SOUND)
        frame = next(microphone.frames())
    assert frame is not None
    assert np.array_equal(frame.samples, FRAME)
