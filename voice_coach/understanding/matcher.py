"""Matcher: how close an utterance is to every phrase of the library, by rapidfuzz and by the weight of shared words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from voice_coach.understanding.template import Phrase
from voice_coach.understanding.tokens import UNKNOWN, Tokens, tokens_of

ALIKE: Final = 84.0
"""Least similarity, 0 to 100, at which an unknown word is taken for a word of the phrases."""

ALIKE_INITIAL: Final = 80.0
"""The same for a word with the same first letter: one letter in five may differ."""

STRAY: Final = 0.55
"""Weight of a word that no phrase holds, where the weightiest word has 1: stray words count as errors."""

PAD: Final = 0.15
"""The same for a small word of any talk."""

LETTERS: Final = 0.45
"""Share of the letters' similarity in the score; the words' weighted overlap has the rest."""

SHORTEST: Final = 4
"""Letters from which an unknown word may stand for a known one."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase and how close the utterance is to it."""

    phrase: Phrase
    score: float
    """Similarity between 0 and 100."""


class Matcher:
    """Every phrase, ready to be compared. Comparing takes a few milliseconds for 10,000 phrases."""

    def __init__(
        self,
        phrases: Sequence[Phrase],
        weightless: frozenset[Tokens] = frozenset(),
        padding: frozenset[Tokens] = frozenset(),
        other_words: frozenset[str] = frozenset(),
    ) -> None:
        self._phrases = tuple(phrases)
        split = [tokens_of(phrase.text) for phrase in self._phrases]
        self._texts = [" ".join(tokens) for tokens in split]
        owners: defaultdict[str, set[str]] = defaultdict(set)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (tokens, phrase) in enumerate(zip(split, self._phrases, strict=True)):
            for token in set(tokens):
                owners[token].add(phrase.intent)
                places[token].append(place)
        intents = max(2, len({phrase.intent for phrase in self._phrases}))
        self._weight = {
            token: math.log(1 + intents / len(named)) / math.log(1 + intents) for token, named in owners.items()
        }
        self._weightless = weightless
        self._padding = padding
        self._places = {token: np.array(found, dtype=np.int32) for token, found in places.items()}
        self._total = np.array(
            [sum(self._weight[token] for token in set(tokens)) for tokens in split], dtype=np.float32
        )
        self._words = tuple(self._weight)
        self._intents = np.array([phrase.intent for phrase in self._phrases])
        self.intents = frozenset(phrase.intent for phrase in self._phrases)
        self._others = other_words - set(self._weight)

    def weight(self, token: str) -> float:
        """How much a word tells about the intent: 1 for a word of one intent, less for common ones."""
        if (token,) in self._weightless:
            return 0.0
        return self._weight.get(token, self.stray(token))

    def stray(self, token: str) -> float:
        """What a word that no phrase holds costs beside one."""
        return PAD if (token,) in self._padding else STRAY

    def knows(self, token: str) -> bool:
        """True for a word of some phrase."""
        return token in self._weight

    def scores(self, tokens: Tokens) -> Scores:
        """Similarity of the utterance to every phrase, 0 to 100, in the order of the phrases."""
        letters: Scores = process.cdist(
            [" ".join(tokens)], self._texts, scorer=fuzz.ratio, dtype=np.float32, workers=1
        )[0]
        shared = np.zeros(len(self._phrases), dtype=np.float32)
        courteous = np.zeros(len(self._phrases), dtype=np.float32)
        heard = 0.0
        for token, alike in self._known(tokens).items():
            best = 0.0
            for word, similarity in alike.items():
                shared[self._places[word]] += self._weight[word] * similarity
                best = max(best, self._weight[word])
            if (token,) in self._weightless:  # costs nothing beside a phrase, and counts within one
                courteous += self._holding(token)
            else:
                heard += best if alike else self.stray(token)
        words = 100.0 * 2.0 * shared / np.maximum(self._total + heard + courteous, 0.1)
        mixed: Scores = LETTERS * letters + (1.0 - LETTERS) * np.minimum(words, 100.0)
        return np.maximum(mixed, np.where(letters == 100.0, letters, 0.0)).astype(np.float32)

    def among(self, scores: Scores, intents: Collection[str], inside: bool = True) -> Scores:
        """The scores of the phrases of these intents, or of all others; 0 elsewhere."""
        wanted = np.isin(self._intents, list(intents), invert=not inside)
        return np.where(wanted, scores, 0.0).astype(np.float32)

    def _holding(self, token: str) -> Scores:
        """The token's weight for every phrase that holds it, 0 for the others."""
        weights = np.zeros(len(self._phrases), dtype=np.float32)
        if token in self._places:
            weights[self._places[token]] = self._weight[token]
        return weights

    def matches(self, scores: Scores, at_most: int = 60) -> list[Match]:
        """The closest phrases, best first."""
        count = min(at_most, len(scores))
        best = np.argpartition(-scores, count - 1)[:count] if count else np.array([], dtype=np.int64)
        order = sorted(best.tolist(), key=lambda place: (-scores[place], place))
        return [Match(self._phrases[place], float(scores[place])) for place in order]

    def mended(self, tokens: Tokens) -> Tokens:
        """The tokens with each unknown word replaced by the known word closest to it, where one is close."""
        return tuple(max(alike, key=alike.__getitem__, default=token) for token, alike in self._alike(tokens))

    def _known(self, tokens: Tokens) -> dict[str, dict[str, float]]:
        """Each different token with the phrase words it may stand for and their similarity, 0 to 1."""
        return dict(self._alike(tokens))

    def _alike(self, tokens: Tokens) -> Iterator[tuple[str, dict[str, float]]]:
        for token in tokens:
            if token in self._weight:
                yield token, {token: 1.0}
            elif token == UNKNOWN or len(token) < SHORTEST or token in self._others:
                yield token, {}
            else:
                found = process.extract(token, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE_INITIAL, limit=4)
                yield (
                    token,
                    {
                        word: similarity / 100
                        for word, similarity, _ in found
                        if similarity >= ALIKE or word[0] == token[0]
                    },
                )
