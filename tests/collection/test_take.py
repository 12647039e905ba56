"""A take: the first utterance, how long, how loud, and whether it was cut off."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_coach.audio.file import frames_of, read_whole
from voice_coach.audio.virtual import VirtualMicrophone
from voice_coach.collection.take import Take, listen, read_take
from voice_coach.errors import BadAudio
from voice_coach.settings import EndpointSettings

SETTINGS = EndpointSettings()


@pytest.fixture(scope="module")
def speech(root: Path) -> np.ndarray:
    return read_whole(root / "audio_fixtures" / "flite_slt" / "my_calf_is_cramping.flac")


def test_one_utterance_is_taken_and_the_next_is_not(speech: np.ndarray) -> None:
    pause = np.zeros(32_000, np.int16)
    with VirtualMicrophone(np.concatenate([pause, speech, pause, speech])) as microphone:
        take = listen(microphone.frames(), SETTINGS, 15)
    assert take is not None
    assert 1.0 < take.seconds < len(speech) / 16_000 + 0.5
    assert not take.cut
    assert take.faults == ()


def test_silence_and_moments_without_sound_end_when_patience_does() -> None:
    with VirtualMicrophone(np.zeros(0, np.int16)) as microphone:
        frames = itertools.chain([None, None], microphone.frames())
        assert listen(frames, SETTINGS, 3) is None


def test_who_is_speaking_when_the_stream_ends_is_kept(speech: np.ndarray) -> None:
    take = listen(frames_of([speech[:16_000]]), SETTINGS, 15)
    assert take is not None
    assert take.seconds > 0.5


def test_who_never_stops_is_cut_and_told(speech: np.ndarray) -> None:
    with VirtualMicrophone(np.tile(speech[4_000:-6_000], 20)) as microphone:
        # Before what never stops counts as the room's own noise, some seven seconds later.
        take = listen(microphone.frames(), replace(SETTINGS, longest=5.0), 15)
    assert take is not None
    assert take.cut
    assert any("too long" in fault for fault in take.faults)


def test_clipping_is_a_run_at_the_limit_not_one_peak(speech: np.ndarray) -> None:
    peak = speech.copy()
    peak[8_000] = 32_767
    assert not Take(peak).clipped
    loud = np.clip(speech.astype(np.int32) * 12, -32_768, 32_767).astype(np.int16)
    assert Take(loud).clipped
    assert any("too loud" in fault for fault in Take(loud).faults)


def test_a_whisper_is_told(speech: np.ndarray) -> None:
    faint = Take((speech // 200).astype(np.int16))
    assert any("very quiet" in fault for fault in faint.faults)


def test_the_flac_holds_the_very_samples(speech: np.ndarray) -> None:
    samples, rate = soundfile.read(io.BytesIO(Take(speech).flac()), dtype="int16")
    assert rate == 16_000
    assert (samples == speech).all()


def test_a_file_of_another_rate_and_two_channels_is_a_take(tmp_path: Path, speech: np.ndarray) -> None:
    stereo = np.stack([np.repeat(speech, 3)] * 2, axis=1)
    soundfile.write(tmp_path / "one.wav", stereo, 48_000)
    take = read_take(tmp_path / "one.wav", SETTINGS)
    assert abs(take.seconds - len(speech) / 16_000) < 0.05


def test_a_file_without_a_voice_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "hush.wav", np.zeros(32_000, np.int16), 16_000)
    with pytest.raises(BadAudio, match="holds no voice"):
        read_take(tmp_path / "hush.wav", SETTINGS)
    soundfile.write(tmp_path / "long.wav", np.zeros(16_000 * 61, np.int16), 16_000)
    with pytest.raises(BadAudio, match="longer than 60 seconds"):
        read_take(tmp_path / "long.wav", SETTINGS)
