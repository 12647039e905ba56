"""Graph: what must hold of all the ways through the states together: ends, levels, ordinary cramps, paths."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from tests.dialogue.proof.essence import describe, essence
from tests.dialogue.proof.explore import ANEW, END, Graph, Violation
from tests.dialogue.proof.moves import SILENT, Move, apply
from tests.dialogue.proof.properties import severity
from tests.dialogue.proof.quick import quick
from voice_coach.dialogue.actions import End, Level, StopSpeaking
from voice_coach.dialogue.protocol import FLAGS
from voice_coach.dialogue.session import Phase, Session

START: Final = 2
SPEECH_ENDS: Final = "(speech ends)"
MOST_MOVES: Final = 400
"""More moves than any conversation with somebody who always does the same."""


def expanded(graph: Graph) -> list[int]:
    """States that were followed up: all but the two that stand for an end and for another conversation."""
    return [state for state in range(START, len(graph.sessions)) if graph.edges[state]]


def index(graph: Graph, name: str) -> int:
    """Index of a move."""
    return next(at for at, move in enumerate(graph.moves) if move.name == name)


def always(graph: Graph, behaviour: str, opening: Sequence[Move]) -> tuple[int, int]:
    """Follow somebody who always does the same, from every state: (longest conversation in moves, states in loops).

    Where the behaviour changes nothing, time passes. Raises `Violation` where nothing leads on. A loop is one that
    the person keeps up: "repeat", again and again.
    """
    speech, silent, mine = index(graph, SPEECH_ENDS), index(graph, SILENT), index(graph, behaviour)
    target: dict[int, int] = {}
    for state in expanded(graph):
        ways = graph.next(state)
        order = (speech,) if graph.sessions[state].queue else (mine, silent)
        target[state] = next((ways[at] for at in order if ways.get(at, state) != state), -1)
        if target[state] < 0:
            told = graph.tell(state, opening=opening)
            raise Violation("nothing_loops_without_a_way_out", f'"{behaviour}" for ever leads nowhere', told)
    length: dict[int, int] = {END: 0, ANEW: 0}
    loops = 0
    for start in target:
        way: list[int] = []
        at: dict[int, int] = {}
        state = start
        while state not in length and state not in at and state in target:
            at[state] = len(way)
            way.append(state)
            state = target[state]
        if state in at:
            loops += len(way) - at[state]
            for member in way[at[state] :]:
                length[member] = -1
            way = way[: at[state]]
        known = length.get(state, 0)
        for member in reversed(way):
            known = known + 1 if known >= 0 else -1
            length[member] = known
    return max(length.values()), loops


def some_loop(graph: Graph, behaviour: str, opening: Sequence[Move]) -> str:
    """A conversation that leads into a loop of somebody who always does the same, to read."""
    speech, silent, mine = index(graph, SPEECH_ENDS), index(graph, SILENT), index(graph, behaviour)
    for state in expanded(graph):
        way, here, seen = [], state, set()
        while here > ANEW and here not in seen and graph.edges[here]:
            seen.add(here)
            ways = graph.next(here)
            order = (speech,) if graph.sessions[here].queue else (mine, silent)
            way.append(next(at for at in order if ways.get(at, here) != here))
            here = ways[way[-1]]
        if here in seen:
            return graph.tell(state, *way, opening=opening)
    return "none"


def reachable(graph: Graph, allowed: Callable[[Session, Move], bool]) -> dict[int, tuple[int, int]]:
    """States that are reached by allowed moves alone, each with the state and the move before it."""
    found: dict[int, tuple[int, int]] = {START: (-1, -1)}
    waiting = deque([START])
    while waiting:
        state = waiting.popleft()
        for at, after in graph.next(state).items():
            if after not in found and allowed(graph.sessions[state], graph.moves[at]):
                found[after] = state, at
                if after > ANEW:
                    waiting.append(after)
    return found


def way_in(found: dict[int, tuple[int, int]], state: int) -> list[int]:
    """The moves to a state that `reachable` found."""
    way = []
    while found[state][0] >= 0:
        state, at = found[state]
        way.append(at)
    return way[::-1]


def ordinary(session: Session, move: Move) -> bool:
    """What somebody with a plain cramp does: says no, eases, goes on, asks, navigates; mumbles or is silent once."""
    if move.on_and_on:
        return session.phase is not Phase.QUESTION
    if move.kind in ("mumble", "conflict"):
        return session.no_matches == 0
    if move.name == "(silence)":
        return session.silences == 0 or session.phase is not Phase.QUESTION
    if move.kind == "answer":
        return move.answer == "no"
    return move.kind in ("speech", "silence", "nav", "aside", "topic", "noise", "deny") or move.name == "it eased"


def an_ordinary_cramp_stays_one(graph: Graph, opening: Sequence[Move]) -> int:
    """P7: no way of doing what `ordinary` allows leads to an ambulance, or to a doctor today; number of states."""
    found = reachable(graph, ordinary)
    for state in found:
        session = graph.sessions[state]
        level = "emergency" if session.phase is Phase.EMERGENCY else ""
        if state > ANEW and (level or session.protocol == "cool_down"):
            told = graph.tell(START, *way_in(found, state), opening=opening)
            raise Violation("an_ordinary_cramp_stays_one", f"it became {level or session.protocol}", told)
    for state in found:
        if state <= ANEW or not graph.edges[state]:
            continue
        for at in graph.next(state):
            if ordinary(graph.sessions[state], graph.moves[at]):
                result = apply(graph.moves[at], graph.sessions[state], graph.times[state])
                for action in result[1] if result else ():
                    if isinstance(action, Level) and severity(action.level) >= severity("doctor_today"):
                        told = graph.tell(START, *way_in(found, state), at, opening=opening)
                        raise Violation("an_ordinary_cramp_stays_one", f"it became {action.level}", told)
    return len(found)


def two_stops_end_it(graph: Graph, opening: Sequence[Move]) -> int:
    """P5 (6.10): said or touched twice, stop ends every state and cuts the speech; number of states.

    One stop is enough but for an alarm that sounds, which the first silences.
    """
    checked = 0
    stops = [at for at, move in enumerate(graph.moves) if move.name in ("stop", "<stop>")]
    for state in range(START, len(graph.sessions)):
        for first in stops:
            second = stops[1 - stops.index(first)] if checked % 2 else first
            session, now, ended = graph.sessions[state], graph.times[state], False
            for at in (first, second):
                speaking = bool(session.queue)
                result = apply(graph.moves[at], session, now)
                if ended or result is None:
                    break
                session, actions, now = result
                ended = any(isinstance(action, End) for action in actions)
                if speaking and not any(isinstance(action, StopSpeaking) for action in actions):
                    told = graph.tell(state, first, second, opening=opening)
                    raise Violation("two_stops_end_it", "the coach goes on speaking", told)
            if not ended or session.phase is not Phase.IDLE or session.deadline is not None:
                told = graph.tell(state, first, second, opening=opening)
                raise Violation("two_stops_end_it", f"it is {session.phase.value}", told)
            checked += 1
    return checked // len(stops)


def levels_possible(graph: Graph, protocol: str, muscle: str) -> set[str]:
    """Levels that some answer to some question of a protocol leads to, by the data; self-care where all is no."""
    script = graph.script
    raised = {flag for session in graph.sessions for flag in session.flags}
    found = {"self_care"}
    for item in script.protocols[protocol].items(muscle):
        if item.condition in FLAGS and item.condition not in raised:
            continue  # nothing that is followed up brings it into the plan
        if item.kind == "ask" and (not (muscles := script.questions[item.name].muscles) or muscle in muscles):
            outcomes = dict(script.questions[item.name].outcomes)
            for alone in script.combinations:  # cramp everywhere: what is harmless in one muscle is not
                if alone.questions == (item.name,) and (not alone.muscles or muscle in alone.muscles):
                    outcomes["yes"] = max(outcomes["yes"], alone.level, key=severity)
            found |= set(outcomes.values()) & {*script.levels, "emergency"}
    return found


def paths(graph: Graph) -> int:
    """Ways from the start to an end, states of one loop counted once each: by dynamic programming, loops cut where they
    close; several moves between the same two states are one way.
    """
    count: dict[int, int] = {END: 1, ANEW: 1}
    open_now: set[int] = set()
    stack: list[tuple[int, list[int]]] = [(START, [])]
    while stack:
        state, left = stack[-1]
        if state not in open_now:
            open_now.add(state)
            left.extend(sorted(set(graph.next(state).values())))
            count[state] = 0
        while left:
            after = left.pop()
            if after in open_now:
                continue
            if after in count:
                count[state] += count[after]
                continue
            stack.append((after, []))
            break
        else:
            stack.pop()
            open_now.discard(state)
            if stack:
                count[stack[-1][0]] += count[state]
    return count[START]


def merged_states_behave_alike(graph: Graph, seed: int = 7, moves_each: int = 60) -> int:
    """Check the abstraction: two sessions that count as one state lead to one state by the same move, at one level.

    Time is left out of a state: where a tick decides by the clock, silence for long counts as well. Returns the
    number of moves compared; raises `AssertionError` with the two sessions.
    """
    chance = random.Random(seed)
    compared = 0
    usual = [move for move in graph.moves if not move.rare]
    rare = [move for move in graph.moves if move.rare]
    silences = [move for move in graph.moves if move.kind == "silence"]
    with quick():
        for state, other, now in graph.merged:
            first = graph.sessions[state], graph.times[state]
            for move in (*usual, *chance.sample(rare, min(len(rare), moves_each))):
                here = outcome(graph, move, *first)
                there = outcome(graph, move, other, now)
                compared += 1
                if here == there:
                    continue
                if move.kind == "silence" and there in [outcome(graph, wait, *first) for wait in silences]:
                    continue
                shown = "\n".join(map(str, (describe(essence(first[0])), here, there, first[0], other)))
                raise AssertionError(f"one state, two futures by {move.name}:\n{shown}")
    return compared


def outcome(graph: Graph, move: Move, session: Session, now: float) -> tuple[object, ...] | None:
    """What matters of a move's result."""
    result = apply(move, session, now)
    if result is None:
        return None
    told = [action.level for action in result[1] if isinstance(action, Level)]
    ended = [action.reason for action in result[1] if isinstance(action, End)]
    if result[0].phase is Phase.IDLE:
        return "an end", told, ended
    return graph.state_of(result[0]), told, ended
