"""Slots: muscle, side, duration and who, found in the words of an utterance whatever its intent is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz import fuzz

from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.template import expand
from voice_coach.understanding.tokens import Tokens, find, tokens_of
from voice_coach.understanding.wording import Wording

VAGUE: Final = "other"
"""A value that yields to a more precise one in the same utterance: "my leg, the calf"."""


class SlotFinder:
    """Finds the values of every list in an utterance, longest words first."""

    def __init__(self, library: IntentLibrary) -> None:
        self._wording: Wording = library.wording
        self._spoken: list[tuple[str, Tokens, str | int]] = []
        for name, entries in library.lists.items():
            # A list whose values are some of another's only words them otherwise, for sentences of its own.
            wider = (other.name for other in library.lists.values() if set(entries.values) < set(other.values))
            slot = next(wider, name)
            for value in entries.spoken:
                for text, _ in expand(value.expression, library.lists, library.rules):
                    self._spoken.append((slot, tokens_of(text), value.value))
        self._spoken.sort(key=lambda entry: -len(entry[1]))

    def find(self, readings: Iterable[Tokens]) -> dict[str, str | int]:
        """Slot -> value over every reading of an utterance.

        More words outweigh fewer ("back of my tie", which may stand for a thigh), then the reading that comes first.
        """
        best: dict[str, tuple[str | int, int]] = {}
        for tokens in readings:
            for name, found in self._named(tokens).items():
                if name not in best or found[1] > best[name][1]:
                    best[name] = found
        return {name: value for name, (value, _) in best.items()}

    def _named(self, tokens: Tokens) -> dict[str, tuple[str | int, int]]:
        """Slot -> value and the number of words that name it. Of several values of one list the first precise one."""
        found: dict[str, tuple[int, str | int, int]] = {}
        taken: set[int] = set()
        heard = frozenset(tokens)
        for name, needle, value in self._spoken:
            if not heard.issuperset(needle):
                continue
            place = find(needle, tokens)
            span = set(range(place, place + len(needle)))
            if place < 0 or not taken.isdisjoint(span):
                continue
            taken |= span
            known = found.get(name)
            if known is None or known[1] == VAGUE or (place < known[0] and value != VAGUE):
                found[name] = (place, value, len(needle))
        slots: dict[str, tuple[str | int, int]] = {name: (value, size) for name, (_, value, size) in found.items()}
        seconds = duration(tokens, self._wording.numbers, self._wording.units)
        if seconds is not None:
            slots["duration"] = (seconds, 1)
        if any(self._other(tokens, place) for place in range(len(tokens))):
            slots["who"] = ("other", 1)
        return slots

    def _other(self, tokens: Tokens, place: int) -> bool:
        """True when the word here names somebody else, as in "my mate"; "cheers, mate" only speaks to the coach."""
        wording, token = self._wording, tokens[place]
        before = tokens[place - 1 : place] if place else ()
        addressed = (token,) in wording.courtesy and not (
            before and (before in wording.subjects or before[0] in wording.numbers)
        )
        return (token,) in wording.others and not addressed

    def alike(self, name: str, token: str) -> list[tuple[str | int, float]]:
        """The values of a list with the similarity, 0 to 100, of their closest word to the token, best first."""
        best: dict[str | int, float] = {}
        for spoken, needle, value in self._spoken:
            if spoken == name and len(needle) == 1:
                best[value] = max(best.get(value, 0.0), fuzz.ratio(token, needle[0]))
        return sorted(best.items(), key=lambda entry: -entry[1])


def duration(tokens: Tokens, numbers: Mapping[str, float], units: Mapping[str, float]) -> int | None:
    """Seconds of the first duration named, as "three days" or "a couple of days"; None without one."""
    for place, token in enumerate(tokens):
        if token not in units:
            continue
        number = _number(tokens[max(0, place - 4) : place], numbers)
        if number:
            return round(number * units[token])
    return None


def _number(tokens: Tokens, numbers: Mapping[str, float]) -> float:
    """The number that the last words say: "a couple of", "twenty five", "half an"; 0 without one."""
    total = 0.0
    for token in tokens:
        if token.isdecimal() and len(token) < 6:
            total = float(token)
        elif token in numbers:
            value = numbers[token]
            if total in (0.0, 1.0):
                total = value
            elif value == 1.0:
                continue
            else:
                total = total + value if total >= 20 and value < 10 else value
    return total
