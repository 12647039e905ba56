"""Second ear: which of the phrases a neural network hears in an utterance, and how likely it was said at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.second_ear.network import Floats32, Network
from voice_coach.recognition.second_ear.phrase_search import PhraseGraph, PhraseSearch

PEAK: Final = 0.5
"""Peak of the sound that the network gets, of full scale."""

SILENCE: Final = 1.5
"""Seconds of silence in which the network tells what it would expect anyhow."""

COMPARED: Final = 6
"""Phrases that are compared with what would be expected anyhow."""

EXPECTED_SHARE: Final = 0.4
"""How much of that is taken off when they are compared: "i don't know" is heard in any noise."""

REMEMBERED: Final = 4096
"""Phrases of which it is remembered how much they are expected."""


@dataclass(frozen=True, slots=True)
class Impression:
    """The phrase that the second ear takes an utterance for."""

    text: str
    likelihood: float
    """Natural logarithm of how likely these words, and no others, were said; at most 0."""

    expected: float
    """The same for silence: how much the network expects these words anywhere."""

    @property
    def words(self) -> int:
        """Words of the phrase."""
        return len(self.text.split())


class SecondEar:
    """The network, listening for the phrases of one graph. Streams may use it side by side."""

    def __init__(self, network: Network, phrases: PhraseGraph) -> None:
        self._network = network
        self._search = PhraseSearch(network, phrases)
        self._silence = network.encode(np.zeros(round(SILENCE * SAMPLE_RATE), np.float32))
        self._expected = lru_cache(REMEMBERED)(self._expect)

    def listen(self, samples: Samples) -> Impression | None:
        """What it takes an utterance for, shape (n,), int16, 16 kHz mono; None when there are no phrases."""
        candidates = self._search.candidates(self._encode(samples))[:COMPARED]
        heard = [Impression(found.text, found.likelihood, self._expected(found.text)) for found in candidates]
        return max(heard, key=lambda one: one.likelihood - EXPECTED_SHARE * one.expected, default=None)

    def _encode(self, samples: Samples) -> Floats32:
        peak = max(float(np.abs(samples.astype(np.float64)).max(initial=0.0)), 1.0)
        return self._network.encode((samples * (PEAK / peak)).astype(np.float32))

    def _expect(self, text: str) -> float:
        return self._search.likelihoods(self._silence, [text])[0]
