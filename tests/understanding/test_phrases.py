"""The development phrases and both held-out lists, counted by kind, with the table printed (`pytest -s`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from voice_coach.bench.phrases import read_phrase_labels, read_phrases
from voice_coach.understanding.interpretation import Expectation, Interpretation, Polarity, Situation
from voice_coach.understanding.understanding import Understanding

OPEN = Expectation(Situation.QUESTION)
FIT = "held_out_fourth_fit.yaml"
REPORT = "held_out_fourth_report.yaml"
FIFTH = ("held_out_fifth_emergency.yaml", "held_out_fifth_everyday.yaml")
SITUATIONS = [Expectation(situation) for situation in Situation]

LABELS = Path(__file__).resolve().parents[2] / "bench" / "understanding" / "en_labels.yaml"
"""What the development phrases should lead to, as `bench --phrases` reads it."""


def development(shared: Path) -> list[dict[str, Any]]:
    """Each phrase with its wanted intent; `none` must start nothing."""
    phrases = read_phrases(shared / "phrases" / "en.yaml", read_phrase_labels(LABELS))
    return [
        {"text": phrase.text, "intent": phrase.intent, "kind": phrase.row, "polarity": phrase.polarity}
        for phrase in phrases
    ]


def held_out(name: str) -> list[dict[str, Any]]:
    """The phrases of one held-out list."""
    entries: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / name).read_text())
    for entry in entries:
        entry["kind"] = "out of domain" if entry["intent"] == "none" else entry["kind"]
    return entries


def is_right(wanted: dict[str, Any], found: Interpretation) -> bool:
    """True when the phrase leads where it should, or anywhere else that its author would accept."""
    intents = [wanted["intent"], *wanted.get("any", [])]
    if not found.accepted:
        return "none" in intents or "not_emergency" in intents
    if "not_emergency" in intents and found.intent != "emergency":
        return True
    polarities = [wanted["polarity"], *wanted.get("any_polarity", [])] if wanted.get("polarity") else []
    judged = found.intent == wanted["intent"] and bool(polarities)
    return found.intent in intents and (not judged or found.polarity.value in polarities)


def shares(
    title: str, phrases: Iterable[dict[str, Any]], understanding: Understanding, *, show: bool = True
) -> tuple[dict[str, float], list[str]]:
    """Share right by kind, and the phrases that went wrong; prints the table, and what went wrong with `show`."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for phrase in phrases:
        found = understanding.interpret(phrase["text"], OPEN)
        total[phrase["kind"]] += 1
        right[phrase["kind"]] += is_right(phrase, found)
        if not is_right(phrase, found):
            wrong.append(f"{phrase['text']!r}: wanted {phrase['intent']}, got {found.intent} {found.score:.0f}")
    print(f"\n{title}")
    for kind in total:
        print(f"  {kind:14} {right[kind]:4} of {total[kind]:4}  {100 * right[kind] / total[kind]:5.1f} %")
    print("".join(f"    {line}\n" for line in wrong if show), end="")
    return {kind: right[kind] / total[kind] for kind in total}, wrong


def test_development_phrases_reach_the_figures_asked_for(understanding: Understanding, shared: Path) -> None:
    share, wrong = shares("development", development(shared), understanding)
    assert share["clean"] >= 0.95, wrong
    assert share["misheard"] >= 0.85, wrong
    assert share["disfluent"] >= 0.85, wrong
    assert share["trap"] == 1.0, wrong
    assert share["out of domain"] == 1.0, wrong


@pytest.mark.parametrize("expectation", SITUATIONS, ids=lambda expectation: expectation.situation.value)
def test_every_emergency_is_accepted_in_every_situation(
    understanding: Understanding, shared: Path, expectation: Expectation
) -> None:
    missed = [
        phrase["text"]
        for phrase in [
            *development(shared),
            *held_out("held_out.yaml"),
            *held_out("held_out_second.yaml"),
            *held_out("held_out_third.yaml"),
            *held_out(FIT),
            *held_out(FIFTH[0]),
        ]
        if phrase["intent"] == "emergency"
        and not is_right(phrase, understanding.interpret(phrase["text"], expectation))
    ]
    assert not missed


def test_held_out_phrases_are_understood(understanding: Understanding) -> None:
    for name, least in (("held_out.yaml", 0.95), ("held_out_second.yaml", 0.90), ("held_out_third.yaml", 0.90)):
        share, wrong = shares(name, held_out(name), understanding)
        assert share["clean"] >= least, wrong
        assert share["misheard"] >= 0.85, wrong
        assert share["trap"] == share["out of domain"] == 1.0, wrong


def test_the_fitted_half_of_the_fourth_list_is_understood(understanding: Understanding) -> None:
    share, wrong = shares("fourth, fitted half", held_out(FIT), understanding)
    assert share["clean"] >= 0.95, wrong
    assert share["misheard"] >= 0.90, wrong
    assert share["disfluent"] >= 0.90, wrong
    assert share["trap"] == share["out of domain"] == 1.0, wrong


def test_the_fifth_list_is_understood(understanding: Understanding) -> None:
    for name in FIFTH:
        share, wrong = shares(name, held_out(name), understanding)
        assert share["clean"] >= 0.98, wrong
        assert share["misheard"] >= 0.95, wrong
        assert share["disfluent"] >= 0.95, wrong
        assert share.get("trap", 1.0) == share.get("out of domain", 1.0) == 1.0, wrong


def test_the_half_of_the_fourth_list_that_nobody_looked_at_is_understood(understanding: Understanding) -> None:
    """The floors are what was reached, not what is aimed at: nothing was mended on this half."""
    share, _ = shares("fourth, reported half", held_out(REPORT), understanding, show=False)
    assert share["clean"] >= 0.80
    assert share["misheard"] >= 0.62
    assert share["disfluent"] >= 0.90
    assert share["trap"] >= 0.90
    assert share["out of domain"] >= 0.90


def test_emergencies_of_the_half_that_nobody_looked_at_are_accepted(understanding: Understanding) -> None:
    wanted = [phrase for phrase in held_out(REPORT) if phrase["intent"] == "emergency"]
    for expectation in SITUATIONS:
        right = sum(is_right(phrase, understanding.interpret(phrase["text"], expectation)) for phrase in wanted)
        print(f"  emergencies, reported half, {expectation.situation.value:9} {right} of {len(wanted)}")
        assert right >= 0.90 * len(wanted)


@pytest.mark.parametrize("expectation", SITUATIONS, ids=lambda expectation: expectation.situation.value)
def test_talk_of_the_gym_starts_nothing(understanding: Understanding, expectation: Expectation) -> None:
    texts = yaml.safe_load((Path(__file__).parent / "out_of_domain.yaml").read_text())
    started = [text for text in texts if understanding.interpret(text, expectation).accepted]
    assert not started


def test_a_soreness_of_the_chest_asks_instead_of_alarming(understanding: Understanding) -> None:
    for text in ("my chest is sore from bench", "i can breathe"):
        found = understanding.interpret(text, OPEN)
        assert found.intent == "emergency"
        assert found.slots["certainty"] == "ask"
        assert found.polarity is Polarity.NONE
