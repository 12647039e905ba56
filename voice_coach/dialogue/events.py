"""Events: everything that can happen to a conversation. The time is passed beside them, never inside."""

from __future__ import annotations

from dataclasses import dataclass

from voice_coach.understanding.interpretation import Interpretation


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance or a typed line was interpreted, accepted or not."""

    interpretation: Interpretation

    early: bool = False
    """True when it was said before the open question's key word (`Ask.key_word`) had been spoken."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A touch or a key: `yes no not_sure next repeat back pause resume stop start_over help slower louder eased
    not_working emergency more_time cramp cramp.MUSCLE serious night`. Unknown ones change nothing.
    """

    button: str


@dataclass(frozen=True, slots=True)
class SpeechFinished:
    """A line was played to its end (`interrupted` False) or cut. Finished means played."""

    line: str
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has reached the deadline that the session asked for."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The machine that spoke was cut off and is back: nothing of what was queued was played to its end."""


Event = Heard | Tapped | SpeechFinished | Tick | Restored
