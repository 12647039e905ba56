"""Answering: which way an utterance answers the open question, if it does."""

from __future__ import annotations

from typing import Final

from voice_coach.understanding.interpretation import Candidate, Interpretation, Polarity, Situation, Slots
from voice_coach.understanding.judge import ANSWER, EXACT, FACTS, Judge, only
from voice_coach.understanding.matcher import Match, Matcher
from voice_coach.understanding.polarity import Answer, denies_well, only_degree, read_answer
from voice_coach.understanding.signs import Claim, Finding, SignFinder, denials
from voice_coach.understanding.tokens import Tokens, find, tokens_of
from voice_coach.understanding.utterance import Utterance, topic_tokens
from voice_coach.understanding.wording import Wording

SYMPTOM: Final = "symptom"

REMARK: Final = "remark"
"""Something understood that answers nothing and changes nothing: the question is put again."""

SIDE: Final = "side"

SURE: Final = 88.0
"""Score from which a topic outweighs an answer word inside it: "i have diabetes" is no yes."""

WEIGHTY: Final = 0.45
"""Weight from which a word beside an answer counts as content of its own."""

MOST_EXPLAINING: Final = 5
"""Words that an explanation beside an answer may have."""

PURE: Final = 100.0
"""Score of an answer with nothing beside it."""

TOPICAL: Final = 95.0
"""Score of an answer in the question's own words."""

MIXED: Final = 90.0
"""Score of an answer with other words beside it."""


