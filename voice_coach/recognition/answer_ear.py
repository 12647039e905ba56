"""Answer ear: a yes, a no or a stop by the nearest of several people, looked for where a question is open.

A single word is found in whatever others say, so it is only asked while other people talk, only for answers, and only
of the stretch in which somebody is louder than they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.conditioning import ConditioningSettings
from voice_coach.recognition.evidence import listen_again
from voice_coach.recognition.foreground import standing_out
from voice_coach.recognition.second_ear.second_ear import SecondEar

# Fitted on the `fitted` half of the people who say single words, in babble and beside an instructor at 10 dB
# (bench/README.md, S20).

SHARES: Final = (0.5, 0.7)
"""How far a stretch must stand out: a word is shorter than a phrase, and in a narrower one there is less besides."""

LEAST: Final = 3.0
"""Logarithm of the odds from which an answer counts as said. (With 2.0 one more of the fitted speakers' answers
counts, but a synthetic "no" in babble as the "yeah" of somebody else. That free speech hears the same adds nothing.)"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was found."""

    text: str
    margin: float
    """How far its odds are beyond `LEAST`."""

    begin: float
    """Seconds from the utterance's first sample to where it stands out."""


class AnswerEar:
    """Listens once more, for answers."""

    def __init__(self, every: SecondEar, answers: Mapping[str, object], settings: ConditioningSettings) -> None:
        """`every` listens for every phrase; `answers` are those that answer, and what each of them means."""
        self._every = every
        self._answers = answers
        self._settings = settings

    def hear(self, utterance: Samples) -> Answer | None:
        """The answer in an utterance, shape (n,), int16, 16 kHz mono; None when there is none, or two that differ."""
        found = [answer for share in SHARES if (answer := self._heard(utterance, share)) is not None]
        if len({self._answers[answer.text] for answer in found}) > 1:
            return None
        return max(found, key=lambda answer: answer.margin, default=None)

    def _heard(self, utterance: Samples, share: float) -> Answer | None:
        stretch = standing_out(utterance, share)
        heard = listen_again(self._every, utterance[stretch], self._settings)
        if heard is None or heard.text not in self._answers:
            return None
        margin = heard.margin - LEAST
        return Answer(heard.text, margin, stretch.start / SAMPLE_RATE) if margin >= 0.0 else None
