"""Signs: words of danger that stand together in free speech, as data, and whether they are denied."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from rapidfuzz import fuzz

from voice_coach.content.document import Value, broken, read_document
from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.tokens import Tokens, tokens_of
from voice_coach.understanding.wording import Wording

LETTERS_TO_FORGIVE = 6
"""Words of this many letters or more may differ a little from the sign's word."""

ALIKE = 85.0
"""Least similarity, 0 to 100, of a long word that differs a little."""


class Claim(IntEnum):
    """What the utterance says about a sign, from the least to the most alarming."""

    ABSENT = 0
    DENIED = 1
    """A negator before it: "no chest pain"."""

    DOUBTFUL = 2
    """A negator before a sign that holds one itself ("no i can't breathe"): the gate question decides."""

    CLAIMED = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of danger."""

    slots: Slots
    groups: tuple[frozenset[str], ...]
    """One word of each must occur."""

    within: int = 1
    """Most words from the first to the last of them, both counted."""

    unless: frozenset[str] = frozenset()
    """Words that give the utterance another meaning."""

    alone: bool = False
    """True when nothing else may be in the utterance."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign found in an utterance."""

    claim: Claim = Claim.ABSENT
    slots: Slots = field(default_factory=dict)


def load_signs(path: Path) -> tuple[Sign, ...]:
    """Read `signs.yaml`; without the file there are none. Raises `BrokenContent`."""
    if not path.is_file():
        return ()
    return tuple(_sign(value) for value in read_document(path).items())


def _sign(value: Value) -> Sign:
    keys = value.mapping(required=("slots", "words"), optional=("within", "unless", "alone"))
    groups = tuple(frozenset("".join(tokens_of(word)) for word in group.texts()) for group in keys["words"].items())
    if not groups or not all(groups):
        raise broken(keys["words"].place, "a sign without words", "write groups of words, as [[chest], [pain, tight]]")
    return Sign(
        {name: entry.text() for name, entry in keys["slots"].pairs()},
        groups,
        int(keys["within"].number(1, 30)) if "within" in keys else 1,
        frozenset("".join(tokens_of(word)) for word in keys["unless"].texts()) if "unless" in keys else frozenset(),
        keys["alone"].flag() if "alone" in keys else False,
    )


def find_sign(tokens: Tokens, signs: Sequence[Sign], wording: Wording) -> Finding:
    """The most alarming sign in the utterance; of equal ones the first written."""
    best = Finding()
    for sign in signs:
        claim = _claim(tokens, sign, wording)
        if claim > best.claim and not (claim is Claim.CLAIMED and best.claim is Claim.CLAIMED):
            best = Finding(claim, sign.slots)
    return best


def _claim(tokens: Tokens, sign: Sign, wording: Wording) -> Claim:
    if not sign.unless.isdisjoint(tokens) or (sign.alone and len(tokens) != 1):
        return Claim.ABSENT
    places = [[place for place, token in enumerate(tokens) if _is_one_of(token, group)] for group in sign.groups]
    spans = [
        chosen
        for chosen in itertools.product(*places)
        if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < max(sign.within, len(sign.groups))
    ]
    if not spans:
        return Claim.ABSENT
    chosen = min(spans, key=lambda span: max(span) - min(span))
    before = [place for place in denials(tokens, max(chosen), wording) if place not in chosen]
    if not before:
        return Claim.CLAIMED
    holds_negator = any((tokens[place],) in wording.negators for place in chosen)
    return Claim.DOUBTFUL if holds_negator else Claim.DENIED


def denials(tokens: Tokens, end: int, wording: Wording) -> list[int]:
    """Places of the negators before `end` in its clause."""
    start = 0
    for place in range(end):
        if (tokens[place],) in wording.clause_breaks:
            start = place + 1
    return [place for place in range(start, end) if (tokens[place],) in wording.negators]


def _is_one_of(token: str, group: frozenset[str]) -> bool:
    if token in group:
        return True
    if len(token) < LETTERS_TO_FORGIVE:
        return False
    return any(len(word) >= LETTERS_TO_FORGIVE and fuzz.ratio(token, word) >= ALIKE for word in group)
