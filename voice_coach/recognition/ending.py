"""Ending: whether the words heard so far are a finished command, told from the phrases that the library knows."""

from __future__ import annotations

from typing import Final, TypeAlias

from voice_coach.recognition.hypothesis import Ending
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.tokens import UNKNOWN

Meaning: TypeAlias = tuple[str, tuple[tuple[str, str | int], ...]]
"""Intent and slots."""

_QUICK: Final = frozenset({Ending.COMPLETE, Ending.OPEN})
_DANGERS: Final = frozenset({"emergency", "symptom"})
_DENIES: Final = ("answer", "negate")
"""Slot and value of an answer that denies."""

_ANSWERS: Final[set[Meaning]] = {("answer", (("answer", "affirm"),)), ("answer", (_DENIES,))}
"""Intent and slots of a yes and of a no."""

_DENIED: Final = "denied"
"""Stands for the intent of the sentences in which a danger is denied: they have none of their own."""

_ALARM: Final = "emergency"
"""Intent of what is heard wherever in somebody's speech it comes."""

_STOP: Final = "nav_stop"
"""Intent that never waits for what may follow: who says it wants silence first."""

OFTEN: Final = 8
"""Words that may follow a whole phrase from which nearly everybody goes on after it: "i have", "my calf", "it is".

("heat or ice" has 1, "it hurts" 3, "i keep getting cramps" 4, "my hands" 8, "i have" 19.)
"""

FEWEST: Final = 2
LONGEST_ALARM: Final = 12
"""Words of an emergency that is looked for within other words."""

CERTAIN: Final = 6.0
"""Margin from which a phrase was said although the first ear heard other words before it was known that they are all.

(Sentences in a quiet room have 8 and more, in a kitchen at 10 dB half of them 6.)
"""


class EndingReader:
    """Reads endings. Knows every listed phrase; what a template stands for that is not listed has no known ending."""

    def __init__(self, library: IntentLibrary) -> None:
        phrases = library.phrases()
        meanings = {phrase.text: (phrase.intent, tuple(sorted(phrase.slots.items()))) for phrase in phrases}
        meanings = {**dict.fromkeys(library.denials.denied, (_DENIED, ())), **meanings}
        self._following: dict[str, set[str]] = {}
        """The words that may come next, by the beginning."""
        self._endings = dict.fromkeys(meanings, Ending.COMPLETE)
        self.alarms = frozenset(phrase.text for phrase in phrases if phrase.intent == _ALARM)
        """The phrases that are emergencies."""
        self._stops = frozenset(phrase.text for phrase in phrases if phrase.intent == _STOP)
        self.answers = {text: meaning for text, meaning in meanings.items() if _answers(meaning)}
        """The phrases that say yes, no or stop, and which of them."""
        for text, meaning in meanings.items():
            words = text.split()
            for count in range(1, len(words)):
                beginning = " ".join(words[:count])
                self._following.setdefault(beginning, set()).add(words[count])
                if meanings.get(beginning, meaning) != meaning:
                    self._endings[beginning] = Ending.OPEN if count == 1 else Ending.DOUBTFUL
        for text, ending in self._endings.items():
            if ending is Ending.DOUBTFUL and len(self._following[text]) >= OFTEN:
                self._endings[text] = Ending.UNKNOWN
        for text in library.denials.denied:
            self._endings[text] = Ending.DENIAL
        for phrase in phrases:
            if phrase.intent in _DANGERS:
                self._endings[phrase.text] = Ending.DANGER
            elif _DENIES in phrase.slots.items():
                self._endings[phrase.text] = Ending.DENIAL
            elif phrase.text in self._stops:
                self._endings[phrase.text] = Ending.STOP

    def alarming(self, text: str) -> bool:
        """Whether an emergency of several words is somewhere in `text`; whether it is denied there is not asked."""
        words = text.split()
        return any(
            " ".join(words[first:last]) in self.alarms
            for first in range(len(words))
            for last in range(first + FEWEST, min(first + LONGEST_ALARM, len(words)) + 1)
        )

    def denies(self, text: str) -> bool:
        """Whether a phrase denies something."""
        return self._endings.get(text) is Ending.DENIAL

    def read(self, text: str, so_far: str, margin: float | None = None) -> Ending:
        """The ending of `text`, the phrase that was recognised, or of `so_far`, the words that nothing had to end.

        `margin` is how sure the phrase is, as in `Hypothesis`.
        """
        if (ending := self._endings.get(text)) is not None:
            certain = text == so_far or text in self._stops or (margin is not None and margin >= CERTAIN)
            return ending if certain or ending not in _QUICK else _guessed(text, so_far)
        words = so_far.split()
        while words and words[-1] == UNKNOWN:  # "um", a breath, a moan
            words.pop()
        return Ending.UNFINISHED if " ".join(words) in self._following else Ending.UNKNOWN


def _answers(meaning: Meaning) -> bool:
    return meaning in _ANSWERS or meaning[0] == _STOP


def _guessed(text: str, so_far: str) -> Ending:
    """The ending of a phrase of which other words were heard, or fewer: only whole phrases can come out.

    "I have a cramp in" becomes "i have a cramp in my thigh", and half an "ambulance" may become "volume up".
    """
    fewer = text.startswith(f"{so_far} ") or so_far in ("", UNKNOWN)
    return Ending.UNKNOWN if fewer and " " in text else Ending.DOUBTFUL
