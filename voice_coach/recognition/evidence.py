"""Evidence: what two ears make of one utterance, and how sure it is that a phrase was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voice_coach.audio.frame import Samples
from voice_coach.recognition.conditioning import ConditioningSettings, condition
from voice_coach.recognition.second_ear.second_ear import Impression, SecondEar

# Fitted on half of the speakers and reported on the other half: `python -m voice_coach.bench.evidence ../shared/audio`,
# figures in bench/README.md. The weights are those of a logistic regression, so a margin is the logarithm of the odds.

WEIGHTS: Final = (-6.845, 0.572, 0.978, -0.578, 5.418, 1.883)
"""Weight of each of `Evidence.features`."""

LEAST_LIKELY: Final = -15.0
LEAST_EXPECTED: Final = -30.0
"""Where less tells nothing any more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is held for and against one phrase."""

    text: str
    """The phrase that the second ear hears."""

    likelihood: float
    """Its likelihood to the second ear, as in `Impression`."""

    expected: float
    """How much that ear would expect it anyhow, as in `Impression`."""

    first: str
    """What the first ear hears."""

    @classmethod
    def of(cls, heard: Impression, first: str = "") -> Evidence:
        """What is held for what the second ear hears, where the first hears `first`."""
        return cls(heard.text, heard.likelihood, heard.expected, first)

    @property
    def features(self) -> tuple[float, ...]:
        """What counts: a constant, the likelihood and that a word, what is expected, one word or many, agreement."""
        words = len(self.text.split())
        return (
            1.0,
            max(self.likelihood, LEAST_LIKELY),
            self.likelihood / words,
            max(self.expected, LEAST_EXPECTED),
            1 / words,
            float(self.text == self.first),
        )

    @property
    def margin(self) -> float:
        """How sure it is that this was said: logarithm of the odds, above 0 when it is likelier than not."""
        return sum(weight * feature for weight, feature in zip(WEIGHTS, self.features, strict=True))


def listen_again(ear: SecondEar, stretch: Samples, settings: ConditioningSettings) -> Evidence | None:
    """What is held for the phrase that the second ear alone hears in a stretch, shape (n,), int16, 16 kHz mono.

    None when there is no sound in it, or no phrase to hear.
    """
    conditioned = condition(stretch, settings)
    heard = ear.impression(ear.listen(conditioned.samples)) if conditioned is not None else None
    return Evidence.of(heard) if heard is not None else None
