"""Judge: whether the best candidate is accepted, by the limits of its class and by the situation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voice_coach.understanding.interpretation import (
    Candidate,
    Correction,
    Interpretation,
    Polarity,
    Rejection,
    Situation,
    Slots,
)
from voice_coach.understanding.thresholds import CommandClass, Limits
from voice_coach.understanding.utterance import SESSION, Utterance

EMERGENCY: Final = "emergency"
ANSWER: Final = "answer"
NAVIGATION: Final = "nav_"
CRAMP: Final = "cramp_relief"
EASED: Final = "eased"
NOT_WORKING: Final = "not_working"

FACTS: Final = ("recurring", "at_risk")
"""Topics that, beside another or behind a yes, are facts about the person, reported rather than answered."""

TALK: Final = ("more", "why")
"""Commands about what the coach has just said."""

EXACT: Final = 99.0
"""Score of a phrase said word for word: no runner-up makes it doubtful."""

OVER_TOPIC: Final = 2.5
"""Margin that anything but a command, an answer or a danger has at least when it was said over the coach's voice.

(A stop under an echo as loud as itself came out as "will coffee help" with 1.5; people's own topics have 4 and more.)
"""

OVER_DANGER: Final = 2.0
"""The same for a sign of danger, since the coach itself asks about them. (A person's has 5 and more; what a loop from
speaker to microphone left of a question, under a person's "stop", was taken for one with less.)"""

OVER_DENIAL: Final = 1.0
"""The same for an answer that denies: the same stop came out as "coach, I'm not" with 0.4; a real no has 5 and more."""

IDLE: Final = "idle"
"""Context of a topic that counts without a conversation only."""


class Judge:
    """Knows the context of every intent."""

    def __init__(self, contexts: Mapping[str, str]) -> None:
        self._contexts = contexts

    def decide(
        self,
        heard: Utterance,
        best: Candidate,
        runner_up: Candidate | None = None,
        polarity: Polarity = Polarity.NONE,
    ) -> Interpretation:
        """Accept or reject the best candidate."""
        limits = self._limits(heard, best.intent)
        familiar = self.kind(best.intent) is CommandClass.NAVIGATION and not heard.strange
        least = limits.score - (heard.limits.all_known if familiar else 0.0)
        rejection: Rejection | None = None
        if best.score < least or not _margin_reached(heard, limits) or not _clear(heard, best.intent, polarity):
            rejection = Rejection.LOW_SCORE
        elif runner_up is not None and best.score < EXACT and best.score - runner_up.score < heard.limits.lead:
            rejection = Rejection.AMBIGUOUS
        elif not (
            self.fits(best.intent, heard.expectation.situation)
            or best.intent in heard.expectation.welcome
            or _takes_back(heard, best.intent)
        ):
            rejection = Rejection.UNKNOWN
        return _interpretation(heard, best, runner_up, polarity, rejection)

    def doubt(self, heard: Utterance, best: Candidate, runner_up: Candidate) -> Interpretation:
        """Two candidates of which the dialogue asks one at a time: "Did you say calf?"."""
        return _interpretation(heard, best, runner_up, Polarity.NONE, Rejection.AMBIGUOUS)

    def reject(
        self,
        heard: Utterance,
        rejection: Rejection,
        closest: Candidate | None = None,
        polarity: Polarity = Polarity.NONE,
    ) -> Interpretation:
        """Nothing was understood; `closest` came nearest."""
        return Interpretation(
            heard.text,
            score=closest.score if closest else 0.0,
            runner_up=closest,
            polarity=polarity,
            rejection=rejection,
            hypothesis=heard.hypothesis,
        )

    def fits(self, intent: str, situation: Situation) -> bool:
        """True when the situation can make use of the intent."""
        if intent == EMERGENCY:
            return True
        if intent == ANSWER:
            return situation in (Situation.QUESTION, Situation.EMERGENCY)
        if situation is Situation.EMERGENCY:
            return self.kind(intent) is CommandClass.NAVIGATION
        return self._contexts.get(intent) != (SESSION if situation is Situation.IDLE else IDLE)

    def yields(self, intent: str) -> bool:
        """True for a topic that a statement in the open question's own words is an answer rather than about."""
        return not intent.startswith(NAVIGATION) and intent not in (CRAMP, EASED)

    def commands(self, intent: str | None) -> bool:
        """True for an intent that steers the conversation and is about nothing else."""
        return intent is not None and (intent.startswith(NAVIGATION) or intent in TALK)

    def kind(self, intent: str) -> CommandClass:
        """The class whose limits count for the intent."""
        if intent in (EMERGENCY, ANSWER):
            return CommandClass(intent)
        session = intent.startswith(NAVIGATION) or self._contexts.get(intent) == SESSION
        return CommandClass.NAVIGATION if session else CommandClass.TOPIC

    def _limits(self, heard: Utterance, intent: str) -> Limits:
        limits = heard.limits
        topic = limits.topic_idle if heard.expectation.situation is Situation.IDLE else limits.topic
        return {
            CommandClass.EMERGENCY: limits.emergency,
            CommandClass.ANSWER: limits.answer,
            CommandClass.NAVIGATION: limits.navigation,
            CommandClass.TOPIC: topic,
        }[self.kind(intent)]


def only(slots: Slots, *names: str) -> dict[str, str | int]:
    """The slots of these names."""
    return {name: value for name, value in slots.items() if name in names}


def _interpretation(
    heard: Utterance, best: Candidate, runner_up: Candidate | None, polarity: Polarity, rejection: Rejection | None
) -> Interpretation:
    slots = {name: value for name, value in best.slots.items() if name != ANSWER}
    return Interpretation(
        heard.text,
        best.intent,
        {} if best.intent.startswith(NAVIGATION) else slots,
        best.score,
        runner_up,
        rejection is None,
        polarity,
        rejection,
        heard.hypothesis,
        heard.correction if best.intent == ANSWER else Correction.NONE,
    )


def _takes_back(heard: Utterance, intent: str) -> bool:
    """True for an answer that corrects the last one, which also counts once the question has been left."""
    return (
        intent == ANSWER and heard.correction is not Correction.NONE and heard.expectation.situation is Situation.STEP
    )


def _clear(heard: Utterance, intent: str, polarity: Polarity) -> bool:
    """Whether what was said over the coach's own voice is sure enough; stop words, commands and yes always."""
    margin = heard.hypothesis.margin if heard.hypothesis is not None else None
    if not heard.expectation.over or margin is None or intent.startswith(NAVIGATION):
        return True
    if intent in (EMERGENCY, "symptom"):
        return margin >= OVER_DANGER
    if intent == ANSWER:
        return polarity is not Polarity.NEGATE or margin >= OVER_DENIAL
    return margin >= OVER_TOPIC


def _margin_reached(heard: Utterance, limits: Limits) -> bool:
    """True when the recogniser is sure enough, or did not say how sure it is."""
    if heard.hypothesis is None or heard.hypothesis.margin is None:
        return True
    short = len(heard.tokens) == 1 and limits.margin_short is not None
    least = limits.margin_short if short else limits.margin
    return least is None or heard.hypothesis.margin >= least
