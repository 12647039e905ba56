"""Explore: breadth-first over every state; each transition is checked, the shortest way to each state is kept."""

from __future__ import annotations

import random
from array import array
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.dialogue.driver import SETTINGS
from tests.dialogue.proof.essence import Essence, essence
from tests.dialogue.proof.moves import Move, Result, apply, starters
from tests.dialogue.proof.quick import quick
from voice_coach.dialogue.actions import Action, Alert, Ask, End, Hold, Level, Say, Step, StopSpeaking
from voice_coach.dialogue.agenda import OUT_OF_SESSION
from voice_coach.dialogue.core import new_session
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Phase, Session

END: Final = 0
"""Index of the state after `End`: everything is forgotten."""

ANEW: Final = 1
"""Index that stands for "another conversation begins": it is proved from its own start."""

SAMPLE: Final = 400
"""Pairs of merged states that are kept for checking the abstraction."""


@dataclass(slots=True)
class Transition:
    """One move in one state."""

    before: Session
    move: Move
    after: Session
    actions: list[Action]
    script: Script
    now: float

    @property
    def running(self) -> bool:
        """True while a protocol was under way before the move."""
        return self.before.current is not None and self.before.phase not in OUT_OF_SESSION

    def levels(self) -> list[str]:
        """Levels told."""
        return [action.level for action in self.actions if isinstance(action, Level)]


Property = Callable[[Transition], str | None]


class Violation(AssertionError):
    """A property does not hold; the message tells the shortest conversation that was found to break it."""

    def __init__(self, name: str, why: str, conversation: str) -> None:
        super().__init__(f"{name}: {why}\n{conversation}")
        self.property = name
        self.why = why
        self.conversation = conversation


@dataclass
class Graph:
    """The states that can be reached, and what leads where."""

    script: Script
    moves: Sequence[Move]
    state_of: Callable[[Session], Essence]
    sessions: list[Session] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    """State and index of the move that first led here; -1 for the start."""

    rank: list[int] = field(default_factory=list)
    """Rare moves on the way here."""

    index: dict[Essence, int] = field(default_factory=dict)
    edges: list[array[int]] = field(default_factory=list)
    """For each state: move, target, move, target, ..."""

    levels: dict[str, int] = field(default_factory=dict)
    """Level -> transitions that tell it."""

    merged: list[tuple[int, Session, float]] = field(default_factory=list)
    """A sample of sessions that count as a state although they differ from the one that stands for it."""

    violations: dict[str, Violation] | None = None
    """The first of each property, where all are wanted; None to stop at the first."""

    transitions: int = 0
    cut: int = 0
    """Transitions that were checked and led to states that were not followed up."""

    def next(self, state: int) -> dict[int, int]:
        """Move -> state."""
        edge = self.edges[state]
        return dict(zip(edge[::2], edge[1::2], strict=True))

    def way(self, state: int) -> list[int]:
        """The moves that first led to a state."""
        found = []
        while self.parents[state][0] >= 0:
            state, move = self.parents[state]
            found.append(move)
        return found[::-1]

    def tell(self, state: int, *more: int, opening: Sequence[Move]) -> str:
        """The conversation to a state, and on, as a script to read."""
        session, now = new_session(self.script, SETTINGS, 0.0), 0.0
        lines = []
        for move in (*opening, *(self.moves[at] for at in (*self.way(state), *more))):
            result = apply(move, session, now)
            if result is None:
                lines.append(f"  person: {move.name}   (cannot happen here)")
                continue
            lines.append(f"  person: {move.name}")
            session, actions, now = result
            lines += [f"    coach: {words}" for words in map(shown, actions) if words]
        return "\n".join(lines)


def shown(action: Action) -> str:
    """An action in a conversation that is printed; empty for what has no words."""
    match action:
        case Say(line, text):
            return f"{text}   [{line}]"
        case Ask(question):
            return f"-> asks {question}"
        case Level(level, because):
            return f"=> LEVEL {level} because of {', '.join(because) or 'nothing'}"
        case Step(step, muscle):
            return f"-> step {step} ({muscle})"
        case Hold(state) if state != "count":
            return f"-> hold {state}"
        case End(reason):
            return f"=> END {reason}"
        case StopSpeaking():
            return "-> falls silent"
        case Alert(earcon) if earcon == "emergency":
            return "-> sounds the alarm"
    return ""


