"""A driver for the dialogue core alone: every line lasts two seconds, time stands still otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from voice_coach.dialogue.actions import Action, Ask, End, Hold, Level, Note, Say, Step, StopSpeaking
from voice_coach.dialogue.core import new_session, step
from voice_coach.dialogue.events import Event, Heard, SpeechFinished, Tapped, Tick
from voice_coach.dialogue.script import Script, load_script
from voice_coach.dialogue.session import Phase, Session
from voice_coach.settings import DialogueSettings
from voice_coach.understanding.interpretation import Candidate, Interpretation, Polarity, Rejection

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = DialogueSettings(emergency_number="one one two")
POLARITY = {"yes": Polarity.AFFIRM, "no": Polarity.NEGATE, "not_sure": Polarity.UNSURE}


@cache
def script() -> Script:
    """The real content."""
    return load_script(ROOT / "intents")


def meant(intent: str, polarity: Polarity = Polarity.NONE, **slots: str | int) -> Interpretation:
    """An accepted interpretation."""
    return Interpretation(intent, intent, slots, 95.0, accepted=True, polarity=polarity)


def answered(answer: str) -> Interpretation:
    """An accepted answer: yes, no or not_sure."""
    return meant("answer", POLARITY[answer])


def unknown(rejection: Rejection = Rejection.UNKNOWN) -> Interpretation:
    """Something that was not understood."""
    return Interpretation("gibberish", rejection=rejection)


def ambiguous(first: Candidate, second: Candidate) -> Interpretation:
    """Two candidates too close to choose."""
    return Interpretation("cough cramp", first.intent, first.slots, first.score, second, rejection=Rejection.AMBIGUOUS)


@dataclass
class Talk:
    """A conversation with the core; speech plays to its end unless `mute` is set."""

    session: Session = field(default_factory=lambda: new_session(script(), SETTINGS, 0.0))
    now: float = 0.0
    actions: list[Action] = field(default_factory=list)
    mute: bool = False

    def send(self, event: Event) -> list[Action]:
        """One event, and the end of everything that is said because of it."""
        self.session, actions = step(self.session, event, self.now)
        self.actions += actions
        queue: list[str] = []
        for action in actions:
            if isinstance(action, StopSpeaking):
                queue = []
            if isinstance(action, Say):
                queue.append(action.line)
        for line in () if self.mute else queue:
            self.now += 2.0
            actions = [*actions, *self.send(SpeechFinished(line))]
        return actions

    def say(self, intent: str, **slots: str | int) -> list[Action]:
        """Something that was understood."""
        return self.send(Heard(meant(intent, **slots)))

    def answer(self, *answers: str) -> list[Action]:
        """Answers, one after the other; returns the actions of the last."""
        actions: list[Action] = []
        for answer in answers:
            actions = self.send(Heard(answered(answer)))
        return actions

    def mumble(self, times: int = 1) -> list[Action]:
        """Something that was not understood."""
        actions: list[Action] = []
        for _ in range(times):
            actions = self.send(Heard(unknown()))
        return actions

    def tap(self, button: str) -> list[Action]:
        """A touch or a key."""
        return self.send(Tapped(button))

    def wait(self, times: int = 1) -> list[Action]:
        """Nothing happens until the next deadline."""
        actions: list[Action] = []
        for _ in range(times):
            assert self.session.deadline is not None, "nothing is due"
            self.now = max(self.now, self.session.deadline)
            actions = self.send(Tick())
        return actions

    @property
    def asked(self) -> list[str]:
        """Ids of the questions put, in order; put again counts again."""
        return [action.question for action in self.actions if isinstance(action, Ask)]

    @property
    def open(self) -> str | None:
        """Id of the open question."""
        return self.session.expectation.question

    @property
    def steps(self) -> list[str]:
        """Relief steps begun."""
        return [action.step for action in self.actions if isinstance(action, Step)]

    @property
    def said(self) -> list[str]:
        """Ids of the lines said."""
        return [action.line for action in self.actions if isinstance(action, Say)]

    @property
    def spoken(self) -> str:
        """Everything said, as one text."""
        return " ".join(action.text for action in self.actions if isinstance(action, Say))

    @property
    def levels(self) -> list[str]:
        """Levels reached."""
        return [action.level for action in self.actions if isinstance(action, Level)]

    @property
    def because(self) -> tuple[str, ...]:
        """What the last level rests on."""
        return [action.because for action in self.actions if isinstance(action, Level)][-1]

    @property
    def ends(self) -> list[str]:
        """Reasons of the ends."""
        return [action.reason for action in self.actions if isinstance(action, End)]

    @property
    def holds(self) -> list[str]:
        """States of the hold."""
        return [action.state for action in self.actions if isinstance(action, Hold)]

    @property
    def notes(self) -> list[bool]:
        """Whether each utterance changed the conversation."""
        return [action.accepted for action in self.actions if isinstance(action, Note)]


def calf() -> Talk:
    """Somebody's calf is cramping."""
    talk = Talk()
    talk.say("cramp_relief", muscle="calf")
    return talk


def stretching() -> Talk:
    """Somebody is holding the calf stretch."""
    talk = calf()
    talk.answer("no", "no", "no", "no")
    assert talk.steps[-1] == "stretch"
    return talk


def at_question(question: str) -> Talk:
    """Somebody asked whether it is serious and has come to this question."""
    talk = Talk()
    talk.say("is_it_serious", muscle="back" if question == "back_numb" else "calf")
    while talk.open != question:
        assert talk.open is not None, f"{question} is never asked"
        talk.answer("no")
    return talk


def paused() -> Talk:
    """Somebody paused at the first question."""
    talk = calf()
    talk.say("nav_pause")
    return talk


def closing() -> Talk:
    """The coach is saying the result."""
    talk = at_question("at_risk")
    talk.mute = True
    talk.answer("no")
    assert talk.session.phase is Phase.CLOSING
    return talk


def topic() -> Talk:
    """Somebody asked what to drink."""
    talk = Talk()
    talk.say("hydration")
    return talk


def cooling() -> Talk:
    """Somebody is cooling down with company."""
    talk = at_question("overheated")
    talk.answer("yes", "no")
    return talk
