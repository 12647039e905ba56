"""View: the whole state of the screen as the page gets it, read from the conversation as it stands.

What a touch would answer is what the screen shows: both are the session's. Pure: no clock, no thread.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from voice_coach.dialogue import relief, triage
from voice_coach.dialogue.agenda import EXPECTS
from voice_coach.dialogue.protocol import Item
from voice_coach.dialogue.session import Phase, Session
from voice_coach.interfaces.record import Record
from voice_coach.pending import Speaking
from voice_coach.speech.word_times import Word, timed

UNHEARD: Final = frozenset({"echo", "noise", "asleep"})
"""Reasons for a rejection of what nobody said to the coach."""

UNWORDED: Final = "[unk]"
"""What the recogniser writes for speech that is no phrase."""

COOLING: Final = "cool-down"
"""Step and drawing of the cool-down, whose stages are waits."""

LIMITED: Final = (Phase.QUESTION, Phase.CONFIRM, Phase.TOPIC, Phase.STEP)
"""Phases in which silence makes something happen that somebody may want to put off."""


@dataclass(frozen=True, slots=True)
class Said:
    """The line that is spoken, or was spoken last."""

    line: str
    text: str
    words: tuple[Word, ...]
    started: float
    """Seconds on the conversation's clock."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a touch would answer."""

    id: str
    text: str
    danger: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The step that is taken."""

    step: str
    muscle: str | None
    number: int
    total: int
    drawing: str
    text: str
    """What is to be done, as the step's first line says it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A stretch that is held, or a wait."""

    since: float
    """Seconds on the conversation's clock."""

    total: float | None
    """Seconds of a wait; None for a hold, which lasts until the muscle lets go."""


@dataclass(frozen=True, slots=True)
class Result:
    """The level, and whom to see."""

    level: str
    whom: str
    """The line that says so."""

    because: tuple[str, ...]
    """The questions behind it, as they were put."""

    lines: tuple[str, ...]
    """All lines of the result."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency screen."""

    number: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the screen; two views that are equal look alike for as long as the clock needs no help."""

    screen: str = "attract"
    heard: tuple[str, bool] | None = None
    said: Said | None = None
    speaking: bool = False
    paused: bool = False
    question: Asked | None = None
    step: Shown | None = None
    hold: Holding | None = None
    level: Result | None = None
    emergency: Emergency | None = None
    microphone: str = "off"
    audio: str = "browser"
    awake: bool = True
    until: float | None = None
    """When something happens by itself that "more time" puts off, in seconds on the conversation's clock."""

    trouble: str | None = None

    def values(self, now: float) -> dict[str, object]:
        """The view as the contract has it; `now` is in seconds on the conversation's clock."""
        return {
            "screen": self.screen,
            "heard": None if self.heard is None else {"text": self.heard[0], "accepted": self.heard[1]},
            "said": None if self.said is None else _said_values(self.said, now),
            "speaking": self.speaking,
            "paused": self.paused,
            "question": None if self.question is None else _question_values(self.question),
            "step": None if self.step is None else asdict(self.step),
            "hold": None if self.hold is None else _hold_values(self.hold, now),
            "level": None if self.level is None else asdict(self.level),
            "emergency": None if self.emergency is None else asdict(self.emergency),
            "microphone": self.microphone,
            "audio": self.audio,
            "awake": self.awake,
            "time_limit": None if self.until is None else {"remaining": round(max(0.0, self.until - now), 1)},
            "trouble": self.trouble,
        }


class Scene:
    """What the screen shows beyond the running conversation: it is forgotten with the person."""

    def __init__(self) -> None:
        self.welcoming = False
        """True once somebody is there: the attract screen is left."""

        self._heard: tuple[str, bool] | None = None
        self._said: Said | None = None
        self._level: tuple[str, tuple[str, ...]] | None = None
        self._emergency: Emergency | None = None
        self._awake = True
        self._restored = False

    def note(self, record: Record) -> None:
        """Take an event of the conversation."""
        match record["event"]:
            case "heard":
                self._heard = (str(record["text"]), bool(record["accepted"]))
                self.welcoming = self.welcoming or bool(record["accepted"])
            case "rejected" if record["reason"] not in UNHEARD:
                words = [word for word in str(record["text"]).split() if word != UNWORDED]
                self._heard = (" ".join(words), False)
            case "tapped":
                self._heard = None
                self.welcoming = True
            case "level":
                because = record["because"]
                self._level = (str(record["level"]), tuple(because) if isinstance(because, list) else ())
            case "restored":
                self._restored = True  # its result was told before the kill
            case "attention":
                self._awake = record["state"] == "awake"

    @property
    def alarming(self) -> bool:
        """True while the emergency screen is up; it stays after the last word, until somebody starts anew."""
        return self._emergency is not None

    def view(self, session: Session, speaking: Speaking | None, *, lead: float = 0.0) -> View:
        """The screen as it looks now, but for the microphone, the audio, trouble and the idle reset.

        `lead` is in seconds of silence before the words in the audio of the line that is spoken.
        """
        self._follow(session, speaking, lead)
        phase = session.before if session.phase is Phase.PAUSED else session.phase
        view = View(
            screen=self._screen(session, phase),
            heard=self._heard,
            said=self._said,
            speaking=speaking is not None,
            paused=session.phase is Phase.PAUSED,
            question=_asked(session, phase),
            step=_step(session, phase),
            hold=_hold(session),
            emergency=self._emergency,
            awake=self._awake,
            until=session.timer if _limited(session) else None,
        )
        shows_level = view.screen in ("closing", "emergency") and self._level is not None
        return replace(view, level=_result(session, *self._level)) if shows_level and self._level else view

    def _follow(self, session: Session, speaking: Speaking | None, lead: float) -> None:
        if speaking is not None:
            say = speaking.say
            words = timed(say.text, speaking.seconds, lead, say.spoken, speaking.begins)
            self._said = Said(speaking.say.line, speaking.say.text, words, speaking.started)
        if session.phase is Phase.EMERGENCY:
            if session.emergency != "stopped" or self._emergency is None:
                lines = session.script.emergency[session.emergency or "self"]
                number = session.script.numbers.of(session.settings).shown
                self._emergency = Emergency(number, tuple(worded(session, line) for line in lines))
        elif session.phase is not Phase.IDLE:
            self._emergency = None
        if session.phase not in (Phase.IDLE, Phase.CLOSING, Phase.EMERGENCY):
            self._level = None
        elif self._restored and self._level is None:
            self._level = _concluded(session)
        if session.phase is not Phase.IDLE:
            self.welcoming = True

    def _screen(self, session: Session, phase: Phase) -> str:
        if self._emergency is not None:
            return "emergency"
        match phase:
            case Phase.QUESTION | Phase.CONFIRM:
                return "question"
            case Phase.STEP:
                return "step"
            case Phase.CLOSING:
                return "closing"
            case Phase.IDLE if self._level is not None:
                return "closing"
            case Phase.IDLE if not self.welcoming:
                return "attract"
        return "talk"


