"""Danger: whether an utterance reports an emergency, asked before anything else and in every situation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from voice_coach.understanding.interpretation import Candidate, Interpretation, Polarity, Situation
from voice_coach.understanding.judge import EMERGENCY, EXACT, Judge, only
from voice_coach.understanding.matcher import Match, Matcher
from voice_coach.understanding.polarity import ends_in_denial, read_answer
from voice_coach.understanding.signs import Claim, Finding, far_off
from voice_coach.understanding.tokens import tokens_of
from voice_coach.understanding.utterance import Utterance, topic_tokens
from voice_coach.understanding.wording import Wording

CERTAINTY: Final = "certainty"
ASK: Final = "ask"
"""Value of `certainty` that puts the first gate question instead of alarming."""

SIGNED: Final = 90.0
"""Score of a sign of danger in free words."""


LEAST: Final = 2
"""Words before one that reassures: "i can breathe fine", but not "okay, i can breathe"."""


class DangerReader:
    """Finds emergencies by phrase and by sign, and minds what denies them."""

    def __init__(self, matcher: Matcher, wording: Wording, judge: Judge) -> None:
        self._matcher = matcher
        self._wording = wording
        self._judge = judge

    def read(self, heard: Utterance, finding: Finding) -> Interpretation | None:
        """The emergency that the utterance reports; None without one.

        With `certainty: ask` the polarity is NONE, otherwise AFFIRM.
        """
        if finding.claim is Claim.CLAIMED and ends_in_denial(heard.tokens, self._wording):
            finding = replace(finding, claim=Claim.DOUBTFUL)
        candidate = self._worse(self._by_phrase(heard, finding), self._by_sign(finding))
        if candidate is None or (CERTAINTY in candidate.slots and self._is_answer(heard, finding)):
            return None
        slots = {**only(heard.said, "who", "side"), **candidate.slots}
        polarity = Polarity.NONE if CERTAINTY in slots else Polarity.AFFIRM
        return self._judge.decide(heard, replace(candidate, slots=slots), polarity=polarity)

    @staticmethod
    def _worse(phrase: Candidate | None, sign: Candidate | None) -> Candidate | None:
        """The phrase, or the sign where it is graver and the phrase was not said word for word."""
        if phrase is None or sign is None:
            return phrase or sign
        graver = CERTAINTY in phrase.slots and CERTAINTY not in sign.slots
        return sign if graver and phrase.score < EXACT else phrase

    @staticmethod
    def _by_sign(finding: Finding) -> Candidate | None:
        if finding.claim in (Claim.ABSENT, Claim.DENIED):
            return None
        doubt = {CERTAINTY: ASK} if finding.claim is Claim.DOUBTFUL else {}
        return Candidate(EMERGENCY, SIGNED, {**finding.slots, **doubt})

    def _by_phrase(self, heard: Utterance, finding: Finding) -> Candidate | None:
        matches = self._matcher.matches(self._matcher.among(heard.scores, {EMERGENCY}), 1)
        if not matches or matches[0].score < heard.limits.emergency.score or far_off(heard.tokens, self._wording):
            return None
        other = float(self._matcher.among(heard.scores, {EMERGENCY}, inside=False).max(initial=0.0))
        if other >= EXACT > matches[0].score:
            return None  # said word for word, and something else: "is this really bad"
        return self._undenied(heard, matches[0], finding)

    def _undenied(self, heard: Utterance, match: Match, finding: Finding) -> Candidate | None:
        """The phrase as a candidate: None when it is denied, to be asked when a negator was lost or is in doubt."""
        phrase = tokens_of(match.phrase.text)
        denied = Counter(filter(self._wording.denies, heard.tokens)) - Counter(phrase)
        holds = any(map(self._wording.denies, phrase))
        if denied and (finding.claim is Claim.DENIED or not holds):
            return None
        lost = holds and not any(map(self._wording.denies, heard.tokens))
        if lost and any((token,) in self._wording.reassuring for token in heard.tokens[LEAST:]):
            return None  # "i can breathe fine" has lost nothing
        doubt = {CERTAINTY: ASK} if denied or lost else {}
        return Candidate(EMERGENCY, match.score, {**match.phrase.slots, **doubt}, match.phrase.text)

    def _is_answer(self, heard: Utterance, finding: Finding) -> bool:
        """True when doubtful danger words are a plain yes to the open question: "yes, sore", or its own words."""
        if heard.expectation.situation is not Situation.QUESTION:
            return False
        answer = read_answer(heard.tokens, self._wording)
        if heard.topic is not Polarity.AFFIRM:  # "yes, i can't feel it"
            asked = finding.slots.get("symptom") in heard.expectation.symptoms
            return asked and answer.first and answer.polarity is Polarity.AFFIRM
        words = topic_tokens(heard.expectation)
        own = finding.claim is Claim.CLAIMED and all(finding.tokens[place] in words for place in finding.places)
        return own or len(heard.tokens) == 1 or (answer.first and answer.polarity is Polarity.AFFIRM)
