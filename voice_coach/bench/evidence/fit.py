"""Fit: logistic regression with a little belief in small weights; one part fitted, the other judged."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BELIEF: Final = 0.02
"""How strongly weights are held to be small."""

ROUNDS: Final = 100

FALSE_WEIGHT: Final = 0.6
"""What a false alarm counts beside a phrase that is missed: most recordings hold none, so they outnumber those."""


def fit(features: Floats, true: NDArray[np.bool_]) -> Floats:
    """The weights, shape (features,), for `features` of shape (cases, features), by Newton's method."""
    weights = np.zeros(features.shape[1])
    counts = np.where(true, 1.0, FALSE_WEIGHT)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (counts * (likely - true)) + BELIEF * weights
        curve = (features.T * (counts * likely * (1 - likely))) @ features + BELIEF * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def loss(margins: Floats, true: NDArray[np.bool_]) -> float:
    """Mean surprise in nats at margins, shape (cases,)."""
    return float(np.mean(np.logaddexp(0.0, np.where(true, -margins, margins))))
