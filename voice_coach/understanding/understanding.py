"""Understanding: a transcript becomes an interpretation. Emergencies first, then answers, then the closest phrase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.interpretation import (
    Candidate,
    Expectation,
    Interpretation,
    Polarity,
    Rejection,
    Situation,
    Slots,
)
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.matcher import Match, Matcher
from voice_coach.understanding.polarity import clean, read_answer, read_topic
from voice_coach.understanding.signs import Claim, Finding, SignFinder
from voice_coach.understanding.slots import SlotFinder
from voice_coach.understanding.thresholds import CommandClass, KindThresholds, Limits, Thresholds
from voice_coach.understanding.tokens import UNKNOWN, Tokens, find, tokens_of, without_stutter
from voice_coach.understanding.walk import Walker
from voice_coach.understanding.wording import Wording

EMERGENCY: Final = "emergency"
ANSWER: Final = "answer"
SYMPTOM: Final = "symptom"
CRAMP: Final = "cramp_relief"
NAVIGATION: Final = "nav_"
CERTAINTY: Final = "certainty"
MUSCLE: Final = "muscle"

ALIAS_PRICE: Final = 1.5
"""Points that a reading through aliases loses, so that what was really heard wins a tie."""

MENDED_PRICE: Final = 4.0
"""Points that a reading loses in which unknown words became the known words closest to them."""

KEYED: Final = 90.0
"""Score of a topic's keys with nothing beside them."""

BESIDE_UNKNOWN: Final = 5.0
"""Points that a topic's keys lose for each word beside them that no phrase holds."""

BESIDE_KNOWN: Final = 2.0
"""The same for a weighty word that some phrase holds."""

MUSCLE_ALIKE: Final = 50.0
"""Similarity from which a strange word beside a cramp is worth asking about: "Did you say calf?"."""

SURE: Final = 88.0
"""Score from which a topic outweighs an answer word inside it: "i have diabetes" is no yes."""

EXACT: Final = 99.0
"""Score of a phrase said word for word: no runner-up makes it doubtful."""

WEIGHTY: Final = 0.45
"""Weight from which a word beside an answer counts as content of its own."""

CONTEXTS: Final = {
    Situation.IDLE: frozenset({"any", "idle"}),
    Situation.QUESTION: frozenset({"any", "session"}),
    Situation.STEP: frozenset({"any", "session"}),
    Situation.EMERGENCY: frozenset({"any", "session"}),
}


@dataclass(frozen=True, slots=True)
class _Heard:
    """One utterance under way."""

    text: str
    hypothesis: Hypothesis | None
    tokens: Tokens
    taken_back: Tokens
    """What was said before a correction."""

    readings: tuple[tuple[Tokens, float], ...]
    """Each way to read the tokens, with the points that it loses."""

    said: Mapping[str, str | int]
    """Slots that words of the utterance name."""

    limits: KindThresholds
    expectation: Expectation


