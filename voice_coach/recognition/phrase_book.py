"""Phrase book: whether a transcript is a whole phrase, read back from the model's own phrase graph.

When the search drops every complete path, libvosk returns the beginning of one; such words are no phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voice_coach.errors import MissingModel
from voice_coach.recognition.embedded.fst import Fst, read_const
from voice_coach.recognition.manifest import REBUILD


class PhraseBook:
    """The phrases of a strict graph."""

    def __init__(self, graph: Fst, words: dict[str, int]) -> None:
        self._steps = [{arc.ilabel: arc.target for arc in arcs} for arcs in graph.arcs]
        self._finals = frozenset(graph.finals)
        self._words = words
        self._names = {label: word for word, label in words.items()}

    def following(self, state: int) -> Mapping[str, int]:
        """The words that may come next in a state, and the states they lead to; a phrase begins in state 0."""
        return {self._names[label]: to for label, to in self._steps[state].items() if label in self._names}

    def final(self, state: int) -> bool:
        """Whether a phrase may end in a state."""
        return state in self._finals

    def __contains__(self, text: str) -> bool:
        """Whether `text` is one whole phrase."""
        state: int | None = 0
        for word in text.split():
            state = self._steps[state].get(self._words.get(word, 0)) if state is not None else None
        return state in self._finals


def read_phrase_book(model: Path) -> PhraseBook:
    """The phrases of a model of ours; the filler is none of them. Raises `MissingModel` for a damaged graph."""
    try:
        graph = read_const((model / "graph" / "Gr.fst").read_bytes())
        lines = (model / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
        words = {word: int(label) for word, label in (line.split() for line in lines)}
    except (OSError, ValueError):
        raise MissingModel(f"the phrase graph of the speech model {model} is damaged: {REBUILD}") from None
    return PhraseBook(graph, {word: label for word, label in words.items() if not word.startswith("[")})
