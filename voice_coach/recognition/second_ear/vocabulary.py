"""Vocabulary: the network's pieces of words, and words cut into them as its training text was."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

START: Final = 1
"""The token before the first word."""

END: Final = 2
"""The token after the last one."""

_SPACE: Final = "\u2581"
"""Stands for the space before a word."""

_BYTES: Final = 3
"""The token of the first byte: letters without a token of their own are spelt in bytes."""

_WIDE: Final = 128
"""A first byte from which the length of a token takes two."""


class Vocabulary:
    """Token numbers and what they stand for."""

    def __init__(self, tokens: Iterable[bytes]) -> None:
        self._pieces = [token.decode("utf-8", "replace") for token in tokens]
        self._numbers = {piece: number for number, piece in enumerate(self._pieces) if piece}
        self.closing = tuple(self._numbers[mark] for mark in ".?!")
        """Tokens that end a sentence."""
        self.comma = self._numbers[","]
        """The token that parts words, or ends what was said half."""
        self.cut = lru_cache(maxsize=None)(self._cut)
        """Tokens of one word with the space before it, as `_cut`."""

    def _cut(self, word: str) -> tuple[int, ...]:
        """Byte pairs: of all neighbours that make a piece, those with the lowest number become one first."""
        parts = [_SPACE, *word]
        while True:
            pairs = (
                (self._numbers.get(parts[place] + parts[place + 1], len(self._pieces)), place)
                for place in range(len(parts) - 1)
            )
            number, place = min(pairs, default=(len(self._pieces), 0))
            if number == len(self._pieces):
                return tuple(token for part in parts for token in self._spelt(part))
            parts[place : place + 2] = [self._pieces[number]]

    def _spelt(self, part: str) -> tuple[int, ...]:
        return self.joined(part) or tuple(_BYTES + byte for byte in part.encode())

    def joined(self, piece: str) -> tuple[int, ...]:
        """The token of a piece right after the word before it; nothing when it has none of its own."""
        number = self._numbers.get(piece)
        return (number,) if number is not None else ()

    def text(self, tokens: Iterable[int]) -> str:
        """The words that tokens stand for, as they are written."""
        return "".join(self._pieces[token] for token in tokens).replace(_SPACE, " ").strip()


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a list of tokens, each with its length before it."""
    data, place, tokens = path.read_bytes(), 0, []
    while place < len(data):
        length = data[place]
        place += 1
        if length >= _WIDE:
            length += _WIDE * data[place] - _WIDE
            place += 1
        tokens.append(data[place : place + length])
        place += length
    return Vocabulary(tokens)
