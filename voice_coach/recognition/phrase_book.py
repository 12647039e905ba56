"""Phrase book: whether a transcript is a whole phrase, read back from the model's own phrase graph.

When the search drops every complete path, libvosk returns the beginning of one; such words are no phrase.
"""

from __future__ import annotations

from pathlib import Path

from voice_coach.errors import MissingModel
from voice_coach.recognition.embedded.fst import Fst, read_const
from voice_coach.recognition.manifest import REBUILD


class PhraseBook:
    """The phrases of a strict graph."""

    def __init__(self, graph: Fst, words: dict[str, int]) -> None:
        self._steps = [{arc.ilabel: arc for arc in arcs} for arcs in graph.arcs]
        self._finals = graph.finals
        self._words = words

    def __contains__(self, text: str) -> bool:
        """Whether `text` is one whole phrase."""
        return self.cost(text) is not None

    def cost(self, text: str) -> float | None:
        """What the graph charges for a whole phrase, in scaled nats; None when `text` is none."""
        state, cost = 0, 0.0
        for word in text.split():
            arc = self._steps[state].get(self._words.get(word, 0))
            if arc is None:
                return None
            state, cost = arc.target, cost + arc.weight
        final = self._finals.get(state)
        return None if final is None else cost + final


def read_phrase_book(model: Path) -> PhraseBook:
    """The phrases of a model of ours; the filler is none of them. Raises `MissingModel` for a damaged graph."""
    try:
        graph = read_const((model / "graph" / "Gr.fst").read_bytes())
        lines = (model / "graph" / "words.txt").read_text(encoding="utf-8").splitlines()
        words = {word: int(label) for word, label in (line.split() for line in lines)}
    except (OSError, ValueError):
        raise MissingModel(f"the phrase graph of the speech model {model} is damaged: {REBUILD}") from None
    return PhraseBook(graph, {word: label for word, label in words.items() if not word.startswith("[")})
