"""Random conversations with the core, for Hypothesis: what may happen, and what the core made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.dialogue.driver import SETTINGS, ambiguous, answered, meant, script, unknown
from voice_coach.dialogue.actions import Action, Say, StopSpeaking
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Event, Heard, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.session import Session
from voice_coach.interfaces.text import BUTTONS
from voice_coach.understanding.interpretation import Candidate

INTENTS = (
    "cramp_relief", "is_it_serious", "night_cramps", "recurring", "hydration", "massage", "heat_or_cold", "eased",
    "not_working", "more", "why", "nav_next", "nav_back", "nav_pause", "nav_resume", "nav_stop", "nav_repeat",
    "nav_restart", "nav_help", "nav_slower", "emergency",
)  # fmt: skip
MUSCLES = ("calf", "back", "abs", "foot", "many")

happenings = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(["yes", "no", "no", "no", "not_sure"])),
    st.tuples(st.just("played"), st.booleans()),
    st.tuples(st.just("played"), st.just(False)),
    st.tuples(st.just("wait"), st.just(0)),
    st.tuples(st.just("say"), st.sampled_from(INTENTS)),
    st.tuples(st.just("muscle"), st.sampled_from(MUSCLES)),
    st.tuples(st.just("doubt"), st.sampled_from(MUSCLES)),
    st.tuples(st.just("tap"), st.sampled_from(BUTTONS)),
    st.tuples(st.just("mumble"), st.just(0)),
)
conversations = st.tuples(st.sampled_from(MUSCLES), st.lists(happenings, max_size=40))


@dataclass
class Walk:
    """A conversation under way."""

    session: Session = field(default_factory=lambda: new_session(script(), SETTINGS, 0.0))
    now: float = 0.0
    speaker: list[str] = field(default_factory=list)

    def begin(self, muscle: str) -> list[Action]:
        return self.send(Heard(meant("cramp_relief", muscle=muscle)))

    def take(self, kind: str, what: object) -> list[Action]:
        """Let one thing happen; what cannot happen now does not."""
        self.now += 0.37
        match kind:
            case "answer":
                return self.send(Heard(answered(str(what))))
            case "played" if self.speaker:
                self.now += 1.9
                return self.send(SpeechFinished(self.speaker.pop(0), interrupted=bool(what)))
            case "wait" if self.session.deadline is not None:
                self.now = max(self.now, self.session.deadline)
                return self.send(Tick())
            case "say":
                return self.send(Heard(meant(str(what))))
            case "muscle":
                return self.send(Heard(meant("cramp_relief", muscle=str(what), side="left")))
            case "doubt":
                first = Candidate("cramp_relief", 80.0, {"muscle": str(what)})
                return self.send(Heard(ambiguous(first, Candidate("night_cramps", 79.0))))
            case "tap":
                return self.send(Tapped(str(what)))
            case "mumble":
                return self.send(Heard(unknown()))
        return []

    def send(self, event: Event) -> list[Action]:
        self.session, actions = step(self.session, event, self.now)
        for action in actions:
            if isinstance(action, StopSpeaking):
                self.speaker = []
            if isinstance(action, Say):
                self.speaker.append(action.line)
        return actions
