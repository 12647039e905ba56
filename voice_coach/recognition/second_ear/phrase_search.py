"""Phrase search: the phrases that a sound may be, by beam search of the network along the phrase graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

import numpy as np

from voice_coach.recognition.second_ear.network import Floats32, Network, Step
from voice_coach.recognition.second_ear.vocabulary import END, START

WORD_BONUS: Final = 1.5
"""Nats for every word while readings are compared: in noise the network likes to stop early.

(Coffee orders at 6 dB, best of 52: 39 with none, 43 with .6, 48 with 1 to 2; synthetic sentences at 10 dB, best of 92:
73, 76, 80 to 84.)
"""

BEAM: Final = 4
"""Readings that are followed at a time."""

MOST_TOKENS: Final = 48
"""Pieces of words after which a phrase must have ended."""

FIGURES: Final = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "sixteen": "16", "twenty": "20", "thirty": "30",
}  # fmt: skip
"""Words that the network writes as figures: "call 911"."""

_DIGIT: Final = f"(?:{'|'.join(word for word, figure in FIGURES.items() if len(figure) == 1)})"
_DIGITS_IN_A_ROW: Final = re.compile(rf"\b{_DIGIT}(?: {_DIGIT})+\b")


class PhraseGraph(Protocol):
    """Phrases as a graph of words without cycles; state 0 is the start."""

    def following(self, state: int) -> Mapping[str, int]:
        """The words that may come next, and the states they lead to."""

    def final(self, state: int) -> bool:
        """Whether a phrase may end here."""

    def __contains__(self, text: str) -> bool:
        """Whether `text` is one whole phrase."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may have been said."""

    text: str
    likelihood: float
    """Natural logarithm of how likely the network finds it that these words, and no others, were said."""

    @property
    def rank(self) -> float:
        """What candidates are sorted by."""
        return _rank(self.likelihood, len(self.text.split()))


@dataclass(slots=True)
class _Node:
    """Some pieces into the words that may come next."""

    steps: dict[int, _Node] = field(default_factory=dict)
    ends: list[tuple[str, int]] = field(default_factory=list)
    """Words that these pieces are, and the states behind them."""


@dataclass(frozen=True, slots=True)
class _Path:
    """One reading so far."""

    words: tuple[str, ...]
    state: int
    node: _Node | None
    """None between two words."""

    likelihood: float
    closed: bool = False
    """Whether a mark has ended the sentence."""

    parted: bool = False
    """Whether a comma was the last."""

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def rank(self) -> float:
        return _rank(self.likelihood, len(self.words))


