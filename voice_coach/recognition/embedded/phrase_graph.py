"""Phrase graph: Gr.fst, the strict grammar: one phrase of the content, or the filler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.fst import Fst
from voice_coach.recognition.embedded.phone_graph import UNKNOWN


@dataclass(frozen=True, slots=True)
class PhraseGraphSettings:
    """Costs in scaled nats. They fall due at the end: a filler that paid first would not survive a pruned search."""

    unknown: tuple[tuple[float, float], ...] = ((0.0, 1.0), (9.0, 1.0), (6.0, 1.0))
    """For one strange word, for two, and so on, of the last as of any more: cost of going on, cost of ending there.

    The less, the harder the coach is to start by chance, and of hearing. Several strange words must be dear, or a
    short command passes for them; what they then fail to reject, the recogniser's second decode does.
    """


def build_phrase_graph(phrases: Dfa[str], words: Mapping[str, int], settings: PhraseGraphSettings) -> Fst:
    """An acceptor of word labels, sorted, without free steps: every phrase at no cost, or `[unk]` once or more."""
    fst = Fst()
    for _ in phrases.arcs:
        fst.add_state()
    for state, steps in enumerate(phrases.arcs):
        for word, target in steps.items():
            fst.add_arc(state, words[word], words[word], 0.0, target)
    for state in phrases.finals:
        fst.finals[state] = 0.0
    unknown, source = words[UNKNOWN], 0
    for cost, ending in settings.unknown:
        target = fst.add_state()
        fst.finals[target] = ending
        fst.add_arc(source, unknown, unknown, cost, target)
        source = target
    fst.add_arc(source, unknown, unknown, 0.0, source)
    fst.sort_arcs("ilabel")
    return fst