def explore(
    script: Script,
    opening: Sequence[Move],
    moves: Sequence[Move],
    properties: Sequence[Property] = (),
    *,
    depth: int = 0,
    follow: Callable[[Move], bool] = lambda _: True,
    rare_in: Callable[[Session], bool] = lambda _: True,
    everywhere: Collection[str] = (),
    most: int = 2_000_000,
    state_of: Callable[[Session], Essence] = essence,
    every: bool = False,
) -> Graph:
    """Every state that follows from an opening.

    Rare moves are tried in every state before the first of them for which `rare_in` holds; there those for which
    `follow` holds are followed up, `depth` of them in one conversation. Those named by `everywhere` are tried in all
    other states too.
    Raises `Violation` at the first transition that breaks a property, and `AssertionError` past `most` states.
    """
    graph = Graph(script, moves, state_of, violations={} if every else None)
    usual = [(at, move) for at, move in enumerate(moves) if not move.rare]
    rare = [(at, move) for at, move in enumerate(moves) if move.rare]
    besides = (*usual, *[(at, move) for at, move in rare if move.name in everywhere])
    chance = random.Random(4)
    with quick():
        session, now = new_session(script, SETTINGS, 0.0), 0.0
        _add(graph, state_of(session), session, now, (-1, -1), 0)
        _add(graph, ("another conversation",), session, now, (-1, -1), 0)
        started = _started(script, moves, state_of)
        for move in opening:
            result = apply(move, session, now)
            assert result is not None
            _check(graph, properties, Transition(session, move, result[0], result[1], script, now), -1, -1, opening)
            session, _, now = result
        _add(graph, state_of(session), session, now, (-1, -1), 0)
        waiting, later = deque([2]), deque[int]()
        for rank in range(depth + 1):
            while waiting:
                state = waiting.popleft()
                before, now = graph.sessions[state], graph.times[state]
                edges = graph.edges[state]
                calmly = rare_in(before)
                for at, move in (*usual, *rare) if calmly and not (rank and rank == depth) else besides:
                    result = apply(move, before, now)
                    if result is None:
                        continue
                    graph.transitions += 1
                    _check(
                        graph,
                        properties,
                        Transition(before, move, result[0], result[1], script, now),
                        state,
                        at,
                        opening,
                    )
                    if result[0].phase is Phase.IDLE:
                        edges.extend((at, END))
                        continue
                    key = state_of(result[0])
                    if before.phase in OUT_OF_SESSION and started.get(at) == key:
                        edges.extend((at, ANEW))
                        continue
                    known = graph.index.get(key)
                    if known is None and move.rare and not (rank < depth and calmly and follow(move)):
                        graph.cut += 1
                        continue
                    if known is None:
                        known = _add(graph, key, result[0], result[2], (state, at), rank + move.rare)
                        assert known < most, f"more than {most} states: {len(waiting)} are waiting"
                        (later if move.rare else waiting).append(known)
                    elif known > ANEW:
                        _sample(graph, chance, known, result)
                    edges.extend((at, known))
            waiting, later = later, deque[int]()
    return graph


def _started(script: Script, moves: Sequence[Move], state_of: Callable[[Session], Essence]) -> dict[int, Essence]:
    """What each move starts when nothing is under way, for somebody who has spoken before."""
    found = {}
    for at, move in enumerate(moves):
        fresh = new_session(script, SETTINGS, 0.0)
        spoken = fresh.__class__(fresh.script, fresh.settings, turns=5)
        result = apply(move, spoken, 0.0)
        if result is not None and result[0].phase is not Phase.IDLE:
            found[at] = state_of(result[0])
    return found


def _add(graph: Graph, key: Essence, session: Session, now: float, parent: tuple[int, int], rank: int) -> int:  # noqa: PLR0917
    found = graph.index[key] = len(graph.sessions)
    graph.sessions.append(session)
    graph.times.append(now)
    graph.parents.append(parent)
    graph.rank.append(rank)
    graph.edges.append(array("i"))
    return found


def _sample(graph: Graph, chance: random.Random, known: int, result: Result) -> None:
    """Keep an even sample of all mergers."""
    if len(graph.merged) < SAMPLE:
        graph.merged.append((known, result[0], result[2]))
    elif chance.random() < SAMPLE / graph.transitions:
        graph.merged[chance.randrange(SAMPLE)] = (known, result[0], result[2])


def _check(  # noqa: PLR0917
    graph: Graph, properties: Sequence[Property], transition: Transition, state: int, at: int, opening: Sequence[Move]
) -> None:
    for action in transition.actions:
        if isinstance(action, Level):
            graph.levels[action.level] = graph.levels.get(action.level, 0) + 1
    for holds in properties:
        why = holds(transition)
        if why is not None and holds.__name__ not in (graph.violations or ()):
            told = graph.tell(state, at, opening=opening) if state >= 0 else graph.tell(END, opening=opening)
            found = Violation(holds.__name__, why, told)
            if graph.violations is None:
                raise found
            graph.violations.setdefault(holds.__name__, found)


def calm(session: Session) -> bool:
    """True where the ladder of an open question has not been climbed: rare moves do not depend on its rungs."""
    return not (session.silences or session.no_matches or session.clarified)


__all__ = ["ANEW", "END", "Graph", "Property", "Transition", "Violation", "calm", "explore", "starters"]
