"""Split: which half of the speakers thresholds are fitted on, and which half figures are reported on."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from pathlib import PurePath
from typing import Final

SPOKEN_WORD: Final = re.compile(r"^[a-z]+_(?P<speaker>[0-9a-f]{8})_nohash_\d+$")
"""File name of a Speech Commands clip: WORD_SPEAKER_nohash_N."""


class Half(StrEnum):
    """One half of the speakers."""

    FITTED = "fitted"
    """Thresholds may be fitted on these."""

    REPORTED = "reported"
    """Figures are reported on these; nothing is fitted on them."""


def speaker(name: str) -> str:
    """The speaker of a clip, from its file name.

    Speech Commands names carry the speaker; other names do not say who speaks, so the name itself stands for one.
    """
    stem = PurePath(name).stem
    spoken = SPOKEN_WORD.match(stem)
    return spoken["speaker"] if spoken else stem


def half(name: str) -> Half:
    """The half that a clip's speaker belongs to: the parity of the last byte of SHA-256 of the speaker's name."""
    digest = hashlib.sha256(speaker(name).encode()).digest()
    return Half.FITTED if digest[-1] % 2 == 0 else Half.REPORTED
