"""Signs: words that stand together in free speech, as data, and whether they are denied. Danger first of all."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from voice_coach.content.document import Value, broken, read_document
from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.tokens import Tokens, find, tokens_of
from voice_coach.understanding.wording import Wording

LETTERS_TO_FORGIVE: Final = 6
"""Words of this many letters or more may differ a little from the sign's word."""

STEM: Final = 4
"""Letters of the shortest word that may be a contraction."""

ALIKE: Final = 85.0
"""Least similarity, 0 to 100, of a long word that differs a little."""

OTHER: Final = "other"
"""Value of `who` when somebody else is hurt."""

MOST_SPANS: Final = 500
"""Combinations of places that are looked at; a person repeats no word that often."""


class Claim(IntEnum):
    """What the utterance says about a sign, from the least to the most alarming."""

    ABSENT = 0
    DENIED = 1
    """A negator before it: "no chest pain"."""

    DOUBTFUL = 2
    """Denied in a way that may be the danger ("no i can't breathe"): the gate question decides."""

    CLAIMED = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One set of words that together mean something."""

    intent: str
    slots: Slots
    groups: tuple[frozenset[str], ...]
    """One word of each must occur."""

    within: int = 1
    """Most words from the first to the last of them, both counted."""

    unless: frozenset[str] = frozenset()
    """Words that give the utterance another meaning."""

    alone: bool = False
    """True when nothing else may be in the utterance."""

    even_denied: bool = False
    """True when a negator changes nothing: "is it because i didn't stretch"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign found in an utterance."""

    claim: Claim = Claim.ABSENT
    slots: Slots = field(default_factory=dict)
    intent: str = ""
    places: tuple[int, ...] = ()
    """Where its words stand in the utterance."""

    tokens: Tokens = ()
    """The utterance as it was read."""


def load_signs(path: Path, lists: Mapping[str, Collection[str]], intent: str | None = None) -> tuple[Sign, ...]:
    """Read `signs.yaml` or `keys.yaml`; without the file there are none. Raises `BrokenContent`.

    `lists` are the words of each list, for `{list}` in a group. `intent` is what every sign of the file means; when
    None, each entry names its own.
    """
    if not path.is_file():
        return ()
    return tuple(_sign(value, lists, intent) for value in read_document(path).items())


def _sign(value: Value, lists: Mapping[str, Collection[str]], intent: str | None) -> Sign:
    required = ("words", "slots") if intent else ("words", "intent")
    optional = ("within", "unless", "alone", "even_denied")
    keys = value.mapping(required, optional if intent else (*optional, "slots"))
    groups = tuple(_group(group, lists) for group in keys["words"].items())
    if not groups or not all(groups):
        raise broken(keys["words"].place, "a sign without words", "write groups of words, as [[chest], [pain, tight]]")
    return Sign(
        intent or keys["intent"].text(),
        {name: entry.text() for name, entry in keys["slots"].pairs()} if "slots" in keys else {},
        groups,
        int(keys["within"].number(1, 30)) if "within" in keys else 1,
        _group(keys["unless"], lists) if "unless" in keys else frozenset(),
        keys["alone"].flag() if "alone" in keys else False,
        keys["even_denied"].flag() if "even_denied" in keys else False,
    )


def _group(value: Value, lists: Mapping[str, Collection[str]]) -> frozenset[str]:
    words: set[str] = set()
    for item in value.items():
        text = item.text()
        name = text.strip("{}") if text.startswith("{") else ""
        if name and name not in lists:
            raise broken(item.place, f'"{text}" does not exist here', f"add {name} with its words to lists.yaml")
        words.update(lists[name] if name else ["".join(tokens_of(text))])
    return frozenset(words)


class SignFinder:
    """A set of signs, ready to be looked for."""

    def __init__(self, signs: Sequence[Sign], wording: Wording, *, near: bool = False) -> None:
        """With `near`, what is far off in time or place is no sign of anything."""
        self._signs = tuple(signs)
        self._near = near
        self._endings = tuple(ending for tokens in wording.endings for ending in tokens)
        self._wording = wording
        self._themselves = wording.common | wording.ordinary
        self.intents = frozenset(sign.intent for sign in signs)
        self._long = [
            word for word in {word for sign in signs for group in sign.groups for word in group}
            if len(word) >= LETTERS_TO_FORGIVE
        ]  # fmt: skip

    def find(self, tokens: Tokens, intents: Collection[str] | None = None) -> Finding:
        """The most alarming sign in the utterance, of equal ones the first written; only of `intents` when given.

        With `near`, each clause counts by itself too: "chest day was fine, but now i've got a pain in my chest".
        """
        best = self._worst(tokens, intents)
        for start, end in _clauses(tokens, self._wording) if self._near else ():
            found = self._worst(tokens[start:end], intents)
            if found.claim > best.claim:
                best = replace(found, places=tuple(start + place for place in found.places), tokens=tokens)
        return best

    def _worst(self, tokens: Tokens, intents: Collection[str] | None) -> Finding:
        """The most alarming sign in these words taken together."""
        heard = [self._words(token) for token in tokens]
        every = frozenset[str]().union(*heard)
        best = Finding()
        for sign in self._signs:
            if intents is not None and sign.intent not in intents:
                continue
            if any(group.isdisjoint(every) for group in sign.groups):
                continue
            claim, places = self._claim(tokens, heard, sign)
            if claim > best.claim:
                best = Finding(claim, sign.slots, sign.intent, places, tokens)
                if claim is Claim.CLAIMED:
                    break
        return best

    def reported(self, tokens: Tokens, slot: str, besides: Collection[str]) -> tuple[str, ...]:
        """Values of the slot in every sign that is reported and not denied, in the order written.

        Signs of the words `besides` alone do not count.
        """
        return tuple(dict.fromkeys(str(found.slots[slot]) for found in self.findings(tokens, besides)))

    def findings(self, tokens: Tokens, besides: Collection[str]) -> tuple[Finding, ...]:
        """Every sign that is reported and not denied, but those of the words `besides` alone."""
        heard = [self._words(token) for token in tokens]
        claims = ((*self._claim(tokens, heard, sign), sign) for sign in self._signs)
        return tuple(
            Finding(claim, sign.slots, sign.intent, places, tokens)
            for claim, places, sign in claims
            if claim > Claim.DENIED and not all(tokens[place] in besides for place in places)
        )

    def _words(self, token: str) -> frozenset[str]:
        """The token, its stem without a contraction's ending, and the long words of the signs that it may stand for.

        A word that is common where the coach is used means what it says, and so does an everyday one near a sign.
        """
        stems = {token[: -len(ending)] for ending in self._endings if len(token) >= STEM and token.endswith(ending)}
        if len(token) < LETTERS_TO_FORGIVE or (token,) in self._themselves:
            return frozenset({token, *stems})
        alike = process.extract(token, self._long, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        return frozenset({token, *stems, *(word for word, _, _ in alike)})

    def _claim(self, tokens: Tokens, heard: Sequence[frozenset[str]], sign: Sign) -> tuple[Claim, tuple[int, ...]]:
        if not sign.unless.isdisjoint(tokens) or (sign.alone and len(tokens) != 1):
            return Claim.ABSENT, ()
        if self._near and far_off(tokens, self._wording):
            return Claim.ABSENT, ()
        places = [[place for place, words in enumerate(heard) if not group.isdisjoint(words)] for group in sign.groups]
        spans = [
            chosen
            for chosen in itertools.islice(itertools.product(*places), MOST_SPANS)
            if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < max(sign.within, len(sign.groups))
        ]
        if not spans:
            return Claim.ABSENT, ()
        closest = min(spans, key=lambda span: max(span) - min(span))
        opening = opening_answer(tokens, self._wording)
        whole = [span for span in spans if min(span) >= opening and not self._breaks(tokens, span)]
        # "Can't catch my breath": "catch" is closer to "breath", but "can't" is what is wrong.
        claim, chosen = max(
            ((self._claimed(tokens, sign, span), span) for span in (closest, *whole)), key=lambda found: found[0]
        )
        taken_up = any(self._takes_up(tokens, span) for span in spans)
        return (Claim.DOUBTFUL if claim is Claim.DENIED and taken_up else claim), chosen

    def _breaks(self, tokens: Tokens, span: Sequence[int]) -> list[int]:
        """Places of the clause breaks within the span."""
        return [place for place in range(min(span), max(span)) if (tokens[place],) in self._wording.clause_breaks]

    def _takes_up(self, tokens: Tokens, span: Sequence[int]) -> bool:
        """True for "my chest isn't tight, but it hurts": what is denied before a clause break is claimed after it."""
        breaks = self._breaks(tokens, span)
        return (
            bool(breaks)
            and tokens[breaks[-1] + 1 : breaks[-1] + 2] in self._wording.pronouns
            and not denials(tokens, max(span), self._wording)
        )

    def _claimed(self, tokens: Tokens, sign: Sign, chosen: Sequence[int]) -> Claim:
        if sign.even_denied:
            return Claim.CLAIMED
        wording = self._wording
        inside = (place for place in range(min(chosen), max(chosen)) if place not in chosen)
        parted = any(_restriction(tokens, place, wording) for place in inside)
        # "Not my chest, just my calf hurts": what the restriction parts from its other words stays denied.
        reach = sorted(
            {*denials(tokens, max(chosen), wording), *(denials(tokens, min(chosen), wording) if parted else ())}
        )
        before = [place for place in reach if place not in chosen]
        if all(place < opening_answer(tokens, wording) for place in before):
            # "No, my chest hurts" may have lost a "doesn't" on its way; "no, no, he's collapsed" is a cry.
            cry = not before or (len(before) > 1 and OTHER in sign.slots.values())
            return Claim.CLAIMED if cry else Claim.DOUBTFUL
        held = any((tokens[place],) in wording.negators | wording.inabilities for place in chosen)
        unable = all((tokens[place],) in wording.inabilities for place in before)
        return Claim.DOUBTFUL if held or unable else Claim.DENIED


def _clauses(tokens: Tokens, wording: Wording) -> list[tuple[int, int]]:
    """Where each clause starts and ends, of an utterance with several.

    Talk far off is not cut where it goes on about somebody else: "in that film he fell, and she called for help".
    """
    told = {
        place
        for words in wording.far_off
        if (start := find(words, tokens)) >= 0
        for place in range(start, start + len(words))
    }
    cuts = [-1, *(
        place for place in range(len(tokens)) if (tokens[place],) in wording.turns and (
            (tokens[place],) in wording.clause_breaks
            or (_begins(tokens[place + 1 :], wording) and place not in told
                and not (told and tokens[place + 1 : place + 2] in wording.others))
        )
    ), len(tokens)]  # fmt: skip
    spans = [(start + 1, end) for start, end in itertools.pairwise(cuts) if end > start + 1]
    return spans if len(spans) > 1 else []


def _begins(tokens: Tokens, wording: Wording) -> bool:
    """True when a statement of its own begins here."""
    return tokens[:1] in wording.subjects or any(token in wording.numbers for token in tokens[:1])


def far_off(tokens: Tokens, wording: Wording) -> bool:
    """True for "he had a stroke years ago" and "get your heart pumping"."""
    return any(find(words, tokens) >= 0 for words in wording.far_off)


def opening_answer(tokens: Tokens, wording: Wording) -> int:
    """Words of the "no" before a statement, which it does not deny: 1 in "no, my chest hurts", 0 in "no chest pain"."""
    size = 0
    while size < len(tokens) and tokens[size : size + 1] in wording.negate:
        size += 1
    return size if tokens[size : size + 1] in wording.subjects else 0


def _restriction(tokens: Tokens, place: int, wording: Wording) -> int:
    """Words of the restriction that begins here: 1 for the "just" of "not dark, just brown"; 0 without one."""
    return next((size for size in (2, 1) if tokens[place : place + size] in wording.restrictions), 0)


def denials(tokens: Tokens, end: int, wording: Wording) -> list[int]:
    """Places of the negators before `end` in its clause."""
    start = 0
    anew = wording.clause_breaks | wording.second_thoughts | (wording.affirm - wording.degrees)
    for place in range(end):
        # "No wait yes my chest does hurt" denies nothing, "he isn't talking and his face is drooping" not the second.
        if (tokens[place],) in anew or ((tokens[place],) in wording.joints and _begins(tokens[place + 1 :], wording)):
            start = place + 1
        elif any(tokens[place : place + size] in wording.contrasts for size in (2, 3)):
            start = place
        elif size := _restriction(tokens, place, wording):
            start = min(place + size, end)
    denying = wording.negators | wording.inabilities
    # The "not" of "i'm not okay" is spent on its word: "i'm not okay i nearly passed out".
    spent = {place - 1 for place in range(end - 1, 0, -1) if (tokens[place],) in wording.reassuring}
    return [place for place in range(start, end) if (tokens[place],) in denying and place not in spent]
