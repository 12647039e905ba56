"""Grammar: phrases for vosk's own JSON grammar, which keeps only which word may follow which."""

from __future__ import annotations

from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.phrases import compile_phrases
from voice_coach.understanding.library import IntentLibrary


def covering_phrases(library: IntentLibrary) -> tuple[str, ...]:
    """Few phrases that hold every word pair, every first and every last word of all phrases, in a fixed order."""
    phrases = compile_phrases(library)
    before = _ways_from_the_start(phrases)
    behind = _ways_to_the_end(phrases)
    covered: set[tuple[str, str]] = set()
    chosen: list[str] = []

    def choose(*begun: str, state: int) -> None:
        """Take a phrase that begins so, ending at once or going on over pairs that are not covered yet."""
        words = [*begun]
        while fresh := [step for step in phrases.arcs[state].items() if (words[-1], step[0]) not in covered]:
            covered.add((words[-1], fresh[0][0]))
            words.append(fresh[0][0])
            state = fresh[0][1]
        words += behind[state]
        covered.update(zip(("", *words), (*words, ""), strict=True))
        chosen.append(" ".join(words))

    for state, way in before.items():
        for word, target in phrases.arcs[state].items():
            while any((word, following) not in covered for following in phrases.arcs[target]):
                choose(*way, word, state=target)
            if (not state and ("", word) not in covered) or (target in phrases.finals and (word, "") not in covered):
                choose(*way, word, state=target)
    return tuple(chosen)


def _ways_from_the_start(phrases: Dfa[str]) -> dict[int, tuple[str, ...]]:
    """For every state the fewest words that lead to it."""
    before: dict[int, tuple[str, ...]] = {0: ()}
    order = [0]
    for state in order:
        for word, target in phrases.arcs[state].items():
            if target not in before:
                before[target] = (*before[state], word)
                order.append(target)
    return before


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
