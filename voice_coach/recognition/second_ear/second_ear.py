"""Second ear: which of the phrases a neural network hears in an utterance, and how likely it was said at all."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.second_ear.network import Floats32, Network, Step
from voice_coach.recognition.second_ear.phrase_search import BEAM, FIGURES, PhraseGraph, PhraseSearch
from voice_coach.recognition.second_ear.vocabulary import END, START

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

HOPELESS: Final = -9.0
"""Likelihood of the likeliest phrase up to which an utterance that may go on is not listened to once more.

(Of what was accepted in music at 12 dB, the first way gave -5 and more.)
"""

FEWEST_WORDS: Final = 2
"""Different words in free speech without which nobody is thought to speak: in music alone there are none, or "you"."""

MOST_MARKS: Final = 8
"""Pieces without any letter after which no words are waited for: the network writes notes of music."""

COMPARED: Final = 4
"""Phrases that are compared with what would be expected anyhow."""

EXPECTED_SHARE: Final = 0.4
"""How much of that is taken off when they are compared: "i don't know" is heard in any noise."""

REMEMBERED: Final = 4096
"""Phrases of which it is remembered how much they are expected."""

TOKENS_A_SECOND: Final = 7.0
"""Pieces of words that a second of speech holds at most: in noise the network may say the same over and over."""

_NOT_SPOKEN: Final = re.compile(r"[^a-z' ]+")
_FIGURES: Final = str.maketrans({figure: f" {word} " for word, figure in FIGURES.items() if len(figure) == 1})
"""Figures one by one: "911" is spoken as three words."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the network hears when every word may be said."""

    text: str
    """Lower-case words without marks."""

    likelihood: float
    """Natural logarithm of how likely it is, for each piece of a word; at most 0."""


@dataclass(frozen=True, slots=True)
class Impression:
    """The phrase that the second ear takes an utterance for."""

    text: str
    likelihood: float
    """Natural logarithm of how likely these words, and no others, were said; at most 0."""

    expected: float
    """The same for silence: how much the network expects these words anywhere."""

    @property
    def rank(self) -> float:
        """What phrases are compared by."""
        return self.likelihood - EXPECTED_SHARE * self.expected


