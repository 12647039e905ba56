"""Counts, rates and intervals on outcomes made by hand."""

import pytest

from voice_coach.bench.labels import Label
from voice_coach.bench.metrics import Cost, count, is_opposite, is_right, percentile, poisson_upper, wilson
from voice_coach.bench.outcome import Decision, Outcome
from voice_coach.understanding.interpretation import Polarity

COST = Cost(80.0, 0.2)


def outcome(clip, *decisions, seconds=3600.0):
    return Outcome(clip, "vosk", "clean", decisions, audio_seconds=seconds, cpu_seconds=seconds / 20)


def accepted(intent, polarity=Polarity.NONE, **slots):
    return Decision("words", True, intent, slots, polarity=polarity, decision_ms=50.0)


REJECTED = Decision("[unk]", False, decision_ms=10.0)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [  # R: binom::binom.confint(right, total, methods = "wilson"), and Newcombe 1998, table I, method 3
        (8, 10, 0.4901625, 0.9433178),
        (81, 263, 0.2553, 0.3662),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_the_wilson_interval_agrees_with_published_values(right, total, low, high):
    assert wilson(right, total) == pytest.approx((low, high), abs=6e-5)


def test_nothing_tried_says_nothing_about_a_rate():
    assert wilson(0, 0) == (0.0, 1.0)


def test_no_false_start_still_leaves_three_an_observation_possible():
    assert poisson_upper(0) == pytest.approx(2.9957, abs=1e-4)
    assert poisson_upper(3) == pytest.approx(7.7537, abs=1e-4)  # chi-squared tables: qchisq(.95, 8) / 2


def test_percentiles_lie_between_the_closest_ranks():
    assert percentile([], 50) is None
    assert percentile([4.0], 95) == 4.0
    assert percentile([30.0, 10.0, 20.0, 40.0], 50) == 25.0
    assert percentile(range(101), 95) == 95


def test_a_rejected_clip_is_not_right_whatever_was_heard():
    decision = Decision("my calf is cramping", False, "cramp_relief", {"muscle": "calf"})
    assert not is_right(Label({"muscle": "calf"}, "cramp_relief"), outcome("a", decision).answer)


def test_one_wrong_slot_makes_a_clip_wrong():
    label = Label({"muscle": "calf", "side": "left"}, "cramp_relief")
    assert not is_right(label, accepted("cramp_relief", muscle="calf", side="right"))
    assert not is_right(label, accepted("cramp_relief", muscle="calf"))
    assert is_right(label, accepted("cramp_relief", muscle="calf", side="left", who="self"))


def test_labels_of_slots_alone_leave_the_intent_open():
    assert is_right(Label({"size": "large"}), accepted("order", size="large"))


def test_a_yes_taken_for_a_no_is_wrong_and_counted_as_opposite():
    label = Label(intent="answer", polarity=Polarity.AFFIRM)
    no = accepted("answer", Polarity.NEGATE)
    assert not is_right(label, no)
    assert is_opposite(label, no)
    assert not is_opposite(label, accepted("answer", Polarity.UNSURE))
    assert not is_opposite(label, None)


def test_the_first_accepted_utterance_decides_a_clip():
    heard = outcome("a", REJECTED, accepted("nav_next"), accepted("nav_stop"))
    assert heard.answer is not None
    assert heard.answer.intent == "nav_next"


def test_every_accepted_utterance_of_a_negative_is_a_false_start():
    outcomes = [outcome("n1", accepted("cramp_relief"), REJECTED, accepted("nav_stop")), outcome("n2", REJECTED)]
    (entry,) = count("vosk", "clean", outcomes, {}, COST)
    assert (entry.false_starts, entry.negatives, entry.negative_hours) == (2, 2, 2.0)
    assert entry.false_starts_per_hour_upper95 == pytest.approx(6.2958 / 2, abs=1e-3)
    assert (entry.total, entry.accepted_right, entry.acceptance) == (0, 0, 0.0)


def test_acceptance_and_false_starts_come_from_the_same_outcomes():
    labels = {"a": Label(intent="nav_stop"), "b": Label(intent="nav_next")}
    outcomes = [
        outcome("a", accepted("nav_stop")),
        outcome("b", REJECTED),
        outcome("n", accepted("nav_stop")),
    ]
    (entry,) = count("vosk", "clean", outcomes, labels, COST)
    assert (entry.accepted_right, entry.total, entry.false_starts) == (1, 2, 1)
    assert entry.real_time_factor == pytest.approx(0.05)
    assert (entry.decision_ms.p50, entry.endpoint_ms.p50) == (50.0, None)
    assert (entry.peak_memory_mb, entry.load_seconds) == (80.0, 0.2)


def test_groups_are_counted_apart_and_share_the_negatives():
    labels = {"a": Label(intent="nav_stop", group="people"), "b": Label(intent="nav_stop", group="flite_slt")}
    outcomes = [outcome("a", REJECTED), outcome("b", accepted("nav_stop")), outcome("n", accepted("eased"))]
    entries = count("vosk", "clean", outcomes, labels, COST)
    assert [(entry.group, entry.accepted_right, entry.total, entry.false_starts) for entry in entries] == [
        ("flite_slt", 1, 1, 1),
        ("people", 0, 1, 1),
    ]


def test_an_emergency_in_the_second_utterance_is_not_missed():
    labels = {"a": Label(intent="emergency"), "b": Label(intent="emergency"), "c": Label(intent="nav_stop")}
    outcomes = [
        outcome("a", REJECTED, accepted("emergency")),
        outcome("b", accepted("nav_stop")),
        outcome("c", accepted("emergency")),
        outcome("n", accepted("emergency")),
    ]
    (entry,) = count("vosk", "clean", outcomes, labels, COST)
    assert (entry.missed_emergencies, entry.false_emergencies) == (1, 2)


def test_slots_heard_but_not_accepted_count_by_the_sets_own_rule_only():
    heard = Decision("a large latte please", False, slots_in_text={"size": "large"})
    (entry,) = count("vosk", "clean", [outcome("a", heard)], {"a": Label({"size": "large"})}, COST)
    assert (entry.heard_right, entry.accepted_right) == (1, 0)
