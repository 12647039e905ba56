"""Understanding: a transcript becomes an interpretation. Emergencies first, then answers, then the closest phrase."""

from __future__ import annotations

from typing import Final

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.answering import AnswerReader
from voice_coach.understanding.danger import CERTAINTY, DangerReader
from voice_coach.understanding.interpretation import Expectation, Interpretation, Rejection
from voice_coach.understanding.judge import ANSWER, EMERGENCY, Judge
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.matcher import Matcher
from voice_coach.understanding.signs import SignFinder
from voice_coach.understanding.slots import SlotFinder
from voice_coach.understanding.thresholds import Thresholds
from voice_coach.understanding.tokens import UNKNOWN
from voice_coach.understanding.topic import TopicReader
from voice_coach.understanding.utterance import Utterance, UtteranceReader
from voice_coach.understanding.walk import Walker

STOP: Final = "nav_stop"


class Understanding:
    """Interprets transcripts. Keeps no state between them; any text is interpreted, none raises."""

    def __init__(self, library: IntentLibrary, thresholds: Thresholds | None = None) -> None:
        wording = library.wording
        slots = SlotFinder(library)
        self._matcher = Matcher(library.phrases(), wording.courtesy, wording.words())
        self._judge = Judge(library.contexts)
        self._signs = SignFinder(library.signs, wording)
        self._utterances = UtteranceReader(library, self._matcher, slots, thresholds or Thresholds())
        self._danger = DangerReader(self._matcher, wording, self._judge)
        self._answers = AnswerReader(self._matcher, wording, self._judge)
        self._topics = TopicReader(
            self._matcher, Walker(library), SignFinder(library.keys, wording), slots, self._judge
        )

    def interpret(self, heard: Hypothesis | str, expectation: Expectation | None = None) -> Interpretation:
        """What the transcript means now.

        `heard` is typed text, or a hypothesis, whose margin is held against the limits. A negated sign of danger is
        never an emergency. An emergency with the slot `certainty: ask` has polarity NONE and asks the gate question.
        """
        utterance = self._utterances.read(heard, expectation or Expectation())
        if not utterance.tokens:
            return self._judge.reject(utterance, Rejection.NOISE)
        if set(utterance.tokens) <= {UNKNOWN}:
            return self._judge.reject(utterance, Rejection.UNKNOWN)
        interpretation = self._interpret(utterance)
        # The coach says "stop" too, but a person whose stop is taken for an echo has no way out.
        if utterance.echo and not (interpretation.accepted and interpretation.intent == STOP):
            return self._judge.reject(utterance, Rejection.ECHO)
        return interpretation

    def _interpret(self, heard: Utterance) -> Interpretation:
        found = (self._signs.find(tokens) for tokens in heard.unmended)
        finding = max(found, key=lambda sign: (sign.claim, CERTAINTY not in sign.slots))
        danger = self._danger.read(heard, finding)
        if danger is not None:
            return danger
        situation = heard.expectation.situation
        fitting = {intent for intent in self._matcher.intents if self._judge.fits(intent, situation)}
        matches = self._matcher.matches(self._matcher.among(heard.scores, fitting - {EMERGENCY, ANSWER}))
        answer = self._answers.read(heard, finding, matches[0] if matches else None)
        return answer if answer is not None else self._topics.read(heard, matches)
