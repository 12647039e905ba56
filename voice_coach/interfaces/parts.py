"""Parts: what every conversation is made of, loaded once: content, understanding, script and voice."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from voice_coach.audio.earcon import earcon
from voice_coach.coach import Coach, Prompter
from voice_coach.dialogue.script import Script
from voice_coach.dialogue.session import Session
from voice_coach.errors import CoachError
from voice_coach.interfaces.record import Record
from voice_coach.interfaces.review.signature import Standing
from voice_coach.settings import Settings
from voice_coach.speech.port import Playback
from voice_coach.speech.voice import Voice
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.understanding import Understanding

LAST_PROMPT: Final = 2.0
"""Seconds that the end waits for the prompt which is being made; most take a fifth of one."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Everything but ears and a speaker. Nothing in it knows any conversation: any number may share it."""

    settings: Settings
    library: IntentLibrary
    understanding: Understanding
    script: Script
    standing: Standing
    """Which content is spoken, and who signed it."""

    voice: Voice

    def coach(
        self,
        playback: Playback,
        emit: Callable[[Record], None],
        *,
        cancelled: bool,
        voice: Prompter | None = None,
        keep: Callable[[Session, float], None] = lambda session, now: None,
        now: float = 0.0,
    ) -> Coach:
        """A coach for one conversation after the other on this speaker.

        `cancelled`: its own voice is taken out before the ear. `voice` takes the place of the common one. `keep` gets
        the session after every change; `now` is what the clock says, in seconds.
        """
        return Coach(
            understanding=self.understanding,
            script=self.script,
            voice=voice or self.voice,
            playback=playback,
            emit=emit,
            settings=self.settings,
            earcon=earcon,
            echo_cancelled=cancelled,
            keep=keep,
            now=now,
        )

    def try_voice(self) -> None:
        """Raise `MissingVoice` now rather than when somebody needs the voice."""
        self.voice.prompt("check", "Listening.", self.settings.voice.words_per_minute)

    @contextlib.contextmanager
    def preparing(self, coach: Coach) -> Iterator[None]:
        """Make all prompts meanwhile, while the coach already listens: a line that is needed comes first."""
        over = threading.Event()
        lines = takewhile(lambda _: not over.is_set(), list(coach.prompts()))
        thread = threading.Thread(target=_prepare, args=(self.voice, lines), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(LAST_PROMPT)  # native libraries complain of a process that ends within them


def _prepare(voice: Voice, lines: Iterable[tuple[str, str, int]]) -> None:
    # A voice that fails now is told when a line is needed, where the user sees it.
    with contextlib.suppress(CoachError):
        voice.prepare(lines)
