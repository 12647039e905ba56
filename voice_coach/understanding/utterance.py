"""Utterance: one transcript made ready: its tokens, the ways to read them, and the slots that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz.distance import LCSseq

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import Call, Correction, Expectation, Polarity, Situation
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.matcher import Matcher, Scores
from voice_coach.understanding.polarity import clean, is_answer, read_topic
from voice_coach.understanding.slots import SlotFinder
from voice_coach.understanding.sound import SoundMatcher
from voice_coach.understanding.thresholds import KindThresholds, Thresholds
from voice_coach.understanding.tokens import UNKNOWN, Tokens, find, tokens_of, without_stutter
from voice_coach.understanding.wording import Wording

ALIAS_PRICE: Final = 1.5
"""Points that a reading through aliases loses, so that what was really heard wins a tie."""

WHO: Final = "who"

SESSION: Final = "session"
"""Context of a sentence that counts within a conversation only."""

MENDED_PRICE: Final = 4.0
"""Points that a reading loses in which unknown words became the known words closest to them."""

SOUND_PRICE: Final = 8.0
"""The same for a reading in which odd words became words that sound the same: near a whole phrase only."""

Readings = tuple[tuple[Tokens, float], ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One transcript, ready to be interpreted."""

    text: str
    hypothesis: Hypothesis | None
    tokens: Tokens
    """Words without fillers, and without what was taken back."""

    taken_back: Tokens
    """What was said before a correction: "no" in "no i mean the left one"."""

    correction: Correction
    """Whether it takes back what was said before it."""

    readings: Readings
    """Each way to read the tokens, with the points that it loses. The tokens themselves come first."""

    said: Mapping[str, str | int]
    """Slots that words of the utterance name."""

    strange: Tokens
    """Words that no phrase holds."""

    scores: Scores
    """Similarity to every phrase, 0 to 100: the best over the readings."""

    topic: Polarity
    """What it says about the topic words of the open question."""

    echo: bool
    """True when these are the coach's own words, come back through the microphone."""

    limits: KindThresholds
    expectation: Expectation

    call: Call
    """Whether it opened with the wake phrase, which is none of the tokens unless nothing else was said."""

    @property
    def unmended(self) -> tuple[Tokens, ...]:
        """The readings in which every word was heard or is a known mis-hearing."""
        return tuple(tokens for tokens, price in self.readings if price < MENDED_PRICE)


def _echoes(heard: Tokens, spoken: Tokens, wording: Wording) -> bool:
    """Whether these are the coach's words come back: as they stand, or three and more with one misheard.

    ("It's hard to breathe" came back of "is it hard to breathe"; "I have chest pain" is no echo of "do you have ...".)
    """
    if find(heard, spoken) >= 0:
        return True
    fewest = max(3, len(heard) - 1)
    own = any((token,) in wording.first_person for token in heard)
    return not own and LCSseq.similarity(heard, spoken) >= fewest


def topic_tokens(expectation: Expectation) -> frozenset[str]:
    """Every word of the open question's key words."""
    return frozenset(token for word in expectation.topic_words for token in tokens_of(word))


