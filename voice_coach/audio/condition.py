"""Condition: how a microphone or a speaker is, and the one sentence that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voice_coach.audio.device import NOUN, Kind


class State(StrEnum):
    """What a device is doing."""

    OPEN = "open"
    LOST = "lost"
    """It is to be open, and is not: unplugged, refused, or its sound server has gone. It is looked for all the time."""

    OFF = "off"
    """Closed because somebody wants it so."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How one device is."""

    kind: Kind
    state: State
    overflows: int = 0
    """Times that sound was lost because this machine was too busy."""

    busy: bool = False
    """True for a few seconds after sound was lost."""

    instead: tuple[str, str] | None = None
    """Names of the device that is gone and of the one that is used meanwhile; None when it is the right one."""

    @property
    def trouble(self) -> str | None:
        """One sentence with the cause and what to do; None when nothing is wrong."""
        noun = NOUN[self.kind]
        if self.state is State.LOST:
            return f"the {noun} is gone: plug it in again, and the coach goes on by itself"
        if self.instead is not None and self.state is State.OPEN:
            return f"the {noun} {self.instead[0]} is gone: {self.instead[1]} is used until it is plugged in again"
        if self.busy:
            return "this machine is too busy and has lost sound: end other programs"
        return None


def trouble(microphone: Condition, speaker: Condition) -> str | None:
    """One sentence about both; None when nothing is wrong."""
    if microphone.state is State.LOST and speaker.state is State.LOST:
        return (
            "microphone and speaker are gone: plug them in or start the sound server, and the coach goes on by itself"
        )
    return microphone.trouble or speaker.trouble
