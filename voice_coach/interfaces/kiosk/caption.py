"""Caption: when each word of a line is spoken, as nearly as the letters tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAUSES: Final = {".": 5.0, "?": 5.0, "!": 5.0, ";": 4.0, ":": 4.0, ",": 3.0}
"""Letters' worth of silence after a mark; a comma of espeak-ng's lasts some 0.2 s at 152 words a minute."""

GAP: Final = 1.0
"""Letters' worth of time that any word takes beside its letters."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a caption with its times in seconds from the beginning of the line's audio."""

    text: str
    start: float
    end: float


def timed(text: str, seconds: float, lead: float = 0.0) -> tuple[Word, ...]:
    """The words of a line whose audio has `seconds` of speech after `lead` seconds of silence.

    Speech is even enough that a word's share of the letters is its share of the time.
    """
    words = text.split()
    lengths = [len(word.strip(".,;:?!")) + GAP for word in words]
    pauses = [PAUSES.get(word[-1], 0.0) for word in words]
    pauses[-1:] = [0.0] * len(pauses[-1:])  # none after the last
    whole = sum(lengths) + sum(pauses)
    found: list[Word] = []
    at = 0.0
    for word, length, pause in zip(words, lengths, pauses, strict=True):
        start, end = (lead + seconds * place / whole for place in (at, at + length))
        found.append(Word(word, round(start, 3), round(end, 3)))
        at += length + pause
    return tuple(found)
