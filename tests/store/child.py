"""A coach in a process of its own, to be killed: `python -m tests.store.child FILE talk|count`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.conversation import Talk
from tests.dialogue.driver import SETTINGS, calf, script
from voice_coach.dialogue.core import new_session
from voice_coach.settings import StoreSettings
from voice_coach.store.conversation_store import ConversationStore


def main(file: str, what: str) -> None:
    store = ConversationStore(Path(file), StoreSettings(), "1-1", lambda text: print("said", text, flush=True))
    if what == "talk":
        talk_with(store)
    else:
        count(store)


def talk_with(store: ConversationStore) -> None:
    """Hear lines; tell which question is open after each, and which lines have been said."""
    talk = Talk()
    talk.coach._keep = store.keeper("run")
    kept = store.load("run", talk.coach._session)
    if kept is not None:
        talk.clock.move(kept.now)
        talk.coach.restore(kept.session, kept.now, kept.away)
    while True:
        talk.time.settle()
        said = [str(record["line"]) for record in talk.of("say")]
        print(talk.coach.expectation.question or talk.coach._session.phase, *said, flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        talk.coach.hear(line.strip(), talk.clock.now)


def count(store: ConversationStore) -> None:
    """Keep a conversation that changes without a rest, and tell what was kept."""
    session = calf().session
    kept = store.load("run", new_session(script(), SETTINGS, 0.0))
    number = kept.session.turns if kept is not None else 0
    print(number, flush=True)
    while True:
        number += 1
        store.keep("run", replace(session, turns=number, done=("stop",) * (number % 50)), float(number))
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
