"""Aliases: what recognisers and accents make of our words, as data, each valid only in its context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.content.document import broken, read_document
from voice_coach.understanding.tokens import Tokens, tokens_of

SHORT: Final = 4
"""Words up to which two aliases may vouch for each other: "cough clamp", but not "put the clamp on the bar"."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to mis-hear a word."""

    heard: Tokens
    said: Tokens
    beside: frozenset[str] = frozenset()
    """Words one of which must also be in the utterance, as heard or through an alias that has no condition itself."""

    alone: bool = False
    """True when nothing else may be in the utterance."""


class AliasTable:
    """Every alias, found by its first word."""

    def __init__(self, aliases: Sequence[Alias]) -> None:
        table: defaultdict[str, list[Alias]] = defaultdict(list)
        for alias in aliases:
            table[alias.heard[0]].append(alias)
        self._table: Mapping[str, list[Alias]] = {
            first: sorted(found, key=lambda alias: -len(alias.heard)) for first, found in table.items()
        }

    def reading(self, tokens: Tokens) -> Tokens:
        """The utterance with every alias that fits its context replaced; the same tokens when none fits."""
        possible = set(tokens)
        for position in range(len(tokens)):
            for alias in self._at(tokens, position):
                possible.update(alias.said if len(tokens) <= SHORT or not alias.beside else ())
        kept: list[str] = []
        position = 0
        while position < len(tokens):
            fitting = next((alias for alias in self._at(tokens, position) if self._fits(alias, tokens, possible)), None)
            kept.extend(fitting.said if fitting else tokens[position : position + 1])
            position += len(fitting.heard) if fitting else 1
        return tuple(kept)

    def heard_in_context(self) -> frozenset[str]:
        """Single words that stand for another one in some context only, and elsewhere mean what they say."""
        found = (alias for aliases in self._table.values() for alias in aliases)
        return frozenset(alias.heard[0] for alias in found if len(alias.heard) == 1 and (alias.beside or alias.alone))

    def _at(self, tokens: Tokens, position: int) -> list[Alias]:
        return [
            alias
            for alias in self._table.get(tokens[position], ())
            if tokens[position : position + len(alias.heard)] == alias.heard
        ]

    @staticmethod
    def _fits(alias: Alias, tokens: Tokens, possible: set[str]) -> bool:
        if alias.alone:
            return tokens == alias.heard
        return not alias.beside or not alias.beside.isdisjoint(possible - set(alias.heard))


def load_aliases(path: Path) -> AliasTable:
    """Read `aliases.yaml`; without the file the table is empty. Raises `BrokenContent`."""
    if not path.is_file():
        return AliasTable(())
    aliases: list[Alias] = []
    for entry in read_document(path).items():
        keys = entry.mapping(required=("heard", "said"), optional=("beside", "alone"))
        said = tokens_of(keys["said"].text())
        beside = frozenset("".join(tokens_of(word)) for word in keys["beside"].texts()) if "beside" in keys else ()
        alone = keys["alone"].flag() if "alone" in keys else False
        for heard in keys["heard"].items():
            tokens = tokens_of(heard.text())
            if not tokens or not said or tokens == said:
                raise broken(heard.place, f'"{heard.text()}" is no alias of "{keys["said"].text()}"', "write two words")
            aliases.append(Alias(tokens, said, frozenset(beside), alone))
    return AliasTable(aliases)
