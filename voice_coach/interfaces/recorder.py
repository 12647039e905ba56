"""Recorder: the talk on the terminal in which a person agrees, speaks, and keeps or repeats each take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from voice_coach.audio.frame import Frame
from voice_coach.collection.consent import Consent, consent_text
from voice_coach.collection.folder import RecordingFolder
from voice_coach.collection.meaning import Meaning
from voice_coach.collection.take import Take, listen
from voice_coach.errors import BadInput
from voice_coach.settings import EndpointSettings

PATIENCE: Final = 15.0
"""Seconds that the microphone stays open while nobody speaks."""

TRIES: Final = 3
"""Times that nobody may be heard before recording ends."""

NOT_HEARD: Final = "nobody was heard: check the microphone with `voice-coach doctor`, or choose another with --input"


class Source(Protocol):
    """An open microphone, as `Microphone` and `VirtualMicrophone` are."""

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        """Frames as they come, and None at times."""


OpenSource = Callable[[], AbstractContextManager[Source]]


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where the person reads and types."""

    say: Callable[[str], None]
    ask: Callable[[str], str]
    """The answer to a question, in small letters without spaces around; empty for none, also when input has ended."""

    assume_yes: bool = False
    """True: nobody is asked; every question counts as answered yes (`--yes`)."""

    def agrees(self, question: str, *, default: bool) -> bool:
        """Whether the answer is yes."""
        if self.assume_yes:
            return True
        answer = self.ask(f"{question} [{'Y/n' if default else 'y/N'}] ")
        return default if not answer else answer in ("y", "yes")


class Recorder:
    """Records sentences of one person into one folder."""

    def __init__(
        self, folder: RecordingFolder, terminal: Terminal, today: date, settings: EndpointSettings | None = None
    ) -> None:
        self._folder = folder
        self._terminal = terminal
        self._today = today
        self._settings = settings or EndpointSettings()

    def consent(self, speaker: str | None) -> bool:
        """Ask, unless this person has agreed to this text before. Without a yes nothing is written, not even that."""
        if any(given.covers(speaker) for given in self._folder.consents()):
            return True
        text = consent_text(self._folder.folder)
        self._terminal.say(text)
        if not self._terminal.agrees("Do you agree?", default=False):
            self._terminal.say("Nothing was recorded.")
            return False
        self._folder.note(Consent(self._today, speaker=speaker, asked=not self._terminal.assume_yes), text)
        return True

    def meaning(self, phrase: str, meaning: Meaning) -> bool:
        """Show what the sentence will count as; whether that is right."""
        self._terminal.say(f'"{phrase}" means: {meaning}')
        if self._terminal.agrees("Is that right?", default=True):
            return True
        self._terminal.say("Nothing was recorded. Say what it means with --intent ID --slots NAME=VALUE.")
        return False

    def record(self, phrase: str, meaning: Meaning, takes: int, source: OpenSource, speaker: str | None) -> list[str]:
        """Record so many takes from the microphone; returns the names of those kept.

        Raises `MissingDevice` without a microphone, `BadInput` when nobody speaks; takes kept before that stay.
        """
        kept: list[str] = []
        unheard = 0
        while len(kept) < takes:
            self._terminal.say(f'Say "{phrase}" ({len(kept) + 1} of {takes})')
            with source() as microphone:
                take = listen(microphone.frames(), self._settings, PATIENCE)
            if take is None:
                unheard += 1
                if unheard == TRIES:
                    raise BadInput(NOT_HEARD)
                self._terminal.say("Nobody was heard.")
                continue
            verdict = self._judge(take)
            if verdict == "quit":
                break
            if verdict == "keep":
                kept.append(self.keep(phrase, take, meaning, speaker))
        return kept

    def keep(self, phrase: str, take: Take, meaning: Meaning, speaker: str | None) -> str:
        """Write one take; returns its name. Raises `BadInput` when it cannot be written."""
        name = self._folder.add(phrase, take, meaning, speaker)
        self._terminal.say(f"Kept as {name} ({take}).")
        return name

    def _judge(self, take: Take) -> str:
        """`keep`, `again` or `quit`. A faulty take is suggested again; without anybody to ask it is kept and told."""
        self._terminal.say(f"  {take}")
        for fault in take.faults:
            self._terminal.say(f"  {fault}")
        if self._terminal.assume_yes:
            return "keep"
        suggested = "again" if take.faults else "keep"
        answer = self._terminal.ask(f"keep, again or quit? [{suggested}] ") or suggested
        return next((verdict for verdict in ("keep", "again", "quit") if verdict.startswith(answer)), "again")
