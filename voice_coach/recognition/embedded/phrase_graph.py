"""Phrase graph: Gr.fst, the strict grammar: one phrase of the content, or the filler once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.fst import Fst
from voice_coach.recognition.embedded.phone_graph import UNKNOWN


@dataclass(frozen=True, slots=True)
class PhraseGraphSettings:
    """Costs in nats, before the acoustic scale."""

    unknown_cost: float = 0.0
    """For choosing the filler; negative makes the coach harder to start by chance, and harder of hearing."""


def build_phrase_graph(phrases: Dfa[str], words: Mapping[str, int], settings: PhraseGraphSettings) -> Fst:
    """An acceptor of word labels: every phrase at no cost, or `[unk]` alone. Sorted by label, without free steps."""
    fst = Fst()
    for _ in phrases.arcs:
        fst.add_state()
    for state, steps in enumerate(phrases.arcs):
        for word, target in steps.items():
            fst.add_arc(state, words[word], words[word], 0.0, target)
    for state in phrases.finals:
        fst.finals[state] = 0.0
    unknown = fst.add_state()
    fst.finals[unknown] = 0.0
    fst.add_arc(0, words[UNKNOWN], words[UNKNOWN], settings.unknown_cost, unknown)
    fst.sort_arcs("ilabel")
    return fst
