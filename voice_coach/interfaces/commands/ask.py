"""`voice-coach ask`: what understanding makes of one text, without a conversation."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, Final

from voice_coach.errors import EXIT_DONE, BadInput
from voice_coach.paths import intents_folder
from voice_coach.understanding.interpretation import Expectation, Interpretation, Situation
from voice_coach.understanding.library import load_library
from voice_coach.understanding.understanding import Understanding

LONGEST: Final = 10_000
"""Characters of text that are read."""


def add_parser(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("ask", help="what the coach understands of one text")
    parser.add_argument("text", metavar="TEXT", help="what somebody says")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a line")
    parser.add_argument(
        "--state",
        metavar="STATE",
        default="",
        help="idle, question, question:ID, step or emergency; without it, all that any of them would accept",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Interpret and print."""
    expectation = read_state(arguments.state)
    understanding = Understanding(load_library(intents_folder()))
    interpretation = understanding.interpret(arguments.text[:LONGEST], expectation)
    if arguments.json:
        line = json.dumps(as_json(interpretation), ensure_ascii=False)
    else:
        slots = " ".join(f"{name}={value}" for name, value in interpretation.slots.items())
        verdict = "accepted" if interpretation.accepted else f"not accepted ({interpretation.rejection})"
        line = f"{interpretation.intent or 'nothing'} {slots} {interpretation.score:.0f} {verdict}".replace("  ", " ")
    sys.stdout.write(line + "\n")
    return EXIT_DONE


def read_state(text: str) -> Expectation:
    """The situation that `--state` names. Without one, a question is open, which accepts the most."""
    name, _, question = text.partition(":")
    try:
        situation = Situation(name or "question")
    except ValueError:
        known = ", ".join(situation.value for situation in Situation)
        raise BadInput(f'--state "{text}" is not known: use one of {known}, or question:ID') from None
    return Expectation(situation, question=question or None)


def as_json(interpretation: Interpretation) -> dict[str, object]:
    """The `ask` result of the contract."""
    runner_up = interpretation.runner_up
    return {
        "text": interpretation.text,
        "intent": interpretation.intent,
        "slots": dict(interpretation.slots),
        "score": round(interpretation.score, 1),
        "runner_up": {
            "intent": runner_up.intent if runner_up else None,
            "score": round(runner_up.score, 1) if runner_up else 0.0,
        },
        "accepted": interpretation.accepted,
        "polarity": interpretation.polarity.value,
        "reason": interpretation.rejection.value if interpretation.rejection else None,
        "correction": interpretation.correction.value,
        "call": interpretation.call.value,
        "reported": list(interpretation.reported),
        "also": [{"intent": other.intent, "slots": dict(other.slots)} for other in interpretation.also],
    }