class UtteranceReader:
    """Makes transcripts ready."""

    def __init__(
        self,
        library: IntentLibrary,
        matcher: Matcher,
        sounds: SoundMatcher,
        slots: SlotFinder,
        thresholds: Thresholds,
    ) -> None:
        self._sounds = sounds
        self._mistaken = library.aliases.heard_in_context()
        self._library = library
        self._wording = library.wording
        self._matcher = matcher
        self._slots = slots
        self._thresholds = thresholds
        self._in_session = np.array(
            [phrase.context == SESSION != library.contexts[phrase.intent] for phrase in library.phrases()], dtype=bool
        )

    def read(self, heard: Hypothesis | str, expectation: Expectation) -> Utterance:
        """The transcript as an utterance; without words when nothing but fillers was said."""
        text = " ".join((heard.text if isinstance(heard, Hypothesis) else heard).split())
        raw = tokens_of(text)
        before_a_call = self._wording.courtesy | self._wording.openers
        call, said = self._library.wake.read(clean(raw, self._wording), before_a_call)
        spoken = self._opened(said)
        taken_back, corrected = self._corrected(spoken)
        second, tokens = self._thought_again(corrected)
        correction = Correction.CERTAIN if len(corrected) < len(spoken) else second
        strict = isinstance(heard, Hypothesis) and heard.strict
        readings = self._readings(tokens, strict)
        return Utterance(
            text,
            heard if isinstance(heard, Hypothesis) else None,
            tokens,
            taken_back,
            correction,
            readings,
            self._said(readings),
            tuple(token for token in tokens if token != UNKNOWN and not self._matcher.knows(token)),
            self._scores(readings, expectation),
            self._topic(readings, expectation),
            expectation.speaking is not None
            and bool(raw)
            and _echoes(raw, tokens_of(expectation.speaking), self._wording),
            self._thresholds.of(heard),
            expectation,
            call,
        )

    def _said(self, readings: Readings) -> dict[str, str | int]:
        """The slots that are named; who is hurt only in words that were heard, or are a known mis-hearing."""
        said = self._slots.find(tokens for tokens, _ in readings)
        heard = self._slots.find(tokens for tokens, price in readings if price < MENDED_PRICE)
        return {name: value for name, value in said.items() if name != WHO or name in heard}

    def odd(self, token: str) -> bool:
        """True for a word that no phrase holds, or that is known to be what recognisers make of another one."""
        if token in self._mistaken:
            return True
        ordinary = self._wording.padding | self._wording.common | self._wording.courtesy
        return token != UNKNOWN and not self._matcher.knows(token) and (token,) not in ordinary

    def _opened(self, tokens: Tokens) -> Tokens:
        """The tokens without the word that only opens them: "right, it let go" is `it let go`."""
        opened = tokens[:1] in self._wording.openers and tokens[1:2] in self._wording.subjects
        return tokens[1:] if opened else tokens

    def _corrected(self, tokens: Tokens) -> tuple[Tokens, Tokens]:
        """What was taken back and what stands: "no i mean the left one" is `no` and `the left one`."""
        spans = [(find(words, tokens), len(words)) for words in self._wording.corrections if find(words, tokens) >= 0]
        if not spans:
            return (), tokens
        start, size = max(spans)
        return (tokens[:start], tokens[start + size :]) if start + size < len(tokens) else ((), tokens)

    def _thought_again(self, tokens: Tokens) -> tuple[Correction, Tokens]:
        """Words before an answer that take the one before it back, and the answer: "wait, no"."""
        place = 0
        strength = Correction.NONE
        while place < len(tokens):
            size = next((size for size in (2, 1) if tokens[place : place + size] in self._wording.second_thoughts), 0)
            if size:
                strength = Correction.CERTAIN
            elif tokens[place : place + 1] in self._wording.hesitations:
                size, strength = 1, Correction.PERHAPS if strength is Correction.NONE else strength
            else:
                break
            place += size
        rest = tokens[place:]
        return (strength, rest) if place and is_answer(rest, self._wording) else (Correction.NONE, tokens)

    def _readings(self, tokens: Tokens, strict: bool) -> Readings:
        readings: dict[Tokens, float] = {tokens: 0.0}
        plain = without_stutter(tokens)
        readings.setdefault(plain, 0.0)
        read = self._library.aliases.reading(plain)
        readings.setdefault(read, ALIAS_PRICE)
        readings.setdefault(self._matcher.mended(read), MENDED_PRICE)
        if not strict:  # a strict recogniser knows our words only
            readings.setdefault(self._sounds.mended(read, self.odd), SOUND_PRICE)
        return tuple(readings.items())

    def _scores(self, readings: Readings, expectation: Expectation) -> Scores:
        scores = [self._matcher.scores(tokens) - np.float32(price) for tokens, price in readings]
        best: Scores = np.clip(np.max(scores, axis=0), 0.0, 100.0)
        if expectation.situation is Situation.IDLE:
            best = np.where(self._in_session, 0.0, best)
        return best.astype(np.float32)

    def _topic(self, readings: Readings, expectation: Expectation) -> Polarity:
        words = tuple(tokens_of(word) for word in expectation.topic_words)
        said = (tokens for tokens, price in readings if price <= MENDED_PRICE)
        read = [read_topic(tokens, words, self._wording) for tokens in said] if words else []
        return next((polarity for polarity in read if polarity is not Polarity.NONE), Polarity.NONE)