class Understanding:
    """Interprets transcripts. Keeps no state between them; any text is interpreted, none raises."""

    def __init__(self, library: IntentLibrary, thresholds: Thresholds | None = None) -> None:
        self._library = library
        self._wording: Wording = library.wording
        self._thresholds = thresholds or Thresholds()
        phrases = library.phrases()
        self._matcher = Matcher(phrases, library.wording.courtesy, library.wording.words())
        self._walker = Walker(
            library.templates,
            library.lists,
            library.rules,
            frozenset(token for word in library.words() for token in tokens_of(word)),
        )
        self._slots = SlotFinder(library)
        self._signs = SignFinder(library.signs, library.wording)
        self._keys = SignFinder(library.keys, library.wording)
        contexts: dict[str, str] = {template.intent: template.context for template in library.templates}
        self._contexts = np.array([contexts[phrase.intent] for phrase in phrases])
        self._intents = np.array([phrase.intent for phrase in phrases])
        self._intent_contexts = contexts

    def interpret(self, heard: Hypothesis | str, expectation: Expectation | None = None) -> Interpretation:
        """What the transcript means now.

        `heard` is typed text, or a hypothesis, whose margin is held against the limits. A negated sign of danger is
        never an emergency. An emergency with the slot `certainty: ask` has polarity NONE and asks the gate question.
        """
        hypothesis = heard if isinstance(heard, Hypothesis) else None
        text = " ".join((heard.text if isinstance(heard, Hypothesis) else heard).split())
        expectation = expectation or Expectation()
        raw = tokens_of(text)
        taken_back, tokens = self._corrected(clean(raw, self._wording))
        readings = self._readings(tokens)
        said = self._said_slots(readings)
        utterance = _Heard(
            text, hypothesis, tokens, taken_back, readings, said, self._thresholds.of(heard), expectation
        )
        if not tokens:
            return self._rejected(utterance, Rejection.NOISE)
        if set(tokens) <= {UNKNOWN}:
            return self._rejected(utterance, Rejection.UNKNOWN)
        if self._is_echo(raw, expectation):
            return self._rejected(utterance, Rejection.ECHO)
        return self._interpret(utterance)

    def _interpret(self, heard: _Heard) -> Interpretation:
        finding = max(
            (self._signs.find(tokens) for tokens, price in heard.readings if price < MENDED_PRICE),
            key=lambda found: (found.claim, CERTAINTY not in found.slots),
        )
        scores = self._scores(heard)
        danger = self._danger(heard, finding, scores)
        if danger is not None:
            return danger
        allowed = np.isin(self._contexts, tuple(CONTEXTS[heard.expectation.situation]))
        allowed &= ~np.isin(self._intents, (EMERGENCY, ANSWER))
        matches = self._matcher.matches(np.where(allowed, scores, 0.0).astype(np.float32))
        answer = self._answer(heard, finding, matches, scores)
        return answer if answer is not None else self._topic(heard, matches)

    def _danger(self, heard: _Heard, finding: Finding, scores: np.ndarray) -> Interpretation | None:
        """The emergency that the utterance reports, if it does."""
        matches = self._matcher.matches(np.where(self._intents == EMERGENCY, scores, 0.0).astype(np.float32), 5)
        match = matches[0] if matches else None
        candidate: Candidate | None = None
        said_exactly = float(np.where(self._intents != EMERGENCY, scores, 0.0).max(initial=0.0)) >= EXACT
        if (
            match is not None
            and match.score >= heard.limits.emergency.score
            and not (said_exactly and match.score < EXACT)
        ):
            candidate = self._phrase_danger(heard, match, finding)
        if finding.claim in (Claim.CLAIMED, Claim.DOUBTFUL):
            asked = {CERTAINTY: "ask"} if finding.claim is Claim.DOUBTFUL else {}
            sign = Candidate(EMERGENCY, max(90.0, match.score if match else 0.0), {**finding.slots, **asked})
            milder = candidate is not None and CERTAINTY in candidate.slots and CERTAINTY not in sign.slots
            exact = candidate is not None and candidate.score >= EXACT
            if candidate is None or (milder and not exact):
                candidate = sign
        if candidate is None or (CERTAINTY in candidate.slots and self._is_answer(heard)):
            return None
        slots = {**_only(heard.said, ("who", "side")), **candidate.slots}
        polarity = Polarity.NONE if CERTAINTY in slots else Polarity.AFFIRM
        return self._decided(heard, replace(candidate, slots=slots), None, polarity)

    def _is_answer(self, heard: _Heard) -> bool:
        """True when doubtful danger words are a plain yes to the open question: "yes, sore", or its key word alone."""
        if heard.expectation.situation is not Situation.QUESTION or self._topic_polarity(heard) is not Polarity.AFFIRM:
            return False
        answer = read_answer(heard.tokens, self._wording)
        return len(heard.tokens) == 1 or (answer.first and answer.polarity is Polarity.AFFIRM)

    def _phrase_danger(self, heard: _Heard, match: Match, finding: Finding) -> Candidate | None:
        """The emergency phrase as a candidate; None when the utterance denies it."""
        phrase = tokens_of(match.phrase.text)
        denied = Counter(filter(self._negates, heard.tokens)) - Counter(phrase)
        lost = [token for token in phrase if self._negates(token)]
        slots: dict[str, str | int] = dict(match.phrase.slots)
        if denied:
            if finding.claim is Claim.DENIED or not lost:
                return None
            slots[CERTAINTY] = "ask"
        elif lost and not any(self._negates(token) for token in heard.tokens):
            slots[CERTAINTY] = "ask"
        return Candidate(EMERGENCY, match.score, slots, match.phrase.text)

    def _answer(
        self, heard: _Heard, finding: Finding, matches: list[Match], scores: np.ndarray
    ) -> Interpretation | None:
        """The answer that the utterance gives, if it does."""
        tokens, wording = heard.tokens, self._wording
        open_question = heard.expectation.situation in (Situation.QUESTION, Situation.EMERGENCY)
        if open_question:
            for words, meaning in (
                (wording.affirm_when_asked, Polarity.AFFIRM),
                (wording.negate_when_asked, Polarity.NEGATE),
            ):
                if tokens in words:
                    return self._answered(heard, meaning, 90.0)
        answer = read_answer(tokens, wording)
        before = read_answer(heard.taken_back, wording).polarity if heard.taken_back else answer.polarity
        if Polarity.NONE not in (before, answer.polarity) and before is not answer.polarity:
            return self._answered(heard, Polarity.CONFLICT, 90.0)
        rest = tuple(token for token in answer.rest if (token,) not in wording.courtesy)
        if answer.polarity is not Polarity.NONE and not rest:
            return self._answered(heard, answer.polarity, 100.0)
        best = matches[0].score if matches else 0.0
        if best >= SURE and not (matches[0].phrase.intent == SYMPTOM and self._topic_polarity(heard)):
            return None
        topic = self._topic_polarity(heard) if open_question and not self._asks(tokens) else Polarity.NONE
        if topic is not Polarity.NONE:
            first = answer.polarity if answer.first else topic
            return self._answered(heard, topic if first in (topic, Polarity.NONE) else Polarity.CONFLICT, 95.0)
        if finding.claim is Claim.DENIED:
            known = not heard.expectation.topic_words and open_question
            return self._answered(heard, Polarity.NEGATE, 90.0) if known else self._denied(heard)
        found = self._reported(heard, rest) if answer.first and open_question else {}
        if found:
            # "No, but it's swollen" reports danger and leaves the question open; "yes, but ..." answers it as well.
            intent = ANSWER if answer.polarity is Polarity.AFFIRM else SYMPTOM
            polarity = answer.polarity if intent == ANSWER else Polarity.NONE
            return self._decided(heard, Candidate(intent, 90.0, {**heard.said, **found}), None, polarity)
        if answer.first and answer.polarity is not Polarity.NONE and self._light(rest):
            return self._answered(heard, answer.polarity, 90.0)
        return self._spelt_answer(heard, scores, best)

    def _reported(self, heard: _Heard, rest: Tokens) -> Slots:
        """The symptom named beside an answer: "yes, but my hands are tingling too"; empty without one."""
        while rest and rest[:1] in self._wording.clause_breaks:
            rest = rest[1:]
        scores = np.where(self._intents == SYMPTOM, self._matcher.scores(rest), 0.0) if rest else None
        matches = self._matcher.matches(scores.astype(np.float32), 1) if scores is not None else []
        reached = bool(matches) and matches[0].score >= heard.limits.topic.score
        return _only(matches[0].phrase.slots, (SYMPTOM,)) if reached else {}

    def _spelt_answer(self, heard: _Heard, scores: np.ndarray, best: float) -> Interpretation | None:
        """An answer phrase that the utterance is close to in letters, never across a negator."""
        matches = self._matcher.matches(np.where(self._intents == ANSWER, scores, 0.0).astype(np.float32), 1)
        if not matches or matches[0].score < max(heard.limits.answer.score, best):
            return None
        phrase = tokens_of(matches[0].phrase.text)
        if any(map(self._negates, phrase)) != any(map(self._negates, heard.tokens)):
            return None
        return self._answered(heard, Polarity(str(matches[0].phrase.slots[ANSWER])), matches[0].score)

    def _topic(self, heard: _Heard, matches: list[Match]) -> Interpretation:
        """The topic or navigation that the utterance is closest to."""
        walked = self._walker.walk(heard.tokens)
        if walked is not None and (not matches or walked[2] > matches[0].score):
            template, slots, score = walked
            return self._decided(heard, Candidate(template.intent, score, slots, template.text), None, Polarity.NONE)
        ranked = sorted(self._candidates(heard, matches), key=lambda candidate: -candidate.score)
        if not ranked or ranked[0].score < heard.limits.doubtful:
            return self._rejected(heard, Rejection.UNKNOWN, ranked[0] if ranked else None)
        best = ranked[0]
        guesses = self._guessed_muscles(heard, best)
        if guesses and best.score < heard.limits.topic.score:
            return self._doubted(heard, *guesses)
        others = (
            other
            for other in ranked[1:]
            if (other.phrase or not best.phrase)
            and (
                other.intent != best.intent
                or (self._guessed(heard, best) and other.slots.get(MUSCLE) != best.slots[MUSCLE])
            )
        )
        return self._decided(heard, best, next(others, None), Polarity.NONE)

    def _guessed_muscles(self, heard: _Heard, best: Candidate) -> tuple[Candidate, ...]:
        """The two muscles that the one strange word beside a cramp may stand for; empty when it resembles none."""
        strange = [token for token in heard.tokens if not self._matcher.knows(token) and token != UNKNOWN]
        if best.intent != CRAMP or MUSCLE in heard.said or len(strange) != 1:
            return ()
        muscles = self._slots.alike(MUSCLE, strange[0])[:2]
        if len(muscles) < 2 or muscles[0][1] < MUSCLE_ALIKE:
            return ()
        return tuple(replace(best, slots={**best.slots, MUSCLE: value}) for value, _ in muscles)

    def _doubted(self, heard: _Heard, best: Candidate, runner_up: Candidate) -> Interpretation:
        """Two candidates of which the dialogue asks one at a time: "Did you say calf?"."""
        return Interpretation(
            heard.text,
            best.intent,
            best.slots,
            best.score,
            runner_up,
            rejection=Rejection.AMBIGUOUS,
            hypothesis=heard.hypothesis,
        )

    def _candidates(self, heard: _Heard, matches: list[Match]) -> list[Candidate]:
        """The closest phrase of each intent and muscle, and the topic whose keys the utterance holds."""
        kept: dict[tuple[str, object], Candidate] = {}
        for match in matches:
            candidate = self._as_candidate(heard, match)
            kept.setdefault((candidate.intent, candidate.slots.get(MUSCLE)), candidate)
        keyed = self._keyed(heard)
        return [*([keyed] if keyed else []), *kept.values()]

    def _keyed(self, heard: _Heard) -> Candidate | None:
        """The topic whose keys the utterance holds, for free speech only."""
        if heard.hypothesis is not None and heard.hypothesis.strict:
            return None
        best: Candidate | None = None
        fitting = {key.intent for key in self._library.keys if self._fits(heard.expectation.situation, key.intent)}
        for tokens, price in heard.readings:
            found = self._keys.find(tokens, fitting)
            if found.claim in (Claim.ABSENT, Claim.DENIED):
                continue
            beside = [token for place, token in enumerate(found.tokens) if place not in found.places]
            unknown = sum(not self._matcher.knows(token) and self._matcher.weight(token) > 0 for token in beside)
            weighty = sum(self._matcher.knows(token) and self._matcher.weight(token) >= WEIGHTY for token in beside)
            score = KEYED - price - BESIDE_UNKNOWN * unknown - BESIDE_KNOWN * weighty
            if best is None or score > best.score:
                best = Candidate(found.intent, max(score, 0.0), {**heard.said, **found.slots})
        return best

    def _guessed(self, heard: _Heard, candidate: Candidate) -> bool:
        """True when the muscle comes from the phrase and not from what was said."""
        return MUSCLE in candidate.slots and MUSCLE not in heard.said

    def _as_candidate(self, heard: _Heard, match: Match) -> Candidate:
        """The phrase with what was really said in its slots."""
        said = heard.said
        strange = any(not self._matcher.knows(token) for token in heard.tokens)
        fixed = {name: value for name, value in match.phrase.slots.items() if name not in match.phrase.listed}
        guess = {name: value for name, value in match.phrase.slots.items() if strange and name == MUSCLE}
        return Candidate(match.phrase.intent, match.score, {**guess, **said, **fixed}, match.phrase.text)

    def _decided(
        self, heard: _Heard, best: Candidate, runner_up: Candidate | None, polarity: Polarity
    ) -> Interpretation:
        """Accept or reject the best candidate by the limits of its class."""
        limits = self._limits(heard, best)
        navigates = self._class_of(best.intent) is CommandClass.NAVIGATION
        familiar = navigates and self._all_known(heard)
        least = limits.score - (heard.limits.all_known if familiar else 0.0)
        rejection: Rejection | None = None
        if best.score < least or not _margin_reached(heard, limits):
            rejection = Rejection.LOW_SCORE
        elif runner_up is not None and best.score < EXACT and best.score - runner_up.score < heard.limits.lead:
            rejection = Rejection.AMBIGUOUS
        elif not self._fits(heard.expectation.situation, best.intent):
            rejection = Rejection.UNKNOWN
        return Interpretation(
            heard.text,
            best.intent,
            {} if best.intent.startswith(NAVIGATION) else {n: v for n, v in best.slots.items() if n != ANSWER},
            best.score,
            runner_up,
            rejection is None,
            polarity,
            rejection,
            heard.hypothesis,
        )

    def _answered(self, heard: _Heard, polarity: Polarity, score: float) -> Interpretation:
        return self._decided(heard, Candidate(ANSWER, score, heard.said), None, polarity)

    def _denied(self, heard: _Heard) -> Interpretation:
        """A denied sign of danger that answers nothing now."""
        return replace(self._rejected(heard, Rejection.UNKNOWN), polarity=Polarity.NEGATE)

    @staticmethod
    def _rejected(heard: _Heard, rejection: Rejection, closest: Candidate | None = None) -> Interpretation:
        score = closest.score if closest else 0.0
        return Interpretation(
            heard.text, score=score, runner_up=closest, rejection=rejection, hypothesis=heard.hypothesis
        )

    def _scores(self, heard: _Heard) -> np.ndarray:
        """The best score of every phrase over the readings."""
        best: np.ndarray | None = None
        for tokens, price in heard.readings:
            scores = self._matcher.scores(tokens) - price
            best = scores if best is None else np.maximum(best, scores)
        assert best is not None  # an utterance has at least one reading
        return best

    def _readings(self, tokens: Tokens) -> tuple[tuple[Tokens, float], ...]:
        readings: dict[Tokens, float] = {tokens: 0.0}
        plain = without_stutter(tokens)
        readings.setdefault(plain, 0.0)
        read = self._library.aliases.reading(plain)
        readings.setdefault(read, ALIAS_PRICE)
        readings.setdefault(self._matcher.mended(read), MENDED_PRICE)
        return tuple(readings.items())

    def _said_slots(self, readings: tuple[tuple[Tokens, float], ...]) -> dict[str, str | int]:
        """Slots named by words of the utterance; what was really heard outweighs what it may stand for."""
        found: dict[str, str | int] = {}
        for tokens, _ in reversed(readings):
            found.update(self._slots.find(tokens))
        return found

    def _corrected(self, tokens: Tokens) -> tuple[Tokens, Tokens]:
        """What was taken back and what stands: "no i mean the left one" is `no` and `the left one`."""
        spans = [(find(words, tokens), len(words)) for words in self._wording.corrections if find(words, tokens) >= 0]
        if not spans:
            return (), tokens
        start, size = max(spans)
        return (tokens[:start], tokens[start + size :]) if start + size < len(tokens) else ((), tokens)

    def _is_echo(self, tokens: Tokens, expectation: Expectation) -> bool:
        """True when the coach's own words came back through the microphone."""
        return expectation.speaking is not None and find(tokens, tokens_of(expectation.speaking)) >= 0

    def _topic_polarity(self, heard: _Heard) -> Polarity:
        """What the utterance says about the topic words of the open question."""
        words = tuple(tokens_of(word) for word in heard.expectation.topic_words)
        read = [read_topic(tokens, words, self._wording) for tokens, _ in heard.readings]
        return next((polarity for polarity in read if polarity is not Polarity.NONE), Polarity.NONE)

    def _negates(self, token: str) -> bool:
        return (token,) in self._wording.negators or (token,) in self._wording.inabilities

    def _asks(self, tokens: Tokens) -> bool:
        return tokens[:1] in self._wording.question_words

    def _light(self, rest: Tokens) -> bool:
        """True when the words beside an answer hold at most one of content, and all are known."""
        return all(map(self._matcher.knows, rest)) and sum(self._matcher.weight(t) >= WEIGHTY for t in rest) <= 1

    def _fits(self, situation: Situation, intent: str) -> bool:
        """True when the situation can make use of the intent."""
        if intent == EMERGENCY:
            return True
        if intent == ANSWER:
            return situation in (Situation.QUESTION, Situation.EMERGENCY)
        if situation is Situation.EMERGENCY:
            return self._class_of(intent) is CommandClass.NAVIGATION
        return self._intent_contexts.get(intent, "any") in CONTEXTS[situation]

    def _all_known(self, heard: _Heard) -> bool:
        """True when no word of the utterance is strange to the phrases."""
        return all(self._matcher.knows(token) or not self._matcher.weight(token) for token in heard.tokens)

    def _limits(self, heard: _Heard, candidate: Candidate) -> Limits:
        kind = self._class_of(candidate.intent)
        if kind is CommandClass.TOPIC and heard.expectation.situation is Situation.IDLE:
            return heard.limits.topic_idle
        limits: Limits = getattr(heard.limits, kind.value)
        return limits

    def _class_of(self, intent: str) -> CommandClass:
        if intent in (EMERGENCY, ANSWER):
            return CommandClass(intent)
        session = intent.startswith(NAVIGATION) or self._intent_contexts.get(intent) == "session"
        return CommandClass.NAVIGATION if session else CommandClass.TOPIC


def _margin_reached(heard: _Heard, limits: Limits) -> bool:
    """True when the recogniser is sure enough, or did not say how sure it is."""
    if heard.hypothesis is None or heard.hypothesis.margin is None:
        return True
    short = len(heard.tokens) == 1 and limits.margin_short is not None
    least = limits.margin_short if short else limits.margin
    return least is None or heard.hypothesis.margin >= least


def _only(slots: Slots, names: tuple[str, ...]) -> dict[str, str | int]:
    """The slots of these names."""
    return {name: value for name, value in slots.items() if name in names}
