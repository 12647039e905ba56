"""Phones: the numbers of Kaldi's position-dependent phones and what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from voice_coach.recognition.embedded.sphinx import SILENCE

PLACES: Final = ("B", "E", "I", "S")
_BOUNDARY: Final = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}


class PhoneTable:
    """Silence is 1; each further phone has one number a place: begin, end, internal, single."""

    def __init__(self, base: Sequence[str]) -> None:
        self.base = tuple(base)
        self.names = (SILENCE, *(f"{phone}_{place}" for phone in base for place in PLACES))
        self._numbers = {name: number for number, name in enumerate(self.names, start=1)}
        self.silence = self._numbers[SILENCE]

    def number(self, phone: str, place: str) -> int:
        """Number of a phone at a place in the word: B, E, I or S."""
        return self._numbers[f"{phone}_{place}"]

    def word_boundaries(self) -> str:
        """The text of `word_boundary.int`: without it word times are rough."""
        return "".join(
            f"{number} {'nonword' if name == SILENCE else _BOUNDARY[name[-1]]}\n"
            for number, name in enumerate(self.names, start=1)
        )
