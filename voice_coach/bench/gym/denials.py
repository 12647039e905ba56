"""Denials: "my chest is fine" in every noise, and how often a danger or a symptom was made of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from voice_coach.bench.gym.row import Row, wrong_row
from voice_coach.bench.gym.setup import OURS, Setup, conditions
from voice_coach.bench.gym.spoken import bare, said_in, spoken
from voice_coach.bench.metrics import EMERGENCY
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.bench.variants import CLEAN
from voice_coach.bench.voices import by_rule
from voice_coach.understanding.answering import SYMPTOM
from voice_coach.understanding.danger import ASK, CERTAINTY
from voice_coach.understanding.interpretation import Polarity

SNR: Final = 10.0


def denials(setup: Setup) -> list[Row]:
    """Clean and at 10 dB in every noise; voices made by rule apart, all conditions together."""
    variants = (CLEAN, *conditions(setup.noises, (SNR,)))
    with tempfile.TemporaryDirectory() as folder:
        clips = setup.thin(spoken("denials", Path(folder)))
        outcomes = setup.hear(clips, {}, variants, engines=[OURS]).outcomes[OURS]
    plain = [outcome for outcome in outcomes if not by_rule(outcome.clip)]
    rows = [_row(variant.name, [one for one in plain if one.condition == variant.name]) for variant in variants]
    return [*rows, _row("all of these, voices made by rule", [one for one in outcomes if by_rule(one.clip)])]


def _row(where: str, outcomes: Sequence[Outcome]) -> Row:
    return wrong_row(
        "denials",
        f"denials taken for what they deny, {where}",
        {f"{outcome.clip} ({outcome.condition})": turned(outcome) for outcome in outcomes},
        note=f"asked about {sum(map(asked, outcomes))}, heard word for word {sum(map(word_for_word, outcomes))}",
    )


def turned(outcome: Outcome) -> bool:
    """Whether the idle coach would have alarmed, or begun about the symptom as if it had been reported."""
    return any(_reported(decision) and decision.slots.get(CERTAINTY) != ASK for decision in outcome.decisions)


def asked(outcome: Outcome) -> bool:
    """Whether it would have asked about the danger: of "i can feel my leg" an "n't" may have been lost."""
    return not turned(outcome) and any(map(_reported, outcome.decisions))


def _reported(decision: Decision) -> bool:
    symptom = decision.intent == SYMPTOM and decision.polarity is not Polarity.NEGATE
    return decision.accepted and (decision.intent == EMERGENCY or symptom)


def word_for_word(outcome: Outcome) -> bool:
    """Whether the words of the clip's name, and nothing else, were heard."""
    return [bare(decision.text) for decision in outcome.decisions] == [said_in(outcome.clip)]