class AnswerReader:
    """Reads answers by their words first, by their letters last."""

    def __init__(self, matcher: Matcher, wording: Wording, judge: Judge, symptoms: SignFinder) -> None:
        self._matcher = matcher
        self._symptoms = symptoms
        self._wording = wording
        self._judge = judge

    def read(self, heard: Utterance, finding: Finding, best: Match | None) -> Interpretation | None:
        """The answer; None when the utterance is none. `best` is the closest phrase of a topic or of navigation."""
        is_open = heard.expectation.situation in (Situation.QUESTION, Situation.EMERGENCY)
        misheard = self._misheard(heard.tokens) if is_open else Polarity.NONE
        if misheard is not Polarity.NONE:
            return self._answered(heard, misheard, MIXED)
        answer = read_answer(heard.tokens, self._wording)
        if self._contradicted(heard, answer):
            return self._answered(heard, Polarity.CONFLICT, MIXED)
        idle = self._wording.courtesy | self._wording.hedges
        rest = tuple(token for token in answer.rest if (token,) not in idle)
        half = any(find(words, heard.tokens) >= 0 for words in self._wording.half_denials)
        if half and heard.expectation.symptoms and answer.polarity is Polarity.NEGATE and not rest:
            return self._answered(heard, Polarity.CONFLICT, MIXED)
        if answer.polarity is not Polarity.NONE and not rest:
            return self._answered(heard, answer.polarity, PURE)
        exact = best is not None and best.score >= EXACT
        unwell = denies_well(heard.tokens, self._wording) and heard.topic is not Polarity.AFFIRM
        if is_open and unwell and not exact:
            return self._answered(heard, Polarity.CONFLICT, MIXED)
        if answer.polarity is not Polarity.NONE and rest in self._wording.second_thoughts:
            return self._answered(heard, Polarity.CONFLICT, MIXED)
        topic = self._topic(heard, finding)
        on_topic = is_open and topic is not Polarity.NONE
        on_topic = on_topic and heard.tokens[:1] not in self._wording.question_words
        fact = best is not None and best.score >= SURE and best.phrase.intent in FACTS
        if is_open and fact and answer.first and answer.polarity is Polarity.AFFIRM:
            return self._answered(heard, Polarity.AFFIRM, MIXED)  # "yes, third time this week"
        yields = best is None or self._judge.yields(best.phrase.intent) or self._only_topic(heard)
        if best is not None and best.score >= SURE and not (on_topic and yields):
            return None
        if on_topic:
            agreed = answer.polarity in (topic, Polarity.NONE)
            return self._answered(heard, topic if agreed else Polarity.CONFLICT, TOPICAL)
        if self._names_side(heard, answer):
            return self._judge.decide(heard, Candidate(REMARK, MIXED, heard.said))
        denied = finding if finding.claim is Claim.DENIED else self._symptoms.find(heard.tokens)
        if denied.claim is Claim.DENIED and heard.expectation.situation is not Situation.IDLE:
            return self.denied(heard, denied.slots)
        found = self._reported(heard, rest) if answer.first and is_open else {}
        if found:
            # "No, but it's swollen" reports danger and leaves the question open; "yes, but ..." answers it as well.
            affirmed = answer.polarity is Polarity.AFFIRM
            candidate = Candidate(ANSWER if affirmed else SYMPTOM, MIXED, {**heard.said, **found})
            return self._judge.decide(heard, candidate, polarity=answer.polarity if affirmed else Polarity.NONE)
        asked = finding.claim > Claim.DENIED and finding.slots.get(SYMPTOM) in heard.expectation.symptoms
        if asked and answer.first and answer.polarity is Polarity.AFFIRM:
            return self._answered(heard, Polarity.AFFIRM, MIXED)  # "yes, i can't feel it"
        qualifies = bool(rest) and only_degree(heard.tokens, self._wording)
        clear = answer.polarity is not Polarity.UNSURE or all(map(self._small, rest))  # "maybe i pulled it"
        light = self._explains(answer) or (self._light(rest) and clear)
        if answer.first and answer.polarity is not Polarity.NONE and light and not qualifies:
            return self._answered(heard, answer.polarity, MIXED)
        return self._by_letters(heard, best)

    def _topic(self, heard: Utterance, finding: Finding) -> Polarity:
        """What it says of the topic words; a sign of danger in them that is denied as a whole denies them.

        NONE when the topic words only serve to say something else: "nobody collapsed", "the skin is red".
        """
        words = topic_tokens(heard.expectation)
        if heard.topic is Polarity.AFFIRM and finding.claim is Claim.DENIED:
            if any(finding.tokens[place] in words for place in finding.places):
                return Polarity.NEGATE
            named = _places(finding.tokens, words)
            if named <= set(denials(finding.tokens, max(finding.places), self._wording)):
                return Polarity.NONE
        asked, named = heard.expectation.symptoms, _places(heard.tokens, words)
        others = self._symptoms.findings(heard.tokens, words) if asked and named else ()
        elsewhere = {place for found in others if found.slots[SYMPTOM] not in asked for place in found.places}
        return Polarity.NONE if named and named <= elsewhere else heard.topic

    def _misheard(self, tokens: Tokens) -> Polarity:
        """What a lone mis-hearing of "yes" or "no" stands for while a question is open."""
        if tokens in self._wording.affirm_when_asked:
            return Polarity.AFFIRM
        return Polarity.NEGATE if tokens in self._wording.negate_when_asked else Polarity.NONE

    def _contradicted(self, heard: Utterance, answer: Answer) -> bool:
        """True for "yes, i mean no": what was taken back points the other way."""
        before = read_answer(heard.taken_back, self._wording).polarity if heard.taken_back else answer.polarity
        return Polarity.NONE not in (before, answer.polarity) and before is not answer.polarity

    def denied(self, heard: Utterance, slots: Slots) -> Interpretation:
        """A denied symptom: an answer only where the question may be about it, else a remark on that symptom."""
        situation = heard.expectation.situation
        is_answer = situation is Situation.EMERGENCY or (
            situation is Situation.QUESTION and not heard.expectation.topic_words
        )
        candidate = Candidate(ANSWER if is_answer else SYMPTOM, MIXED, {**heard.said, **slots})
        return self._judge.decide(heard, candidate, polarity=Polarity.NEGATE)

    def _names_side(self, heard: Utterance, answer: Answer) -> bool:
        """True for "no, the left one": which side it is, and nothing that could be an answer."""
        if set(heard.said) != {SIDE} or answer.polarity is Polarity.AFFIRM or heard.strange:
            return False
        rest = [token for token in answer.rest if token != heard.said[SIDE]]
        return len(rest) < len(answer.rest) and all(map(self._small, rest))

    def _reported(self, heard: Utterance, rest: Tokens) -> Slots:
        """The symptom named beside an answer: "yes, but my hands are tingling too"; empty without one."""
        while rest and rest[:1] in self._wording.clause_breaks:
            rest = rest[1:]
        if not rest:
            return {}
        match = self._matcher.matches(self._matcher.among(self._matcher.scores(rest), {SYMPTOM}), 1)[0]
        return only(match.phrase.slots, SYMPTOM) if match.score >= heard.limits.topic.score else {}

    def _by_letters(self, heard: Utterance, best: Match | None) -> Interpretation | None:
        """The answer phrase that the utterance is close to in letters, never across a negator."""
        matches = self._matcher.matches(self._matcher.among(heard.scores, {ANSWER}), 1)
        least = max(heard.limits.answer.score, best.score if best else 0.0)
        if not matches or matches[0].score < least:
            return None
        phrase = tokens_of(matches[0].phrase.text)
        if any(map(self._wording.denies, phrase)) != any(map(self._wording.denies, heard.tokens)):
            return None
        return self._answered(heard, Polarity(str(matches[0].phrase.slots[ANSWER])), matches[0].score)

    def _answered(self, heard: Utterance, polarity: Polarity, score: float) -> Interpretation:
        return self._judge.decide(heard, Candidate(ANSWER, score, heard.said), polarity=polarity)

    def _only_topic(self, heard: Utterance) -> bool:
        """True for "the left side" where the question asks about one: its own words, a side, and small words."""
        words = topic_tokens(heard.expectation)
        return all(token in words or token == heard.said.get(SIDE) or self._small(token) for token in heard.tokens)

    def _small(self, token: str) -> bool:
        """True for a word that says nothing by itself."""
        wording = self._wording
        return self._matcher.weight(token) < WEIGHTY or (token,) in wording.subjects or token in wording.numbers

    def _light(self, rest: Tokens) -> bool:
        """True when the words beside an answer hold at most one of content, and all are known."""
        known = all(self._matcher.knows(token) or (token,) in self._wording.padding for token in rest)
        return known and sum(self._matcher.weight(token) >= WEIGHTY for token in rest) <= 1

    def _explains(self, answer: Answer) -> bool:
        """True for "no, just sweaty": what follows only explains the answer."""
        return answer.rest[:1] in self._wording.leads and len(answer.rest) <= MOST_EXPLAINING


def _places(tokens: Tokens, words: frozenset[str]) -> set[int]:
    return {place for place, token in enumerate(tokens) if token in words}
