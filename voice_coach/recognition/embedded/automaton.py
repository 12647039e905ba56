"""Automaton: finite sets of strings as graphs; determinised and minimised, never enumerated."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

Label = TypeVar("Label", bound=Hashable)


class Nfa(Generic[Label]):
    """A graph with one start, one end and free steps (label None). Grows by pieces; never has a cycle."""

    def __init__(self) -> None:
        self.arcs: list[list[tuple[Label | None, int]]] = []
        self.start = self.add_state()
        self.end = self.add_state()

    def add_state(self) -> int:
        """A new state's number."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def add_arc(self, source: int, label: Label | None, target: int) -> None:
        """A step from `source` to `target` that reads `label`, or nothing."""
        self.arcs[source].append((label, target))


class Dfa(Generic[Label]):
    """A graph in which every state has at most one step for a label. State 0 is the start."""

    def __init__(self) -> None:
        self.arcs: list[dict[Label, int]] = []
        self.finals: set[int] = set()

    def strings(self) -> Iterator[tuple[Label, ...]]:
        """Every string, depth first."""
        stack: list[tuple[int, tuple[Label, ...]]] = [(0, ())]
        while stack:
            state, read = stack.pop()
            if state in self.finals:
                yield read
            for label, target in reversed(self.arcs[state].items()):
                stack.append((target, (*read, label)))


def determinise(nfa: Nfa[Label]) -> Dfa[Label]:
    """The same strings without free steps and without two steps for one label."""
    dfa: Dfa[Label] = Dfa()
    number: dict[frozenset[int], int] = {}
    waiting: list[frozenset[int]] = []

    def state_of(states: frozenset[int]) -> int:
        if states not in number:
            number[states] = len(dfa.arcs)
            dfa.arcs.append({})
            if nfa.end in states:
                dfa.finals.add(number[states])
            waiting.append(states)
        return number[states]

    state_of(_closure(nfa, {nfa.start}))
    while waiting:
        states = waiting.pop()
        steps: dict[Label, set[int]] = {}
        for state in sorted(states):
            for label, target in nfa.arcs[state]:
                if label is not None:
                    steps.setdefault(label, set()).add(target)
        source = number[states]
        for label, targets in steps.items():
            dfa.arcs[source][label] = state_of(_closure(nfa, targets))
    return dfa


def minimise(dfa: Dfa[Label]) -> Dfa[Label]:
    """The smallest graph of the same strings: states with the same future become one. The graph has no cycle."""
    future: dict[tuple[bool, frozenset[tuple[Label, int]]], int] = {}
    merged: list[tuple[bool, dict[Label, int]]] = []
    class_of: dict[int, int] = {}
    for state in _futures_first(dfa):
        steps = {label: class_of[target] for label, target in dfa.arcs[state].items()}
        key = (state in dfa.finals, frozenset(steps.items()))
        if key not in future:
            future[key] = len(merged)
            merged.append((state in dfa.finals, steps))
        class_of[state] = future[key]
    small: Dfa[Label] = Dfa()
    number = {class_of[0]: 0}
    order = [class_of[0]]
    for known in order:  # grows while it is walked: numbers follow the order of discovery from the start
        final, steps = merged[known]
        small.arcs.append({})
        if final:
            small.finals.add(number[known])
        for label, target in steps.items():
            if target not in number:
                number[target] = len(order)
                order.append(target)
            small.arcs[-1][label] = number[target]
    return small


def _closure(nfa: Nfa[Label], states: set[int]) -> frozenset[int]:
    seen = set(states)
    stack = list(states)
    while stack:
        for label, target in nfa.arcs[stack.pop()]:
            if label is None and target not in seen:
                seen.add(target)
                stack.append(target)
    # A state that only steps freely adds nothing once its targets are here; dropping it keeps the sets small.
    return frozenset(
        state for state in seen if state == nfa.end or any(label is not None for label, _ in nfa.arcs[state])
    )


def _futures_first(dfa: Dfa[Label]) -> Iterator[int]:
    """States in an order in which every state follows all states that it leads to."""
    done: set[int] = set()
    stack: list[tuple[int, bool]] = [(0, False)]
    while stack:
        state, left = stack.pop()
        if left:
            yield state
        elif state not in done:
            done.add(state)
            stack.append((state, True))
            stack.extend((target, False) for target in dfa.arcs[state].values() if target not in done)
