from __future__ import annotations

import numpy as np
import pytest

from voice_coach.errors import MissingModel
from voice_coach.recognition.compensation.acoustics import ACOUSTICS_FILE, acoustics_bytes, read_acoustics


def test_weights_of_every_codebook_sum_to_one(acoustics):
    assert np.allclose(acoustics.weights.sum(axis=2), 1.0, atol=1e-5)


def test_shares_of_the_phones_sum_to_one_and_silence_has_its_own(acoustics):
    shares = acoustics.prior(0.5)
    assert shares[acoustics.silence] == pytest.approx(0.5)
    assert shares.sum() == pytest.approx(1.0, abs=1e-2)


def test_equal_gaussians_are_equal_bytes(acoustics):
    assert acoustics_bytes(acoustics) == acoustics_bytes(acoustics)


@pytest.mark.parametrize("content", [None, b"", b"PK no archive", b"\0" * 100])
def test_a_damaged_file_is_named_with_the_mend(tmp_path, content):
    (tmp_path / "am").mkdir()
    if content is not None:
        (tmp_path / ACOUSTICS_FILE).write_bytes(content)
    with pytest.raises(MissingModel, match=r"gaussians.npz.*models build"):
        read_acoustics(tmp_path)
