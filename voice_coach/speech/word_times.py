"""Word times: when each word of a line is spoken, as the synthesiser told it, or as nearly as the letters tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, count
from typing import Final

import numpy as np

PAUSES: Final = {".": 5.0, "?": 5.0, "!": 5.0, ";": 4.0, ":": 4.0, ",": 3.0}
"""Letters' worth of silence after a mark; a comma of espeak-ng's lasts some 0.2 s at 152 words a minute."""

GAP: Final = 1.0
"""Letters' worth of time that any word takes beside its letters."""

Begins = tuple[float | None, ...]
"""For each word of what is spoken, split at spaces, its beginning in seconds of the audio; None: it was not told."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line with its times in seconds from the beginning of the line's audio."""

    text: str
    start: float
    end: float


def timed(text: str, seconds: float, lead: float = 0.0, spoken: str = "", begins: Begins = ()) -> tuple[Word, ...]:
    """The words of a line whose audio has `seconds` of speech after `lead` seconds of silence.

    `spoken` is the text that was spoken, where it is another than the line's ("9 9 9" for "999"), and `begins` when its
    words begin. What was not told lies between by its share of the letters: speech is even enough for that.
    """
    words = text.split()
    if not words:
        return ()
    lengths = [len(word.strip(".,;:?!")) + GAP for word in words]
    pauses = [PAUSES.get(word[-1], 0.0) for word in words]
    pauses[-1] = 0.0  # none after the last
    places = [0.0, *accumulate(length + pause for length, pause in zip(lengths, pauses, strict=True))]
    known = _known(words, (spoken or text).split(), places, seconds, begins)
    marks, moments = np.array(known).T
    starts = lead + np.interp(places[:-1], marks, moments)
    ends = lead + np.interp(np.add(places[:-1], lengths), marks, moments)
    return tuple(
        Word(word, round(float(start), 3), round(float(end), 3))
        for word, start, end in zip(words, starts, ends, strict=True)
    )


def begins_of(text: str, told: Sequence[tuple[int, float]]) -> Begins:
    """The beginning of each word of `text`, split at spaces; `told` has places in the text, from 0, and seconds."""
    begins: list[float | None] = []
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        begins.append(min((seconds for place, seconds in told if start <= place < end), default=None))
    return tuple(begins)


def _known(
    words: Sequence[str], spoken: Sequence[str], places: Sequence[float], seconds: float, begins: Begins
) -> list[tuple[float, float]]:
    """Places in the letters and their seconds, both rising, from the first word's beginning to the last one's end."""
    pairs: list[tuple[int, int]] = []
    if len(begins) == len(spoken):
        for kind, first, last, there, _ in SequenceMatcher(None, words, spoken, autojunk=False).get_opcodes():
            if kind == "equal":
                pairs += zip(range(first, last), count(there), strict=False)
            elif kind == "replace":
                pairs.append((first, there))
    known = [(0.0, 0.0)]
    for one, other in pairs:
        begin = begins[other]
        if begin is not None and places[one] > known[-1][0] and known[-1][1] < begin < seconds:
            known.append((places[one], begin))
    return [*known, (places[-1], seconds)]
