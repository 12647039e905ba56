"""Evidence: what two ears make of one utterance, and how sure it is that a phrase was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Fitted on half of the speakers and reported on the other half: `python -m voice_coach.bench.evidence ../shared/audio`,
# figures in bench/README.md. The weights are those of a logistic regression, so a margin is the logarithm of the odds.

WEIGHTS: Final = (-3.95, 0.72, 0.84, -0.52, 1.27, 0.084)
"""Weight of each of `Evidence.features`."""

LEAST_LIKELY: Final = -15.0
LEAST_EXPECTED: Final = -30.0
CLEAR_SPEECH: Final = 20.0
"""Where more, or less, tells nothing any more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is held for and against one phrase."""

    text: str
    """The phrase that the second ear hears."""

    likelihood: float
    """Its likelihood to the second ear, as in `Impression`."""

    expected: float
    """How much that ear would expect it anyhow, as in `Impression`."""

    speech: float
    """Scaled nats by which the first ear's best reading beats silence in the room's noise."""

    @property
    def features(self) -> tuple[float, ...]:
        """What counts: a constant, the likelihood and that a word, what is expected, one word or many, and speech."""
        words = len(self.text.split())
        return (
            1.0,
            max(self.likelihood, LEAST_LIKELY),
            self.likelihood / words,
            max(self.expected, LEAST_EXPECTED),
            1 / words,
            min(self.speech, CLEAR_SPEECH),
        )

    @property
    def margin(self) -> float:
        """How sure it is that this was said: logarithm of the odds, above 0 when it is likelier than not."""
        return sum(weight * feature for weight, feature in zip(WEIGHTS, self.features, strict=True))
