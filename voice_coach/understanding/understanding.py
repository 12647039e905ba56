"""Understanding: a transcript becomes an interpretation. Emergencies first, then answers, then the closest phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.answering import MIXED, SYMPTOM, AnswerReader
from voice_coach.understanding.breath import CLEAR, BreathReader
from voice_coach.understanding.danger import ASK, CERTAINTY, DangerReader
from voice_coach.understanding.interpretation import (
    Call,
    Candidate,
    Expectation,
    Interpretation,
    Polarity,
    Rejection,
    Situation,
)
from voice_coach.understanding.judge import ANSWER, EMERGENCY, EXACT, FACTS, Judge
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.matcher import Matcher
from voice_coach.understanding.polarity import ends_in_denial
from voice_coach.understanding.signs import Claim, SignFinder, far_off
from voice_coach.understanding.slots import SlotFinder
from voice_coach.understanding.sound import SoundMatcher
from voice_coach.understanding.thresholds import Thresholds
from voice_coach.understanding.tokens import UNKNOWN, tokens_of
from voice_coach.understanding.topic import MUSCLE, TopicReader
from voice_coach.understanding.utterance import Utterance, UtteranceReader
from voice_coach.understanding.walk import Walker

ALIKE: Final = 86.0
"""Similarity of sound from which an utterance whose words mean nothing stands for a phrase."""

STOP: Final = "nav_stop"

WAKE: Final = "wake"
"""Intent of the wake phrase by itself."""

SHORTEST_OPENING: Final = 3
"""Words that a story opens with at least: "my calf hurts"."""

OPENINGS: Final = ("cramp_relief", "is_it_serious", "night_cramps")
"""Intents that start a conversation, into which a symptom said beside them is taken."""


class Understanding:
    """Interprets transcripts. Keeps no state between them; any text is interpreted, none raises."""

    def __init__(self, library: IntentLibrary, thresholds: Thresholds | None = None) -> None:
        wording = self._wording = library.wording
        slots = SlotFinder(library)
        others = wording.words() | library.aliases.heard_in_context()
        self._matcher = Matcher(library.phrases(), wording.courtesy, wording.padding, others)
        self._sounds = SoundMatcher(library.phrases(), wording.sounds)
        self._judge = Judge(library.contexts)
        self._signs = SignFinder(library.signs, wording, near=True)
        self._utterances = UtteranceReader(library, self._matcher, self._sounds, slots, thresholds or Thresholds())
        self._danger = DangerReader(self._matcher, wording, self._judge)
        self._symptoms = SignFinder(library.symptoms, wording)
        self._answers = AnswerReader(self._matcher, wording, self._judge, self._symptoms)
        self._topics = TopicReader(
            self._matcher, Walker(library), SignFinder(library.keys, wording), slots, self._judge
        )
        self._denials = {tokens_of(text): slots for text, slots in library.denials.denied.items()}
        self._breath = BreathReader(self._utterances, self._topics, self._matcher, self._judge, wording)

    def interpret(self, heard: Hypothesis | str, expectation: Expectation | None = None) -> Interpretation:
        """What the transcript means now.

        `heard` is typed text, or a hypothesis, whose margin is held against the limits. A negated sign of danger is
        never an emergency. An emergency with the slot `certainty: ask` has polarity NONE and asks the gate question.
        """
        utterance = self._utterances.read(heard, expectation or Expectation())
        return replace(self._meaning(utterance), call=utterance.call)

    def _meaning(self, utterance: Utterance) -> Interpretation:
        if utterance.call is Call.ALONE:
            # A call is no answer and starts nothing by itself: whether it wakes anybody is not decided here.
            reason = Rejection.ECHO if utterance.echo else Rejection.UNKNOWN
            return replace(self._judge.reject(utterance, reason), intent=WAKE)
        if not utterance.tokens:
            return self._judge.reject(utterance, Rejection.NOISE)
        if set(utterance.tokens) <= {UNKNOWN}:
            return self._judge.reject(utterance, Rejection.UNKNOWN)
        interpretation = self._undenied(utterance, self._interpret(utterance))
        # The coach says "stop" too, but a person whose stop is taken for an echo has no way out.
        if utterance.echo and not (interpretation.accepted and interpretation.intent == STOP):
            return self._judge.reject(utterance, Rejection.ECHO)
        return interpretation

    def _interpret(self, heard: Utterance) -> Interpretation:
        findings = (self._signs.find(tokens) for tokens in heard.unmended)
        finding = max(findings, key=lambda sign: (sign.claim, CERTAINTY not in sign.slots))
        danger = self._danger.read(heard, finding)
        if danger is not None:
            return danger
        situation = heard.expectation.situation
        fitting = {intent for intent in self._matcher.intents if self._judge.fits(intent, situation)}
        fitting |= heard.expectation.welcome
        matches = self._matcher.matches(self._matcher.among(heard.scores, fitting - {EMERGENCY, ANSWER}))
        answer = self._answers.read(heard, finding, matches[0] if matches else None)
        found = self._with_symptoms(heard, answer if answer is not None else self._topics.read(heard, matches))
        found = self._breath.read(heard, found, SYMPTOM)
        if found.accepted or (heard.hypothesis and heard.hypothesis.strict):
            return found
        opening = self._opening(heard) if situation is Situation.IDLE else None
        return opening or self._sounding(heard, found, fitting) or found

    def _undenied(self, heard: Utterance, found: Interpretation) -> Interpretation:
        """What was found, unless it is the very symptom that is denied: "my leg is not swollen", "he's conscious".

        A danger that is asked about stays: of a denial a word may have been lost.
        """
        if not found.accepted or found.polarity is Polarity.NEGATE or CERTAINTY in found.slots:
            return found
        denied = self._denials.get(heard.tokens)
        if found.intent == EMERGENCY and denied == {}:
            return replace(found, slots={**found.slots, CERTAINTY: ASK}, polarity=Polarity.NONE)
        if not denied and found.intent == SYMPTOM:
            claimed = self._symptoms.find(heard.tokens)
            if claimed.claim is Claim.DENIED and claimed.slots[SYMPTOM] == found.slots[SYMPTOM]:
                denied = claimed.slots
        if not denied:
            return found
        if heard.expectation.situation is Situation.IDLE:
            return self._judge.reject(heard, Rejection.UNKNOWN)
        return self._answers.denied(heard, denied)

    def _sounding(self, heard: Utterance, found: Interpretation, fitting: set[str]) -> Interpretation | None:
        """What the utterance sounds like when its words mean nothing; danger is only asked about."""
        if found.rejection not in (Rejection.UNKNOWN, Rejection.LOW_SCORE) or not any(
            map(self._utterances.odd, heard.tokens)
        ):
            return None
        if far_off(heard.tokens, self._wording):
            return None
        scores = self._matcher.among(self._sounds.scores(heard.tokens), fitting - {ANSWER})
        first, *others = self._matcher.matches(scores)
        if first.score < ALIKE:
            return None
        negators = [token for token in heard.tokens if self._wording.denies(token)]
        if negators != [token for token in tokens_of(first.phrase.text) if self._wording.denies(token)]:
            return None
        doubt = {CERTAINTY: ASK} if first.phrase.intent == EMERGENCY else {}
        best = Candidate(first.phrase.intent, first.score, {**first.phrase.slots, **doubt}, first.phrase.text)
        rivals = (Candidate(m.phrase.intent, m.score, m.phrase.slots, m.phrase.text) for m in others)
        rival = next((other for other in rivals if other.intent != best.intent), None)
        return self._judge.decide(heard, best, rival)

    def _opening(self, heard: Utterance) -> Interpretation | None:
        """What a long story opens with, when that alone is a phrase: "my calf is cramping because i ran for hours".

        Or the cramp that it ends with: "i was on the treadmill and suddenly my calf locked".
        """
        joints = [place for place, token in enumerate(heard.tokens) if (token,) in self._wording.joints]
        if not joints:
            return None
        for part, least in ((heard.tokens[: joints[0]], EXACT), (heard.tokens[joints[-1] + 1 :], CLEAR)):
            if len(part) < SHORTEST_OPENING:
                continue
            read = self._utterances.read(" ".join(part), heard.expectation)
            matches = self._matcher.matches(self._matcher.among(read.scores, OPENINGS), 1)
            found = self._topics.read(read, matches)
            told = found.intent in OPENINGS if least == EXACT else self._topics.locked(read)
            if found.accepted and told and found.score >= least:
                return replace(found, text=heard.text, hypothesis=heard.hypothesis)
        return None

    def _with_symptoms(self, heard: Utterance, found: Interpretation) -> Interpretation:
        """The interpretation with every symptom that the utterance reports beside it.

        A symptom outweighs a topic it was said beside, and any answer but one that agrees or denies its own topic.
        """
        reported = self._reported(heard)
        if not reported or heard.expectation.situation is Situation.EMERGENCY:
            return found
        found = replace(found, reported=reported)
        if set(reported) <= set(FACTS):
            return found  # what is told about the person changes nothing of what was asked
        denied = found.polarity is Polarity.NEGATE and heard.topic is not Polarity.NEGATE
        clear = not denied and found.polarity not in (Polarity.UNSURE, Polarity.CONFLICT)
        kept = found.intent in OPENINGS or found.score >= EXACT or (found.intent in (ANSWER, SYMPTOM) and clear)
        if (found.accepted and kept) or found.rejection is Rejection.AMBIGUOUS:
            return found
        alone = len(reported) == 1 and found.intent != SYMPTOM and MUSCLE not in heard.said
        if not found.accepted and heard.expectation.situation is Situation.IDLE and alone:
            return found  # to the idle coach, one word of a symptom in other talk is nothing
        symptom = {**heard.said, SYMPTOM: reported[0]}
        return replace(self._judge.decide(heard, Candidate(SYMPTOM, MIXED, symptom)), reported=reported)

    def _reported(self, heard: Utterance) -> tuple[str, ...]:
        """Every symptom in the utterance; a question names one only when it also states something: "it's swollen"."""
        asked = {token for word in heard.expectation.topic_words for token in tokens_of(word)}
        own = asked if heard.topic is Polarity.AFFIRM else frozenset[str]()
        said = (self._symptoms.reported(tokens, SYMPTOM, own) for tokens in heard.unmended)
        found = tuple(dict.fromkeys(symptom for symptoms in said for symptom in symptoms))
        asks = heard.tokens[:1] in self._wording.question_words
        states = any((token,) in self._wording.subjects for token in heard.tokens[1:])
        return () if (asks and not states) or ends_in_denial(heard.tokens, self._wording) else found
