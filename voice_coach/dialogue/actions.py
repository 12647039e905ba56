"""Actions: everything that a conversation can ask the outside to do, in order."""

from __future__ import annotations

from dataclasses import dataclass

from voice_coach.understanding.interpretation import Interpretation


@dataclass(frozen=True, slots=True)
class Say:
    """Speak one line after what is already queued; `SpeechFinished` with the same id must follow."""

    line: str
    """Stable id."""

    text: str
    """What is shown, with settings such as the emergency number filled in."""

    source: str
    """Where the line comes from, in one string: `FILE > HEADING` or `OUTSIDE: PUBLIC SOURCE`."""

    spoken: str = ""
    """What goes to the voice: a number digit by digit. The same as `text` where no number is in it."""

    danger: bool = False
    """True for emergency wording: spoken slower, and its first pass is not dropped from the queue."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question has been put (its `Say` precedes it): an answer is expected when its line has been played."""

    question: str
    text: str
    expects: tuple[str, ...]
    danger: bool
    key_word: str = ""
    """Last symptom word of the text: an answer that starts before it was spoken is `Heard(..., early=True)`. Empty when
    the question is put again, for then every answer counts."""


@dataclass(frozen=True, slots=True)
class Step:
    """A relief step began: `stop stretch massage hydrate temperature`."""

    step: str
    muscle: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The stretch counter: `start`, `count`, `end`."""

    state: str
    elapsed: float
    """Seconds held so far."""


@dataclass(frozen=True, slots=True)
class Level:
    """Triage reached a level: `emergency doctor_today doctor_soon physiotherapist self_care`."""

    level: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Log an interpretation: `accepted` says whether it changed the conversation."""

    interpretation: Interpretation
    accepted: bool


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Cut what is being played and drop what is queued, at once."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Play an earcon: `heard`, `listening`, `hold_over`, `emergency`."""

    earcon: str


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change the voice from the next line on."""

    rate: float = 1.0
    """Factor on words a minute, 0.5 to 1.5."""

    gain: float = 0.0
    """Decibels on the playback level, -20 to 20."""


@dataclass(frozen=True, slots=True)
class End:
    """The conversation is over: `finished stopped idle`."""

    reason: str


Action = Say | Ask | Step | Hold | Level | Note | StopSpeaking | Alert | Adjust | End