class PhraseSearch:
    """Searches one phrase graph."""

    def __init__(self, network: Network, phrases: PhraseGraph, beam: int = BEAM) -> None:
        self._network = network
        self._phrases = phrases
        self._beam = beam
        self._nodes: dict[int, _Node] = {}

    def candidates(self, sound: Floats32, begun: Step | None = None) -> list[Candidate]:
        """The likeliest phrases of an encoded sound, the best first; each once. Empty only without any phrase.

        `begun` is what may come first of all, where the network has been asked that already.
        """
        step = begun or self._network.begin(sound, START)
        paths = [_Path((), 0, None, 0.0)]
        whole: dict[str, float] = {}
        best = -np.inf
        for _ in range(MOST_TOKENS):
            longer: list[tuple[_Path, int, int]] = []
            for place, path in enumerate(paths):
                likely = step.likelihoods[place]
                if path.closed or self._may_end(path):
                    ended = path.likelihood + float(likely[END])
                    whole[path.text] = float(np.logaddexp(whole.get(path.text, -np.inf), ended))
                    best = max(best, _rank(whole[path.text], len(path.words)))
                longer += ((further, place, token) for further, token in self._further(path, likely))
            longer.sort(key=lambda found: -found[0].rank)
            del longer[self._beam :]
            if not longer or best > longer[0][0].rank:
                break
            paths = [path for path, _, _ in longer]
            step = self._network.go_on(sound, step, [place for _, place, _ in longer], [token for *_, token in longer])
        found = [Candidate(text, likelihood) for text, likelihood in whole.items()]
        return sorted(found, key=lambda candidate: -candidate.rank)

    def likelihoods(self, sound: Floats32, texts: Sequence[str]) -> list[float]:
        """How likely the network finds each of some phrases, as in `Candidate`, written as a sentence of its own."""
        if not texts:
            return []
        readings = [(text, tokens) for text in texts for tokens in self._written(text)]
        follows = self._network.follow(sound, [tokens for _, tokens in readings])
        found = dict.fromkeys(texts, -np.inf)
        for (text, tokens), likely in zip(readings, follows, strict=True):
            along = float(likely[np.arange(len(tokens) - 1), tokens[1:]].sum())
            bare = along - float(likely[-2, tokens[-1]]) + float(likely[-2, END])
            found[text] = float(np.logaddexp(found[text], np.logaddexp(along + float(likely[-1, END]), bare)))
        return [found[text] for text in texts]

    def _may_end(self, path: _Path) -> bool:
        return path.node is None and bool(path.words) and self._phrases.final(path.state)

    def _further(self, path: _Path, likely: Floats32) -> Iterator[tuple[_Path, int]]:
        """Every reading that is one piece longer, and that piece."""
        if path.closed:
            return
        vocabulary = self._network.vocabulary
        if self._may_end(path) and not path.parted:
            for mark in vocabulary.closing:
                yield replace(path, likelihood=path.likelihood + float(likely[mark]), closed=True), mark
        if path.words and path.node is None and not path.parted:
            yield (
                replace(path, likelihood=path.likelihood + float(likely[vocabulary.comma]), parted=True),
                vocabulary.comma,
            )
        node = path.node or self._node(path.state)
        for token, following in node.steps.items():
            likelihood = path.likelihood + float(likely[token])
            if following.steps:
                yield _Path(path.words, path.state, following, likelihood), token
            for word, state in following.ends:
                yield _Path((*path.words, word), state, None, likelihood), token

    def _node(self, state: int) -> _Node:
        """The pieces of the words that leave a state."""
        if state not in self._nodes:
            root = _Node()
            for word, target in self._phrases.following(state).items():
                for tokens in self._tokens(word, first=state == 0):
                    node = root
                    for token in tokens:
                        node = node.steps.setdefault(token, _Node())
                    node.ends.append((word, target))
            self._nodes[state] = root
        return self._nodes[state]

    def _tokens(self, word: str, *, first: bool) -> Iterator[tuple[int, ...]]:
        """The ways in which the network may write a word; numbers as figures too, in a row without spaces."""
        vocabulary = self._network.vocabulary
        for written in _spellings(word, first=first):
            yield vocabulary.cut(written)
        if word in FIGURES:
            yield vocabulary.cut(FIGURES[word])
            if not first and len(FIGURES[word]) == 1 and (joined := vocabulary.joined(FIGURES[word])):
                yield joined

    def _written(self, text: str) -> list[list[int]]:
        """A phrase as a sentence, a capital letter first, a full stop at the end; digits in a row also as figures."""
        cut = self._network.vocabulary.cut
        figures = _DIGITS_IN_A_ROW.sub(lambda row: "".join(FIGURES[digit] for digit in row[0].split()), text)
        written = []
        for spoken in dict.fromkeys((text, figures)):
            first, *others = spoken.split()
            words = (_spellings(first, first=True)[0], *(_spellings(word, first=False)[0] for word in others))
            tokens = (token for word in words for token in cut(word))
            written.append([START, *tokens, self._network.vocabulary.closing[0]])
        return written


def _rank(likelihood: float, words: int) -> float:
    return likelihood + WORD_BONUS * words


def _spellings(word: str, *, first: bool) -> tuple[str, ...]:
    """How the network writes a word: a sentence begins with a capital letter nearly always, "I" always is one."""
    capital = word[0].upper() + word[1:]
    if word == "i" or word.startswith("i'"):
        return (capital,)
    return (capital, word) if first else (word,)
