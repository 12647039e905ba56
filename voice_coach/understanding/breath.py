"""Breath: two things said in one breath, found by cutting the utterance where a clause may begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from voice_coach.understanding.interpretation import Candidate, Interpretation, Situation
from voice_coach.understanding.judge import ANSWER, CRAMP, EASED, EMERGENCY, EXACT, FACTS, NOT_WORKING, Judge
from voice_coach.understanding.matcher import Matcher
from voice_coach.understanding.tokens import UNKNOWN, Tokens
from voice_coach.understanding.topic import TopicReader
from voice_coach.understanding.utterance import Utterance, UtteranceReader
from voice_coach.understanding.wording import Wording

FIRST: Final = (CRAMP, "is_it_serious")
"""What is met before any topic: what has locked, and what may be grave, in the order said."""

PROGRESS: Final = (EASED, NOT_WORKING)
"""How the relief goes; said beside a symptom, it is met after it."""

CLEAR: Final = 88.0
"""Score from which half of an utterance counts as said by itself."""

SHORTEST: Final = 2
"""Words of half an utterance."""


class BreathReader:
    """Finds the second intent of an utterance."""

    def __init__(
        self, utterances: UtteranceReader, topics: TopicReader, matcher: Matcher, judge: Judge, wording: Wording
    ) -> None:
        self._utterances = utterances
        self._topics = topics
        self._matcher = matcher
        self._judge = judge
        self._wording = wording
        self._loose = wording.joints | wording.leads
        self._starts = wording.joints | wording.subjects | wording.question_words

    def read(self, heard: Utterance, found: Interpretation, symptom: str) -> Interpretation:
        """The interpretation with what was said in the same breath.

        `found` is what the utterance means as a whole, `symptom` the intent that reports one. An answer, a command
        and an emergency stay alone.
        """
        alone = found.intent in (ANSWER, EMERGENCY) or self._judge.commands(found.intent)
        if alone or heard.expectation.situation is Situation.EMERGENCY:
            return found
        corrected = self._corrected(heard, found)
        if corrected is not None:
            return corrected
        pairs = [pair for pair in self._pairs(heard, found) if self._belong(heard, found, pair, symptom)]
        if not pairs:
            return found if found.accepted else self._first(heard, found) or found
        pair = max(pairs, key=lambda halves: min(half.score for half in halves))
        if found.intent == symptom:
            progress = next(half for half in pair if half.intent in PROGRESS)
            return replace(found, also=(_candidate(progress),))
        first, second = sorted(pair, key=lambda half: half.intent not in FIRST)
        if first.intent in FACTS:
            first, second = second, first
        slots = {**heard.said, **first.slots}
        whole = replace(first, text=heard.text, hypothesis=heard.hypothesis, slots=slots, reported=found.reported)
        if second.intent in FACTS:
            return replace(whole, reported=tuple(dict.fromkeys((*found.reported, str(second.intent)))))
        return replace(whole, also=(_candidate(second),))

    def _corrected(self, heard: Utterance, found: Interpretation) -> Interpretation | None:
        """The cramp behind what is denied: "not my calf, my foot is cramping", "not an emergency, just a cramp"."""
        if found.score >= EXACT or found.reported:
            return None
        for first, second in self._cuts(heard.tokens, leads=True):
            denied = any(map(self._wording.denies, first)) and not any(map(self._wording.denies, second))
            asked = any((token,) in self._wording.question_words for token in first)
            half = self._half(heard, second) if denied and not asked else None
            if half is not None and half.intent == CRAMP and half.score >= CLEAR:
                return replace(half, text=heard.text, hypothesis=heard.hypothesis, slots={**heard.said, **half.slots})
        return None

    def _first(self, heard: Utterance, found: Interpretation) -> Interpretation | None:
        """The cramp that opens a story: "my quad is cramping, i'm not dizzy"."""
        strict = heard.hypothesis is not None and heard.hypothesis.strict
        for first, _ in self._cuts(heard.tokens) if not strict else ():
            half = self._half(heard, first)
            if half is not None and half.intent == CRAMP and half.score >= CLEAR and "muscle" in half.slots:
                return replace(half, text=heard.text, hypothesis=heard.hypothesis, reported=found.reported)
        return None

    def _pairs(self, heard: Utterance, found: Interpretation) -> Iterator[tuple[Interpretation, Interpretation]]:
        """The halves of every cut of which each means something of its own."""
        strict = heard.hypothesis is not None and heard.hypothesis.strict
        least = EXACT if strict or found.score >= EXACT else CLEAR
        for first, second in self._cuts(heard.tokens):
            halves = []
            for tokens in (first, second):
                half = self._half(heard, tokens)
                if half is None or half.score < least:
                    break
                halves.append(half)
            else:
                if halves[0].intent != halves[1].intent:
                    yield halves[0], halves[1]

    def _cuts(self, tokens: Tokens, *, leads: bool = False) -> Iterator[tuple[Tokens, Tokens]]:
        """Every way to cut the tokens in two; with `leads` also where a lead begins: "not serious | just a cramp"."""
        starts = self._starts | self._wording.leads if leads else self._starts
        if UNKNOWN in tokens:
            return
        for place in range(SHORTEST, len(tokens) - SHORTEST + 1):
            if tokens[place : place + 1] not in starts:
                continue
            begin = place
            while tokens[begin : begin + 1] in self._wording.joints:
                begin += 1
            end = place
            while tokens[end - 1 : end] in self._loose:
                end -= 1
            if end >= SHORTEST and len(tokens) - begin >= SHORTEST:
                yield tokens[:end], tokens[begin:]

    def _half(self, heard: Utterance, tokens: Tokens) -> Interpretation | None:
        """What one half means by itself; None for nothing, a command or an answer."""
        half = self._utterances.read(" ".join(tokens), heard.expectation)
        situation = heard.expectation.situation
        fitting = {intent for intent in self._matcher.intents if self._judge.fits(intent, situation)}
        matches = self._matcher.matches(self._matcher.among(half.scores, fitting - {EMERGENCY, ANSWER}))
        found = self._topics.read(half, matches)
        if not found.accepted or self._judge.commands(found.intent):
            return None
        return found if found.intent != CRAMP or self._topics.locked(half) else None

    def _belong(
        self, heard: Utterance, found: Interpretation, pair: tuple[Interpretation, Interpretation], symptom: str
    ) -> bool:
        """True when the halves say more than the whole: a cramp and a topic, two topics, progress and a symptom."""
        intents = {half.intent for half in pair}
        if found.intent == symptom:
            return not intents.isdisjoint(PROGRESS)
        if symptom in intents or not intents.isdisjoint(PROGRESS):
            return False
        if found.intent in FIRST and found.reported and intents.isdisjoint(FIRST):
            return False  # "i'm pregnant and my calf is sore and warm" is no question about soreness
        guessed = any(half.intent == CRAMP and half.score < EXACT for half in pair)
        if guessed and heard.tokens[:1] in self._wording.question_words:
            return False  # "should i ice my cramping calf" asks one thing
        return found.score < EXACT or found.intent == CRAMP in intents


def _candidate(found: Interpretation) -> Candidate:
    return Candidate(str(found.intent), found.score, found.slots)
