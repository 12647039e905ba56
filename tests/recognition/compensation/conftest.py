"""A minute of a made-up room, and the Gaussians of the tiny model."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.compensation.acoustics import Acoustics, read_acoustics


@pytest.fixture(scope="session")
def hum() -> Samples:
    """Eight seconds of soft noise with louder moments."""
    random = np.random.default_rng(5)
    noise = np.convolve(random.standard_normal(8 * SAMPLE_RATE), np.ones(4) / 4, "same")
    noise[:: SAMPLE_RATE // 2] += 20.0
    bursts = np.repeat(1.0 + 6.0 * (np.arange(32) % 4 == 0), SAMPLE_RATE // 4)
    return np.rint(noise * bursts * 300).clip(-32768, 32767).astype(np.int16)


@pytest.fixture(scope="session")
def acoustics(tiny_model) -> Acoustics:
    """The Gaussians of the tiny model."""
    return read_acoustics(tiny_model)
