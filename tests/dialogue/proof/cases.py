"""Cases: one proof each, for a protocol and the muscles that share its plan; and the row that is printed for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.dialogue.proof import graph as ways
from tests.dialogue.proof.essence import essence, forgetful
from tests.dialogue.proof.explore import ANEW, Graph, Property, Violation, calm, explore
from tests.dialogue.proof.moves import BRIEF, SILENT, alphabet, briefly, events, muscle_classes, opening
from tests.dialogue.proof.properties import ALL
from voice_coach.dialogue.question import LEVELS
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Session

PASSIVE: Final = ("yes", "no", "(keeps mumbling)", "(stays unsure)", SILENT)
"""What somebody may do for ever; each time the conversation must end."""

ACTIVE: Final = ("it eased", "not working", "next", "repeat", "help", "back", "resume", "slower", "louder", "restart")
"""What may go on as long as the person keeps it up, but never where nothing is due: then silence ends it."""


EVERYWHERE: Final = ("stop", "<stop>", "<emergency>", "(silence)", "(mumbles)", "(speech is cut)", "pause")
"""Moves that are tried in every state, whatever was answered before."""


@dataclass(frozen=True)
class Case:
    """What is proved."""

    protocol: str
    muscle: str
    without: tuple[str, ...] = ()
    """Moves that are tried in every state but not followed up."""

    topics: bool = False
    """Follow up topics too that bring questions into the plan."""

    full: bool = False
    """Follow up every move that is not rare, with all that taking back reads kept in a state."""

    depth: int = 0
    """How many of the rare moves that `events` names are followed up in one conversation."""

    any_event: bool = False
    """Not only those that `events` names: every move, once."""

    deviations: int = 0
    """Rare moves are tried where at most so many answers so far were other than "no"."""

    pairs: bool = False
    """Two symptoms in one breath as well."""

    slots: tuple[tuple[str, str], ...] = ()
    """Said with the opening: `who`, `symptom`."""

    def __str__(self) -> str:
        said = "".join(f", {name} {value}" for name, value in self.slots)
        kind = f"{', every move' if self.full else ''}{', then on' if self.depth else ''}"
        return f"{self.protocol}: {self.muscle}{said}{kind}"


@dataclass(frozen=True)
class Report:
    """What was found."""

    case: Case
    muscles: tuple[str, ...]
    graph: Graph
    paths: int
    longest: int
    ordinary: int
    compared: int
    seconds: float

    def __str__(self) -> str:
        levels = ", ".join(name for name in LEVELS if name in self.graph.levels)
        after = sum(map(bool, self.graph.rank))
        return (
            f"{self.case} (stands for {', '.join(self.muscles)})\n"
            f"  {len(ways.expanded(self.graph))} states followed ({after} of them after an event), "
            f"{self.graph.transitions} transitions, {shortly(self.paths)} paths,\n"
            f"  {self.graph.cut} results checked but not followed; {self.seconds:.0f} s\n"
            f"  levels: {levels}\n"
            f"  whoever always does the same is at an end after at most {self.longest} moves; "
            f"an ordinary cramp has {self.ordinary} states\n"
            f"  {self.compared} moves of sessions that count as one state led to one state"
        )


def shortly(number: int) -> str:
    """A number that may have hundreds of digits."""
    return str(number) if number < 10**9 else f"{number:.2e}"


def prove(script: Script, case: Case, properties: Sequence[Property] = ALL) -> Report:
    """Walk a case and check everything. Raises `Violation` with the shortest conversation."""
    began = time.process_time()
    moves = alphabet(script, case.pairs)
    if not case.full:
        topics = [move.name for move in moves if move.kind == "topic"] if case.topics else []
        moves = briefly(moves, *topics, without=case.without)
    start = [opening(case.protocol, case.muscle, **dict(case.slots))]

    def rare_in(session: Session) -> bool:
        return (
            calm(session)
            and not session.unsure
            and sum(answer != "no" for _, answer in session.answers) <= case.deviations
        )

    followed_once = events(script, moves)
    state_of = essence if case.full else forgetful
    graph = explore(
        script,
        start,
        moves,
        properties,
        depth=case.depth,
        follow=lambda move: case.any_event or move.name in followed_once,
        rare_in=rare_in,
        everywhere=EVERYWHERE,
        state_of=state_of,
    )
    ways.two_stops_end_it(graph, start)
    possible = ways.levels_possible(graph, case.protocol, case.muscle)
    missing = possible - set(graph.levels) if not case.slots else set()
    if missing:
        raise Violation("every_level_is_reachable", f"no way leads to {', '.join(sorted(missing))}", "")
    longest = 0
    followed = {move.name for move in moves if not move.rare}
    for behaviour in (name for name in (*PASSIVE, *ACTIVE) if name in followed):
        moves_needed, loops = ways.always(graph, behaviour, start)
        if loops and behaviour in PASSIVE:
            told = ways.some_loop(graph, behaviour, start)
            raise Violation("nothing_loops_without_a_way_out", f'"{behaviour}" for ever never ends', told)
        longest = max(longest, moves_needed)
    ordinary = ways.an_ordinary_cramp_stays_one(graph, start) if not case.slots else 0
    muscles = muscle_classes(script).get(case.muscle, (case.muscle,))
    # Forgetting holds as long as nothing is taken back: only the moves that are followed up need lead to the same.
    compared = ways.merged_states_behave_alike(graph, moves_each=20 if state_of is essence else 0)
    return Report(case, muscles, graph, ways.paths(graph), longest, ordinary, compared, time.process_time() - began)


__all__ = ["ANEW", "BRIEF", "Case", "Report", "prove"]
