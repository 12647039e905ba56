"""Sound: how alike utterances and phrases sound, for what a recogniser makes of words that it does not know.

Spelling is reduced to the sounds that it stands for (`sounds` in wording.yaml), where vowels and word boundaries, which
recognisers mistake most, leave no trace: "sup limits" and "supplements" become nearly the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from voice_coach.understanding.matcher import Scores
from voice_coach.understanding.template import Phrase
from voice_coach.understanding.tokens import UNKNOWN, Tokens, tokens_of

SILENT: Final = "-"
"""The sound of spelling that stands for none."""

FEWEST_OF_A_WORD: Final = 2
"""Sounds that a single word needs to stand for another one."""

PIECES: Final = 4
"""Words into which a recogniser may cut one that it does not know: "ab dough men"."""

LETTERS_OF_A_WORD: Final = 50.0
"""Least similarity of its letters, 0 to 100."""

SOUND: Final = 0.65
"""Share of the sounds' similarity in the score; the letters' similarity has the rest."""

FEWEST: Final = 4
"""Sounds that an utterance needs: anything shorter resembles too much."""

FEW: Final = 6
"""Sounds below which an utterance must be nearly the same."""

FEW_PRICE: Final = 7.0
"""Points that an utterance of few sounds loses."""


class SoundMatcher:
    """Every phrase by its sound. `sounds` maps each sound to the spellings that stand for it."""

    def __init__(self, phrases: Sequence[Phrase], sounds: Mapping[str, Sequence[str]]) -> None:
        spelt = {spelling: sound for sound, spellings in sounds.items() for spelling in spellings}
        self._spelt = spelt
        self._longest = max(map(len, spelt), default=0)
        spoken = [tokens_of(phrase.text) for phrase in phrases]
        self._texts = ["".join(tokens) for tokens in spoken]
        self._sounds = [self.sound(tokens) for tokens in spoken]
        words: defaultdict[str, list[str]] = defaultdict(list)  # in the order of the content: no alphabet decides
        for word in dict.fromkeys(token for tokens in spoken for token in tokens):
            words[self.sound((word,))].append(word)
        self._words = {sound: found for sound, found in words.items() if len(sound) >= FEWEST_OF_A_WORD}

    def sound(self, tokens: Tokens) -> str:
        """The sounds of the words, without what stands for none, a repeated one kept once."""
        text = "".join(token for token in tokens if token != UNKNOWN)
        found: list[str] = []
        place = 0
        while place < len(text):
            sizes = range(min(self._longest, len(text) - place), 0, -1)
            size = next((size for size in sizes if text[place : place + size] in self._spelt), 0)
            for sound in self._spelt[text[place : place + size]] if size else SILENT:
                if sound != SILENT and found[-1:] != [sound]:
                    found.append(sound)
            place += size or 1
        return "".join(found)

    def mended(self, tokens: Tokens, odd: Callable[[str], bool]) -> Tokens:
        """The tokens with odd words, alone or run together with their neighbours, as the words that sound the same."""
        kept: list[str] = []
        place = 0
        while place < len(tokens):
            sizes = (size for size in range(min(PIECES, len(tokens) - place), 0, -1))
            found = ((size, self._word(tokens[place : place + size], odd)) for size in sizes)
            size, word = next(((size, word) for size, word in found if word), (1, tokens[place]))
            kept.append(word)
            place += size
        return tuple(kept)

    def _word(self, tokens: Tokens, odd: Callable[[str], bool]) -> str:
        """The phrases' word that these words sound like; empty for none, and where none of them is odd."""
        if not any(map(odd, tokens)):
            return ""
        sound = self.sound(tokens)
        alike = process.extractOne(
            "".join(tokens), self._words.get(sound, ()), scorer=fuzz.ratio, score_cutoff=LETTERS_OF_A_WORD
        )
        return alike[0] if alike and len(sound) >= FEWEST_OF_A_WORD + len(tokens) - 1 else ""

    def scores(self, tokens: Tokens) -> Scores:
        """Similarity of the utterance to every phrase, 0 to 100; 0 for one of too few sounds."""
        sound = self.sound(tokens)
        if len(sound) < FEWEST:
            return np.zeros(len(self._sounds), dtype=np.float32)
        sounds = process.cdist([sound], self._sounds, scorer=fuzz.ratio, dtype=np.float32, workers=1)[0]
        letters = process.cdist(["".join(tokens)], self._texts, scorer=fuzz.ratio, dtype=np.float32, workers=1)[0]
        mixed: Scores = SOUND * sounds + (1.0 - SOUND) * letters
        return (mixed - (FEW_PRICE if len(sound) < FEW else 0.0)).astype(np.float32)
