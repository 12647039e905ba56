"""Phrase trie: some phrases as a graph of words, for a search among these alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class PhraseTrie:
    """A `PhraseGraph` of phrases that are listed."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = frozenset(texts)
        self._steps: list[dict[str, int]] = [{}]
        self._finals = set[int]()
        for text in sorted(self._texts):
            state = 0
            for word in text.split():
                if word not in self._steps[state]:
                    self._steps[state][word] = len(self._steps)
                    self._steps.append({})
                state = self._steps[state][word]
            self._finals.add(state)

    def following(self, state: int) -> Mapping[str, int]:
        """As `PhraseGraph` says."""
        return self._steps[state]

    def final(self, state: int) -> bool:
        """As `PhraseGraph` says."""
        return state in self._finals

    def __contains__(self, text: str) -> bool:
        """As `PhraseGraph` says."""
        return text in self._texts
