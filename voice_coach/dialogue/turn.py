"""Turn: one step of a conversation in the making: the session so far, and the actions in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from voice_coach.dialogue.actions import Action, Alert, Hold, Say, StopSpeaking
from voice_coach.dialogue.session import Session

SECONDS_A_WORD: Final = 1.5
SPEECH_GRACE: Final = 15.0
"""A speaker that reports nothing for 1.5 s a word (a quarter of the usual speed) plus 15 s is given up."""


class Turn:
    """Collects what one event changes."""

    def __init__(self, session: Session, now: float) -> None:
        self.session = session
        self.now = now
        self.actions: list[Action] = []

    def set(self, **changes: Any) -> None:
        """Change fields of the session."""
        self.session = replace(self.session, **changes)

    def do(self, action: Action) -> None:
        """Append an action."""
        self.actions.append(action)

    def say(self, line_id: str, *, danger: bool = False, name: str = "") -> str:
        """Queue a line in the wording that fits; returns its text."""
        session = self.session
        line = session.script.lines[line_id]
        spoken_id, words = line.worded(session.third_person)
        number = session.script.numbers.of(session.settings)
        text, spoken = (
            words.replace("{number}", form).replace("{name}", name) for form in (number.shown, number.spoken)
        )
        self.do(Say(spoken_id, text, str(line.source), spoken, danger))
        limit = max(session.queue_limit or self.now, self.now + SPEECH_GRACE) + SECONDS_A_WORD * len(spoken.split())
        self.set(queue=(*session.queue, spoken_id), queue_limit=limit)
        return text

    def state(self, line_id: str, *, danger: bool = False) -> str:
        """Say a line that states something, so that "why" can give its source; returns its text."""
        self.set(said=line_id)
        return self.say(line_id, danger=danger)

    def cue(self, name: str, *, spoken: str = "") -> str:
        """Say the next line of a cue; its lines take turns, so that nothing sounds three times alike."""
        counts = dict(self.session.cue_counts)
        lines = self.session.script.cues[name]
        text = self.say(lines[counts.get(name, 0) % len(lines)], name=spoken)
        counts[name] = (counts.get(name, 0) + 1) % len(lines)
        self.set(cue_counts=tuple(sorted(counts.items())))
        return text

    def hush(self) -> None:
        """Cut what is being said."""
        if self.session.queue:
            self.do(StopSpeaking())
        self.set(queue=(), queue_limit=None)

    def let_go(self) -> None:
        """End a hold that is running."""
        session = self.session
        if session.hold_since is not None:
            self.do(Hold("end", self.now - session.hold_since))
        self.set(hold_since=None, hold_counts=0)

    def alert(self, earcon: str) -> None:
        """Play an earcon."""
        self.do(Alert(earcon))
