"""Corrected: vosk's grammar without rejection, then every transcript forced onto the nearest phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from voice_coach.audio.frame import Samples
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser

WEIGHTS: Final = (1, 1, 3)
"""Cost of an inserted, a deleted and a substituted letter, as wyoming-vosk weighs them."""


def nearest(text: str, phrases: Sequence[str]) -> str:
    """The phrase at the least weighted edit distance from `text`, however far it is; ties go to the first."""
    return str(process.extractOne(text, phrases, scorer=Levenshtein.distance, scorer_kwargs={"weights": WEIGHTS})[0])


class CorrectedRecogniser:
    """Sentence correction without a cutoff: any speech becomes one of the phrases."""

    def __init__(self, inner: Recogniser, phrases: Sequence[str]) -> None:
        self._inner = inner
        self._phrases = phrases

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """What `inner` heard, as the nearest phrase; nothing heard stays nothing."""
        heard = self._inner.decode(utterance, start)
        return replace(heard, text=nearest(heard.text, self._phrases), strict=True) if heard.text else heard