class Listening:
    """One utterance as the network heard it, in one or two ways."""

    def __init__(self, network: Network, search: PhraseSearch, samples: Samples) -> None:
        """Listen in the first way to `samples`: shape (n,), int16, 16 kHz mono."""
        self._network = network
        self._search = search
        self._samples = samples
        self._ways: list[tuple[Floats32, Step, dict[str, float]]] = []
        """The sound, what may come first, and the likelihoods of the likeliest phrases."""
        self._transcripts: dict[int | None, Transcript] = {}
        self._hear(samples)

    @property
    def size(self) -> int:
        """Samples of the utterance."""
        return int(self._samples.size)

    @property
    def _likeliest(self) -> float:
        """Likelihood of the likeliest phrase, heard in the first way."""
        return max(self._ways[0][2].values(), default=0.0)

    def go_on(self, *, whole: bool = True) -> Listening:
        """Listen in the second way where that may help; `whole` is false when the utterance may go on."""
        if whole or self._likeliest > HOPELESS:
            self.once_more()
        return self

    def wordless(self) -> bool:
        """Whether no words of free speech were heard, or one: in music, at a bang, in one word of no phrase."""
        return len(set(self.transcript(FEWEST_WORDS).text.split())) < FEWEST_WORDS

    def once_more(self) -> bool:
        """Listen in the second way, unless that was done or once is enough; whether anything new was heard."""
        if len(self._ways) > 1 or self._likeliest >= CLEAR:
            return False
        self._hear(np.pad(self._samples, round(PADDING * SAMPLE_RATE)))
        return True

    def transcript(self, enough: int | None = None) -> Transcript:
        """The likeliest words, one piece after the other, as they were heard in the first way.

        With `enough`, only those up to where so many different ones are told, or none seems to come.
        """
        if enough not in self._transcripts:
            self._transcripts[enough] = self._transcribe(enough)
        return self._transcripts[enough]

    def _transcribe(self, enough: int | None) -> Transcript:
        sound, step, _ = self._ways[0]
        tokens, likelihood, text = list[int](), 0.0, ""
        for _ in range(2 + round(TOKENS_A_SECOND * self.size / SAMPLE_RATE)):
            token = int(step.likelihoods[0].argmax())
            likelihood += float(step.likelihoods[0, token])
            if token == END:
                break
            tokens.append(token)
            text = self._spoken(tokens)
            if enough is not None and (_told(text) >= enough or (not text and len(tokens) >= MOST_MARKS)):
                break
            step = self._network.go_on(sound, step, [0], [token])
        return Transcript(text, likelihood / (len(tokens) + 1))

    def _spoken(self, tokens: list[int]) -> str:
        text = _NOT_SPOKEN.sub(" ", self._network.vocabulary.text(tokens).lower().translate(_FIGURES))
        return " ".join(text.split())

    def phrases(self, also: Collection[str] = ()) -> dict[str, float]:
        """Likelihood of each phrase that came up, and of those in `also`: each way counts the same."""
        texts = list(dict.fromkeys([*(text for *_, found in self._ways for text in found), *also]))
        for sound, _, found in self._ways:
            lacking = [text for text in texts if text not in found]
            found.update(zip(lacking, self._search.likelihoods(sound, lacking), strict=True))
        return {text: _mean([found[text] for *_, found in self._ways]) for text in texts}

    def _hear(self, samples: Samples) -> None:
        sound = _encoded(self._network, samples)
        begun = self._network.begin(sound, START)
        likeliest = self._search.candidates(sound, begun)[:COMPARED]
        self._ways.append((sound, begun, {one.text: one.likelihood for one in likeliest}))


class SecondEar:
    """The network, listening for the phrases of one graph. Streams may use it side by side."""

    def __init__(self, network: Network, phrases: PhraseGraph, beam: int = BEAM) -> None:
        """`beam`: readings that are followed at a time."""
        self._network = network
        self._phrases = phrases
        self._search = PhraseSearch(network, phrases, beam)
        self._silence = _encoded(network, np.zeros(round(SILENCE * SAMPLE_RATE), np.int16))
        self._expected = lru_cache(REMEMBERED)(self._expect)

    def begin(self, samples: Samples) -> Listening:
        """Listen to one utterance, shape (n,), int16, 16 kHz mono, in the first way."""
        return Listening(self._network, self._search, samples)

    def listen(self, samples: Samples, *, whole: bool = True) -> Listening:
        """Listen to one utterance, shape (n,), int16, 16 kHz mono; `whole` is false when it may go on."""
        return self.begin(samples).go_on(whole=whole)

    def impression(self, listening: Listening, first: str = "") -> Impression | None:
        """What it takes the utterance for, given that another ear heard `first`; None when there are no phrases."""
        found = listening.phrases([first] if first in self._phrases else [])
        heard = [Impression(text, likelihood, self._expected(text)) for text, likelihood in found.items()]
        return max(heard, key=lambda one: one.rank, default=None)

    def _expect(self, text: str) -> float:
        return self._search.likelihoods(self._silence, [text])[0]


def _told(text: str) -> int:
    """Different words that nothing can change any more: the last one may go on."""
    return len(set(text.split()[:-1]))


def _encoded(network: Network, samples: Samples) -> Floats32:
    peak = max(float(np.abs(samples.astype(np.float64)).max(initial=0.0)), 1.0)
    return network.encode((samples * (PEAK / peak)).astype(np.float32))


def _mean(likelihoods: list[float]) -> float:
    """The logarithm of the mean of what these are the logarithms of."""
    return float(np.logaddexp.reduce(likelihoods)) - math.log(len(likelihoods))
