"""Consent: what a person agrees to before anything of their voice is kept, and the note that they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

VERSION: Final = "1"
"""Raised with every change of `TEXT`: whoever agreed to another text is asked again."""

TEXT: Final = """\
May the coach keep a recording of your voice?

  What:      the sound of the sentence, its words, what it means, the day, and your name if you give one.
  What for:  voice-coach bench tests how well the coach understands it. Nothing else reads it.
  Where:     {folder}
             On this device only, for this user account only. It is never sent anywhere.
  How long:  until it is deleted. `voice-coach record --delete` deletes all of it, this consent too;
             `voice-coach record --delete NAME` deletes one recording.

You need not agree, and the coach works the same without it."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's consent."""

    day: date
    version: str = VERSION
    """Version of the text that was agreed to."""

    speaker: str | None = None
    """Who agreed; None when no name was given."""

    asked: bool = True
    """False when a script said with `--yes` that the person had agreed."""

    def covers(self, speaker: str | None) -> bool:
        """True when this person need not be asked again; nobody knows whether the nameless are the same."""
        return speaker is not None and self.speaker == speaker and self.version == VERSION


def consent_text(folder: Path) -> str:
    """What is asked, with the place where the recordings go."""
    return TEXT.format(folder=folder)
