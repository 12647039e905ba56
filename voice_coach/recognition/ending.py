"""Ending: whether the words heard so far are a finished command, told from the phrases that the library knows."""

from __future__ import annotations

from typing import Final

from voice_coach.recognition.hypothesis import Ending
from voice_coach.understanding.library import IntentLibrary

_UNKNOWN: Final = "[unk]"
_DANGERS: Final = frozenset({"emergency", "symptom"})
_DENIES: Final = ("answer", "negate")
"""Slot and value of an answer that denies."""

_STOP: Final = "nav_stop"
"""Intent that never waits for what may follow: who says it wants silence first."""


class EndingReader:
    """Reads endings. Knows every listed phrase; what a template stands for that is not listed has no known ending."""

    def __init__(self, library: IntentLibrary) -> None:
        phrases = library.phrases()
        meanings = {phrase.text: (phrase.intent, tuple(sorted(phrase.slots.items()))) for phrase in phrases}
        self._beginnings: set[str] = set()
        self._endings = {phrase.text: Ending.COMPLETE for phrase in phrases}
        for text, meaning in meanings.items():
            words = text.split()
            for count in range(1, len(words)):
                beginning = " ".join(words[:count])
                self._beginnings.add(beginning)
                if meanings.get(beginning, meaning) != meaning:
                    # "i have", "my calf": who stops there hesitates as often as not, so the usual silence decides.
                    self._endings[beginning] = Ending.OPEN if count == 1 else Ending.UNKNOWN
        for phrase in phrases:
            if phrase.intent in _DANGERS:
                self._endings[phrase.text] = Ending.DANGER
            elif _DENIES in phrase.slots.items():
                self._endings[phrase.text] = Ending.DENIAL
            elif phrase.intent == _STOP:
                self._endings[phrase.text] = Ending.STOP

    def read(self, text: str, so_far: str) -> Ending:
        """The ending of `text`, the phrase that was recognised, or of `so_far`, the words that nothing had to end."""
        if (ending := self._endings.get(text)) is not None:
            return ending
        words = so_far.split()
        while words and words[-1] == _UNKNOWN:  # "um", a breath, a moan
            words.pop()
        return Ending.UNFINISHED if " ".join(words) in self._beginnings else Ending.UNKNOWN
