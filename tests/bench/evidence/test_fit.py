"""Fit: weights that tell two kinds apart are found, and surprise is small where they are right."""

from __future__ import annotations

import numpy as np
import pytest

from voice_coach.bench.evidence.fit import fit, loss


def test_weights_that_made_the_labels_are_found_again():
    random = np.random.default_rng(5)
    features = np.column_stack([np.ones(4000), random.standard_normal((4000, 2))])
    odds = features @ np.array([0.5, 2.0, -1.0])
    true = random.random(4000) < 1 / (1 + np.exp(-odds))
    weights = fit(features, true)
    assert weights[1] / weights[2] == pytest.approx(-2.0, rel=0.2)
    assert loss(features @ weights, true) < loss(np.zeros(4000), true)


def test_surprise_of_a_coin_is_a_bit_and_of_certainty_none():
    true = np.array([True, False])
    assert loss(np.zeros(2), true) == pytest.approx(np.log(2))
    assert loss(np.array([50.0, -50.0]), true) == pytest.approx(0.0)
