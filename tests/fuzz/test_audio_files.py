"""Audio files, damaged in a thousand ways: each is read or refused in one sentence."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.fuzz.mutants import damaged_bytes
from voice_coach.audio.file import read_audio
from voice_coach.errors import BadAudio

BATCHES = 10
MUTANTS = 180
"""A batch; with all batches 1,800 files."""

KINDS = (
    ("WAV", "PCM_16", 16_000, 1),
    ("WAV", "PCM_U8", 8_000, 1),
    ("WAV", "PCM_24", 44_100, 2),
    ("WAV", "FLOAT", 48_000, 1),
    ("WAV", "IMA_ADPCM", 16_000, 1),
    ("FLAC", "PCM_16", 16_000, 1),
    ("FLAC", "PCM_24", 44_100, 2),
)
"""Container, width, samples a second and channels of the good files."""


@pytest.fixture(scope="module")
def good(root: Path) -> list[tuple[str, bytes]]:
    """A spoken word in every kind of file that people have: ending and bytes."""
    speech, _ = soundfile.read(root / "audio_fixtures" / "flite_slt" / "stop.flac", dtype="float32")
    files = []
    for container, width, rate, channels in KINDS:
        buffer = io.BytesIO()
        sound = np.repeat(speech[:4000, None], channels, axis=1)
        soundfile.write(buffer, sound, rate, format=container, subtype=width)
        files.append((container.lower(), buffer.getvalue()))
    return files


def test_the_good_files_are_read(good, tmp_path):
    for number, (ending, data) in enumerate(good):
        path = tmp_path / f"{number}.{ending}"
        path.write_bytes(data)
        assert sum(map(len, read_audio(path))) > 1000


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_recording_is_read_or_refused_in_one_sentence(good, tmp_path, batch):
    chance = random.Random(batch)
    read = refused = 0
    for _ in range(MUTANTS):
        ending, data = chance.choice(good)
        path = tmp_path / f"mutant.{ending}"
        path.write_bytes(damaged_bytes(data, chance))
        try:
            for block in read_audio(path):
                assert block.dtype == np.int16
                assert block.ndim == 1
            read += 1
        except BadAudio as error:
            refused += 1
            assert len(str(error).splitlines()) == 1
    # Both happen, or the damage is not what it should be.
    assert read > MUTANTS // 10
    assert refused > MUTANTS // 10
