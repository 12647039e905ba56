"""Second ear: which of the phrases a neural network hears in an utterance, and how likely it was said at all."""

from __future__ import annotations

import math
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

PADDING: Final = 0.4
"""Seconds of silence before and after an utterance when it is listened to once more.

(Words in a kitchen and in music at 10 dB, of 30: 22 with 1 of 196 others as they come, 24 with 2 padded, 26 with 2 when
either way counts half; sentences there, of 150: 123 as they come, 132 when either way counts half.)
"""

CLEAR: Final = -1.0
"""Likelihood from which a phrase was heard so clearly that once is enough: the other way could only halve it."""

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
        views = [self._encode(samples)]
        likelihoods = [self._likelihoods(views[0])]
        if max(likelihoods[0].values(), default=0.0) < CLEAR:
            views.append(self._encode(np.pad(samples, round(PADDING * SAMPLE_RATE))))
            likelihoods.append(self._likelihoods(views[1]))
        texts = list(dict.fromkeys(text for found in likelihoods for text in found))
        for sound, found in zip(views, likelihoods, strict=True):
            lacking = [text for text in texts if text not in found]
            found.update(zip(lacking, self._search.likelihoods(sound, lacking), strict=True))
        heard = [
            Impression(text, _mean([found[text] for found in likelihoods]), self._expected(text)) for text in texts
        ]
        return max(heard, key=lambda one: one.likelihood - EXPECTED_SHARE * one.expected, default=None)

    def _likelihoods(self, sound: Floats32) -> dict[str, float]:
        """The likeliest phrases of an encoded sound."""
        return {found.text: found.likelihood for found in self._search.candidates(sound)[:COMPARED]}

    def _encode(self, samples: Samples) -> Floats32:
        peak = max(float(np.abs(samples.astype(np.float64)).max(initial=0.0)), 1.0)
        return self._network.encode((samples * (PEAK / peak)).astype(np.float32))

    def _expect(self, text: str) -> float:
        return self._search.likelihoods(self._silence, [text])[0]


def _mean(likelihoods: list[float]) -> float:
    """The logarithm of the mean of what these are the logarithms of."""
    return float(np.logaddexp.reduce(likelihoods)) - math.log(len(likelihoods))