def worded(session: Session, line: str) -> str:
    """What is shown of a line, with the number in it."""
    number = session.script.numbers.of(session.settings).shown
    return session.script.lines[line].worded(session.third_person)[1].replace("{number}", number)


def _limited(session: Session) -> bool:
    """True while silence makes something happen; a hold and a wait only count."""
    return session.phase in LIMITED and session.hold_since is None and not relief.waits(session)


def _asked(session: Session, phase: Phase) -> Asked | None:
    if phase is Phase.CONFIRM and session.confirm:
        line = session.script.cues["confirm"][0]
        return Asked("confirm", worded(session, line).replace("{name}", session.confirm_name()), danger=False)
    if phase is not Phase.QUESTION or session.current is None:
        return None
    question = session.script.questions[session.current.name]
    # The wording that was put last: after "not sure" the plain one.
    put = session.said if session.said in {line.id for line in question.lines} else None
    return Asked(question.id, worded(session, put or question.lines[0].id), question.danger)


def _step(session: Session, phase: Phase) -> Shown | None:
    if phase is not Phase.STEP or session.current is None or session.current.kind != "do":
        return None
    name = session.current.name
    plan = session.script.protocols[session.protocol].items(session.muscle) if session.protocol else ()
    steps = [item.name for item in plan if item.kind == "do" and _counts(session, item)]
    muscle = session.muscle if session.muscle in session.script.muscles else None
    step = name if name in relief.SHOWN_STEPS else COOLING
    drawing = f"stretch-{muscle}" if step == "stretch" and muscle else step
    text = worded(session, session.script.for_muscle(session.script.steps[name].lines[0], session.muscle))
    number = steps.index(name) + 1 if name in steps else 1
    return Shown(step, muscle, number, max(1, len(steps)), drawing, text)


def _counts(session: Session, item: Item) -> bool:
    """True for a step that was taken, is taken, or may still come."""
    if item == session.current or item.name in session.done:
        return True
    held = not item.condition or triage.holds(session, item.condition)
    return held and not triage.ruled_out(session, item.name)


def _hold(session: Session) -> Holding | None:
    if session.hold_since is not None:
        return Holding(session.hold_since, None)
    if session.wait_until is None or not relief.waits(session) or session.current is None:
        return None
    minutes = session.script.steps[session.current.name].minutes
    return Holding(session.wait_until - minutes * 60, minutes * 60)


def _concluded(session: Session) -> tuple[str, tuple[str, ...]] | None:
    """The level that a conversation has come to, and the questions behind it; None while it has come to none."""
    if session.phase is Phase.EMERGENCY:
        return "emergency", session.because
    kinds = (session.muscle, session.protocol)
    for level, lines in session.script.levels.items():
        if session.script.special(lines[0], *kinds) in session.closing:
            return level, session.because
    return None


def _result(session: Session, level: str, because: tuple[str, ...]) -> Result:
    lines = session.script.levels.get(level) or session.script.emergency["self"]
    questions = session.script.questions
    reasons = tuple(worded(session, questions[name].lines[0].id) for name in because if name in questions)
    spoken = session.closing or lines
    return Result(level, worded(session, lines[0]), reasons, tuple(worded(session, line) for line in spoken))


def _said_values(said: Said, now: float) -> dict[str, object]:
    words = [asdict(word) for word in said.words]
    at = round(max(0.0, now - said.started), 3)
    return {"line": said.line, "text": said.text, "words": words or None, "at": at}


def _question_values(question: Asked) -> dict[str, object]:
    expects = ["unsure" if answer == "not_sure" else answer for answer in EXPECTS]
    return {"id": question.id, "text": question.text, "danger": question.danger, "expects": expects}


def _hold_values(hold: Holding, now: float) -> dict[str, object]:
    return {"elapsed": round(max(0.0, now - hold.since), 1), "total": hold.total, "running": True}
