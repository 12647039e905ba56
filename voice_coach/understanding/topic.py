"""Topic: the topic or navigation that an utterance is closest to, by phrase, by keys, or by walking a template."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voice_coach.understanding.interpretation import Candidate, Interpretation, Rejection
from voice_coach.understanding.judge import CRAMP, Judge
from voice_coach.understanding.matcher import STRAY, Match, Matcher
from voice_coach.understanding.signs import Claim, SignFinder
from voice_coach.understanding.slots import SlotFinder
from voice_coach.understanding.thresholds import CommandClass
from voice_coach.understanding.utterance import MENDED_PRICE, Utterance
from voice_coach.understanding.walk import Walker

MUSCLE: Final = "muscle"

KEYED: Final = 90.0
"""Score of a topic's keys with nothing beside them."""

BESIDE_UNKNOWN: Final = 5.0
"""Points that a topic's keys lose for each word beside them that no phrase holds."""

BESIDE_KNOWN: Final = 2.0
"""The same for a weighty word that some phrase holds."""

MUSCLE_ALIKE: Final = 50.0
"""Similarity from which a strange word beside a cramp is worth asking about: "Did you say calf?"."""

NEAR: Final = 50.0
"""Score from which a phrase bears out the keys of its topic."""

AGREED: Final = 6.0
"""Points that keys gain which a phrase bears out."""

SHORT: Final = 5
"""Words up to which keys are also looked for among words that only sound like them."""

MUSCLE_NEAR: Final = 70.0
"""The same where the cramp itself is beyond doubt."""

LEAST_CRAMP: Final = 58.0
"""Score of a cramp from which its strange word is looked at."""

WEIGHTY: Final = 0.45
"""Weight from which a word beside the keys counts as content of its own."""


class TopicReader:
    """Ranks what an utterance may be about."""

    def __init__(self, matcher: Matcher, walker: Walker, keys: SignFinder, slots: SlotFinder, judge: Judge) -> None:
        self._matcher = matcher
        self._walker = walker
        self._keys = keys
        self._slots = slots
        self._judge = judge

    def read(self, heard: Utterance, matches: list[Match]) -> Interpretation:
        """The topic or navigation; `matches` are the closest phrases, best first."""
        walked = self._walker.walk(heard.tokens)
        if walked is not None and (not matches or walked[2] > matches[0].score):
            template, slots, score = walked
            return self._judge.decide(heard, Candidate(template.intent, score, slots, template.text))
        ranked = sorted(self._candidates(heard, matches), key=lambda candidate: -candidate.score)
        guesses = self._guessed_muscles(heard, ranked[0]) if ranked else None
        if guesses and guesses[0].score < heard.limits.topic.score:
            return self._judge.doubt(heard, *guesses)
        if not ranked or ranked[0].score < heard.limits.doubtful:
            return self._judge.reject(heard, Rejection.UNKNOWN, ranked[0] if ranked else None)
        best = ranked[0]
        rivals = (other for other in ranked[1:] if self._rivals(heard, best, other))
        return self._judge.decide(heard, best, next(rivals, None))

    def locked(self, heard: Utterance) -> bool:
        """True when the words themselves say that a muscle has locked; "my calf hurts" may be anything."""
        return any(self._keys.find(tokens, {CRAMP}).claim is Claim.CLAIMED for tokens in heard.unmended)

    @staticmethod
    def _rivals(heard: Utterance, best: Candidate, other: Candidate) -> bool:
        """True for another intent, or another muscle where the muscle was only guessed; keys rival no phrase."""
        if best.phrase and not other.phrase:
            return False
        guessed = MUSCLE in best.slots and MUSCLE not in heard.said
        return other.intent != best.intent or (guessed and other.slots.get(MUSCLE) != best.slots[MUSCLE])

    def _guessed_muscles(self, heard: Utterance, best: Candidate) -> tuple[Candidate, Candidate] | None:
        """The two muscles that the one strange word beside a cramp may stand for; None when it resembles none."""
        strange = [token for token in heard.strange if self._matcher.stray(token) == STRAY]
        if best.intent != CRAMP or best.score < LEAST_CRAMP or MUSCLE in heard.said or len(strange) != 1:
            return None
        muscles = self._slots.alike(MUSCLE, strange[0])
        if len(muscles) < 2 or muscles[0][1] < MUSCLE_ALIKE:
            return None
        if not best.phrase and muscles[0][1] >= MUSCLE_NEAR:
            best = replace(best, score=LEAST_CRAMP)  # a cramp for certain: the muscle is worth the question
        first, second = (replace(best, slots={**best.slots, MUSCLE: value}) for value, _ in muscles[:2])
        return first, second

    def _candidates(self, heard: Utterance, matches: list[Match]) -> list[Candidate]:
        """The closest phrase of each intent and muscle, and the topic whose keys the utterance holds."""
        kept: dict[tuple[str, object], Candidate] = {}
        for match in matches:
            candidate = self._said(heard, match)
            kept.setdefault((candidate.intent, candidate.slots.get(MUSCLE)), candidate)
        keyed = self._keyed(heard)
        if keyed is None:
            return [*kept.values()]
        topic = self._judge.kind(keyed.intent) is CommandClass.TOPIC
        near = topic and any(other.intent == keyed.intent and other.score >= NEAR for other in kept.values())
        return [replace(keyed, score=keyed.score + AGREED) if near else keyed, *kept.values()]

    @staticmethod
    def _said(heard: Utterance, match: Match) -> Candidate:
        """The phrase with what was really said in its slots; a muscle is guessed only for a strange word."""
        phrase = match.phrase
        fixed = {name: value for name, value in phrase.slots.items() if name not in phrase.listed}
        guess = {name: value for name, value in phrase.slots.items() if heard.strange and name == MUSCLE}
        return Candidate(phrase.intent, match.score, {**guess, **heard.said, **fixed}, phrase.text)

    def _keyed(self, heard: Utterance) -> Candidate | None:
        """The topic whose keys the utterance holds, for free speech only."""
        if heard.hypothesis is not None and heard.hypothesis.strict:
            return None
        situation = heard.expectation.situation
        fitting = {intent for intent in self._keys.intents if self._judge.fits(intent, situation)}
        best: Candidate | None = None
        for tokens, price in heard.readings:
            if price == MENDED_PRICE or (price > MENDED_PRICE and len(tokens) > SHORT):
                continue  # "is it raining" is no question about training
            found = self._keys.find(tokens, fitting)
            if found.claim in (Claim.ABSENT, Claim.DENIED):
                continue
            beside = [token for place, token in enumerate(found.tokens) if place not in found.places]
            strange = [token for token in beside if not self._matcher.knows(token) and self._matcher.weight(token) > 0]
            unknown = sum(self._matcher.stray(token) for token in strange) / STRAY
            weighty = sum(self._matcher.knows(token) and self._matcher.weight(token) >= WEIGHTY for token in beside)
            score = max(0.0, KEYED - price - BESIDE_UNKNOWN * unknown - BESIDE_KNOWN * weighty)
            if best is None or score > best.score:
                best = Candidate(found.intent, score, {**heard.said, **found.slots})
        return best
