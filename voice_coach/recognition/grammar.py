"""Grammar: phrases for vosk's own JSON grammar, which keeps only which word may follow which."""

from __future__ import annotations

from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.phrases import compile_phrases
from voice_coach.understanding.library import IntentLibrary


def covering_phrases(library: IntentLibrary) -> tuple[str, ...]:
    """Few phrases that hold every word pair, every first and every last word of all phrases, in a fixed order."""
    phrases = compile_phrases(library)
    behind = _ways_to_the_end(phrases)
    before: dict[int, tuple[str, ...]] = {0: ()}
    order = [0]
    for state in order:
        for word, target in phrases.arcs[state].items():
            if target not in before:
                before[target] = (*before[state], word)
                order.append(target)
    covered: set[tuple[str, str]] = set()
    chosen: list[str] = []
    for state in order:
        for word, target in phrases.arcs[state].items():
            words = (*before[state], word, *behind[target])
            pairs = set(zip(("", *words), (*words, ""), strict=True))
            if not pairs <= covered:
                covered |= pairs
                chosen.append(" ".join(words))
    return tuple(chosen)


def _ways_to_the_end(phrases: Dfa[str]) -> dict[int, tuple[str, ...]]:
    """For every state the shortest words to a phrase's end."""
    behind: dict[int, tuple[str, ...]] = dict.fromkeys(phrases.finals, ())
    reaching: dict[int, list[tuple[str, int]]] = {}
    for state, steps in enumerate(phrases.arcs):
        for word, target in steps.items():
            reaching.setdefault(target, []).append((word, state))
    order = sorted(behind)
    for state in order:
        for word, source in reaching.get(state, ()):
            if source not in behind:
                behind[source] = (word, *behind[state])
                order.append(source)
    return behind
