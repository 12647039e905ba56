"""Tokens: a transcript as comparable words, without apostrophes, punctuation and case."""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = "[unk]"
"""What a strict recogniser writes for speech outside its phrases."""

TOKEN: Final = re.compile(r"\[unk\]|[^\W_]+", re.UNICODE)
APOSTROPHES: Final = re.compile("['\u2019\u2018`\u00b4]")
LONGEST: Final = 60
"""Words that are read; more than half a minute of speech is no command, and matching stays quick."""

Tokens = tuple[str, ...]


def tokens_of(text: str) -> Tokens:
    """Lower-case words without apostrophes ("can't" is `cant`), at most `LONGEST`."""
    return tuple(TOKEN.findall(APOSTROPHES.sub("", text.lower())))[:LONGEST]


def without_stutter(tokens: Tokens) -> Tokens:
    """The tokens with a word or a pair of words said twice in a row kept once: "my uh my calf" said clean."""
    kept: list[str] = []
    for token in tokens:
        if kept and kept[-1] == token:
            continue
        kept.append(token)
        if len(kept) >= 4 and kept[-2:] == kept[-4:-2]:
            del kept[-2:]
    return tuple(kept)


def find(needle: Tokens, tokens: Tokens, start: int = 0) -> int:
    """Position of the first occurrence of `needle` at or after `start`, or -1."""
    size = len(needle)
    for position in range(start, len(tokens) - size + 1):
        if tokens[position : position + size] == needle:
            return position
    return -1
