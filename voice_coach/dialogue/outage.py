"""Outage: while the coach can hear nobody, or nobody the coach, silence is no answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from voice_coach.dialogue.actions import Action
from voice_coach.dialogue.session import Phase, Session
from voice_coach.dialogue.turn import Turn

PATIENCE: Final = 60.0
"""Seconds for which a conversation waits for a device; then time runs again, so that every conversation has an end and
somebody who lies there is not forgotten."""

WAITING: Final = frozenset({Phase.QUESTION, Phase.CONFIRM, Phase.STEP, Phase.TOPIC, Phase.CLOSING})
"""Phases in which time waits. An emergency waits for nothing, and a pause is long anyway."""

TOLD: Final = frozenset({Phase.QUESTION, Phase.CONFIRM, Phase.STEP, Phase.TOPIC})
"""Phases in which it is said that the coach cannot hear."""


@dataclass(frozen=True, slots=True)
class Outage:
    """What the coach lacks; the times are the caller's."""

    hears: bool = True
    speaks: bool = True
    since: float | None = None
    """When the first of the two was lost; None while both are there."""

    told: bool = False
    """It has been said that the coach cannot hear."""

    def sense(self, hears: bool, speaks: bool, now: float) -> Outage:
        """The same, with what is known now."""
        since = None if hears and speaks else now if self.since is None else self.since
        return replace(self, hears=hears, speaks=speaks, since=since)

    def delayed(self, session: Session, deadline: float | None) -> float | None:
        """When the conversation's deadline is really due."""
        # A stretch is held, and muscles cool, whether anybody hears or not.
        timed = session.hold_since is not None or session.wait_until is not None
        if deadline is None or self.since is None or timed or session.phase not in WAITING:
            return deadline
        return max(deadline, self.since + PATIENCE)

    def made_good(self, session: Session, now: float) -> Session:
        """The session after this outage: nobody had a chance to answer, or to be heard to the end."""
        if self.since is None or session.phase not in WAITING or session.hold_since is not None:
            return session
        lost = min(now - self.since, PATIENCE)
        timer, limit = session.timer, session.queue_limit
        if timer is not None and session.wait_until is None:
            timer = max(timer, now + session.settings.answer_wait)
        return replace(session, timer=timer, queue_limit=limit if limit is None else limit + lost)

    def tell(self, session: Session, now: float) -> tuple[Outage, Session, list[Action]]:
        """Say that the coach cannot hear, once, or that it can again; only where it matters, and can be heard."""
        if not self.speaks or self.hears is not self.told or session.phase not in TOLD:
            # Whoever was not told, or has left, need not hear that it is over.
            return (replace(self, told=False) if self.hears else self), session, []
        turn = Turn(session, now)
        turn.cue("hears_again" if self.hears else "deaf")
        return replace(self, told=not self.hears), turn.session, turn.actions
