"""The whole proof: `python -m tests.dialogue.proof` walks every protocol with every class of muscles, in some minutes.

The cases that end in "then on" follow what one event changes, for a calf. test_proof.py tells what is not proved.

`python -m tests.dialogue.proof PROTOCOL MUSCLE` walks one.
"""

from __future__ import annotations

import sys
import time
from typing import Final

from tests.dialogue.driver import script
from tests.dialogue.proof.cases import Case, prove
from tests.dialogue.proof.moves import muscle_classes, starters

WITHOUT: Final = {"cramp_relief": ("not working",)}
"""Tried in every state with nothing but "no" so far, and not followed up: it makes ten times as many states."""


def main(arguments: list[str]) -> int:
    """Print a row for each case; 1 when a property does not hold."""
    cases = [
        Case(protocol, muscle, pairs=True, topics=protocol == "cramp_relief", without=WITHOUT.get(protocol, ()))
        for protocol in starters(script())
        for muscle in muscle_classes(script())
        if not arguments or [protocol, muscle] == arguments
    ]
    if not arguments:
        cases += [
            Case("is_it_serious", "other", slots=(("who", "other"),)),
            Case("is_it_serious", "other", slots=(("symptom", "overheated"),), deviations=1, pairs=True),
        ]
    cases += [
        Case(protocol, "calf", depth=1, without=WITHOUT.get(protocol, ()))
        for protocol in starters(script())
        if not arguments or arguments == [protocol, "calf"]
    ]
    failed = 0
    states = transitions = 0
    for case in cases:
        try:
            report = prove(script(), case)
        except AssertionError as violation:
            print(f"{case}\n  {violation}\n", flush=True)
            failed += 1
            continue
        states, transitions = states + len(report.graph.sessions), transitions + report.graph.transitions
        print(f"{report}\n", flush=True)
    seconds = time.process_time()
    print(f"{len(cases)} cases, {failed} fail; {states} states, {transitions} transitions, {seconds:.0f} s of one core")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
