"""Audio files: every rate, width and channel count, damaged ones, and two hours in flat memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.signals import loudest_hertz, to_int16, tone
from voice_coach.audio.file import frames_of, read_audio, read_frames, read_whole
from voice_coach.audio.frame import FRAME_SAMPLES, SAMPLE_RATE
from voice_coach.errors import BadAudio


def a_wav(path: Path, seconds: float = 1.0) -> bytes:
    soundfile.write(path, to_int16(tone(seconds)), SAMPLE_RATE)
    return path.read_bytes()


def the_complaint(path: Path) -> str:
    with pytest.raises(BadAudio) as caught:
        list(read_audio(path))
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert str(path) in sentence
    assert ": " in sentence  # the cause, then the mend
    return sentence


@pytest.mark.parametrize("ending", ["wav", "flac"])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_survives_any_rate_width_and_channel_count(
    tmp_path: Path, ending: str, channels: int, subtype: str, rate: int
) -> None:
    file = tmp_path / f"tone.{ending}"
    mono = tone(1.5, hertz=700.0, rate=rate)
    soundfile.write(file, np.tile(mono[:, None], (1, channels)), rate, subtype=subtype)

    samples = read_whole(file)

    assert samples.dtype == np.int16
    assert len(samples) == pytest.approx(1.5 * SAMPLE_RATE, abs=2)
    assert loudest_hertz(samples) == pytest.approx(700.0, abs=2)
    assert np.abs(samples[2000:-2000].astype(int)).max() == pytest.approx(0.25 * 32768, rel=0.02)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW", "IMA_ADPCM"])
def test_a_tone_survives_every_other_encoding_of_wav(tmp_path: Path, subtype: str) -> None:
    file = tmp_path / "tone.wav"
    soundfile.write(file, tone(1.0, hertz=700.0), SAMPLE_RATE, subtype=subtype)

    assert loudest_hertz(read_whole(file)) == pytest.approx(700.0, abs=2)


def test_sixteen_bit_mono_at_our_rate_comes_through_bit_by_bit(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(-32768, 32768, 50_000).astype(np.int16)
    soundfile.write(tmp_path / "noise.wav", samples, SAMPLE_RATE)

    assert np.array_equal(read_whole(tmp_path / "noise.wav"), samples)


def test_channels_are_averaged(tmp_path: Path) -> None:
    left = tone(1.0, hertz=500.0)
    soundfile.write(tmp_path / "left.wav", np.stack([left, np.zeros_like(left)], axis=1), SAMPLE_RATE)

    assert np.abs(read_whole(tmp_path / "left.wav").astype(int)).max() == pytest.approx(0.125 * 32768, rel=0.01)


def test_a_high_tone_does_not_fold_back_when_the_rate_goes_down(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "high.wav", tone(1.0, hertz=15_000.0, rate=48_000), 48_000)

    # Away from the ends, where the tone begins and ends with a click.
    assert np.abs(read_whole(tmp_path / "high.wav")[2000:-2000].astype(int)).max() < 10


def test_no_numbers_count_as_silence_and_infinity_is_clipped(tmp_path: Path) -> None:
    signal = tone(1.0).astype(np.float32)
    signal[1000:1100] = np.nan
    signal[2000:2100] = np.inf
    signal[3000:3100] = -7.0
    soundfile.write(tmp_path / "odd.wav", signal, SAMPLE_RATE, subtype="FLOAT")

    samples = read_whole(tmp_path / "odd.wav")

    assert len(samples) == SAMPLE_RATE
    assert not samples[1000:1100].any()
    assert (samples[2000:2100] == 32767).all()
    assert (samples[3000:3100] == -32768).all()


def test_nothing_but_no_numbers_is_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "nan.wav", np.full(8000, np.nan, np.float32), SAMPLE_RATE, subtype="FLOAT")

    assert not read_whole(tmp_path / "nan.wav").any()


def test_a_folder_is_named_as_one(tmp_path: Path) -> None:
    assert "folder" in the_complaint(tmp_path)


def test_a_missing_file_is_named_as_missing(tmp_path: Path) -> None:
    assert "does not exist" in the_complaint(tmp_path / "nothing.wav")


def test_an_empty_file_is_named_as_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    assert "empty" in the_complaint(tmp_path / "empty.wav")


@pytest.mark.parametrize("name", ["words.wav", "words.flac", "words.raw", "words.mp3", "words"])
def test_text_is_not_audio_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("my calf is cramping\n" * 200)
    assert "not audio" in the_complaint(tmp_path / name)


def test_a_file_that_may_not_be_read_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_wav(tmp_path / "secret.wav")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The tests may run as root, who may read everything.
    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in the_complaint(tmp_path / "secret.wav")


def test_a_link_to_itself_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "loop.wav").symlink_to(tmp_path / "loop.wav")
    assert "cannot be opened" in the_complaint(tmp_path / "loop.wav")


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "regular file" in the_complaint(tmp_path / "pipe.wav")


@pytest.mark.parametrize("kept", [4, 12, 30, 40])
def test_a_wav_cut_within_its_header_is_refused(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "cut.wav"
    file.write_bytes(a_wav(file)[:kept])
    the_complaint(file)


@pytest.mark.parametrize("kept", [44, 45])
def test_a_wav_cut_before_its_first_sample_is_refused(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "cut.wav"
    file.write_bytes(a_wav(file)[:kept])
    assert "no sound" in the_complaint(file)


def test_a_wav_without_samples_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "none.wav", np.zeros(0, np.int16), SAMPLE_RATE)
    assert "no sound" in the_complaint(tmp_path / "none.wav")


def test_a_wav_that_ends_early_is_used_as_far_as_it_goes_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "cut.wav"
    file.write_bytes(a_wav(file, seconds=10.0)[: 44 + 2 * 16_000 * 4])

    assert len(read_whole(file)) == 4 * SAMPLE_RATE
    assert "ends early: 4.0 of the 10.0 seconds" in caplog.text


def test_a_flac_that_ends_early_is_used_as_far_as_it_goes_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "cut.flac"
    noise = np.random.default_rng(1).integers(-9000, 9000, 10 * SAMPLE_RATE).astype(np.int16)
    soundfile.write(file, noise, SAMPLE_RATE)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    samples = read_whole(file)

    assert 4 * SAMPLE_RATE < len(samples) <= 5 * SAMPLE_RATE
    assert np.array_equal(samples, noise[: len(samples)])
    assert "ends early" in caplog.text


def test_a_whole_file_gives_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    a_wav(tmp_path / "whole.wav")
    read_whole(tmp_path / "whole.wav")
    assert caplog.text == ""


def test_a_stream_that_did_not_know_its_length_is_read_to_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "stream.wav"
    content = a_wav(file)
    file.write_bytes(content[:4] + b"\xff\xff\xff\xff" + content[8:40] + b"\xff\xff\xff\xff" + content[44:])

    assert len(read_whole(file)) == SAMPLE_RATE
    assert caplog.text == ""


@pytest.mark.parametrize("rate", [0, 1, 100, 1_000_000, 4_000_000_000])
def test_an_impossible_rate_is_a_damaged_header(tmp_path: Path, rate: int) -> None:
    file = tmp_path / "rate.wav"
    content = a_wav(file)
    file.write_bytes(content[:24] + struct.pack("<I", rate) + content[28:])
    assert "header is damaged" in the_complaint(file) or "damaged header" in the_complaint(file)


def test_a_recording_that_should_be_short_is_refused_when_long(tmp_path: Path) -> None:
    a_wav(tmp_path / "long.wav", seconds=3.0)
    with pytest.raises(BadAudio, match="longer than 2 seconds"):
        read_whole(tmp_path / "long.wav", longest=2.0)


def test_frames_follow_each_other_and_the_last_is_padded(tmp_path: Path) -> None:
    samples = to_int16(tone(0.51))
    soundfile.write(tmp_path / "short.wav", samples, SAMPLE_RATE)

    frames = list(read_frames(tmp_path / "short.wav"))

    assert [frame.start for frame in frames] == pytest.approx([i * 0.02 for i in range(26)])
    assert all(frame.samples.shape == (FRAME_SAMPLES,) for frame in frames)
    assert np.array_equal(np.concatenate([frame.samples for frame in frames])[: len(samples)], samples)
    assert not frames[-1].samples[160:].any()


def test_frames_do_not_depend_on_the_blocks_they_came_in() -> None:
    samples = np.arange(5000).astype(np.int16)
    whole = [frame.samples for frame in frames_of([samples])]
    pieces = [frame.samples for frame in frames_of(np.split(samples, [1, 7, 330, 331, 4000]))]
    assert np.array_equal(whole, pieces)


def test_resampling_block_by_block_is_the_same_as_at_once(tmp_path: Path) -> None:
    # Longer than several blocks, with every block boundary inside the tone.
    soundfile.write(tmp_path / "long.wav", tone(10.0, hertz=300.0, rate=44_100), 44_100)

    samples = read_whole(tmp_path / "long.wav").astype(float)

    middle = samples[1000:-1000]
    times = np.arange(1000, len(samples) - 1000) / SAMPLE_RATE
    wave = np.stack([np.sin(2 * np.pi * 300 * times), np.cos(2 * np.pi * 300 * times)], axis=1)
    fitted = wave @ np.linalg.lstsq(wave, middle, rcond=None)[0]
    assert np.abs(middle - fitted).max() < 4


TWO_HOURS = """
import resource, sys
from pathlib import Path
from voice_coach.audio.file import read_frames
from voice_coach.audio.segmenter import Segmenter
from voice_coach.settings import EndpointSettings

segmenter = Segmenter(EndpointSettings())
frames = read_frames(Path(sys.argv[1]))
first = [segmenter.accept(next(frames)) for _ in range(500)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = 500
for frame in frames:
    count += 1
    if count % 60 == 0:  # the whole file is decoded; one frame in sixty is enough to make utterances of
        segmenter.accept(frame)
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_two_hours_pass_in_flat_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.wav"
    rate, seconds = 8_000, 2 * 60 * 60
    size = rate * seconds * 2
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", size),
    )
    with file.open("wb") as handle:
        handle.write(header)
        handle.write(to_int16(tone(5.0, rate=rate)).tobytes())
        handle.truncate(len(header) + size)  # sparse: two hours that take no room on disk

    done = subprocess.run(
        [sys.executable, "-c", TWO_HOURS, str(file)], capture_output=True, text=True, check=True, timeout=300
    )

    frames, growth_kib = map(int, done.stdout.split())
    assert frames == seconds * 50
    assert growth_kib < 16 * 1024  # as int16 at 16 kHz the file is 220 MiB
