"""Phrase graph: Gr.fst, the strict grammar: one phrase of the content, or the filler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.fst import Fst
from voice_coach.recognition.embedded.phone_graph import UNKNOWN


@dataclass(frozen=True, slots=True)
class PhraseGraphSettings:
    """Costs in scaled nats."""

    unknown: float = 1.0
    """Cost of the filler, due at the end: a filler that paid first would not survive a pruned search.

    It stands for one strange word: speech that is no phrase, so that the ending is not guessed from one. (Repeating, it
    pushed true phrases out of the beam: bench/README.md.) Whether a phrase was said, the second ear decides.
    """


def build_phrase_graph(phrases: Dfa[str], words: Mapping[str, int], settings: PhraseGraphSettings) -> Fst:
    """An acceptor of word labels, sorted, without free steps: every phrase at no cost, or `[unk]` alone."""
    fst = Fst()
    for _ in phrases.arcs:
        fst.add_state()
    for state, steps in enumerate(phrases.arcs):
        for word, target in steps.items():
            fst.add_arc(state, words[word], words[word], 0.0, target)
    for state in phrases.finals:
        fst.finals[state] = 0.0
    unknown = fst.add_state()
    fst.finals[unknown] = settings.unknown
    fst.add_arc(0, words[UNKNOWN], words[UNKNOWN], 0.0, unknown)
    fst.sort_arcs("ilabel")
    return fst
