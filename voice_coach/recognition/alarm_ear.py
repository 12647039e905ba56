"""Alarm ear: an emergency told by the nearest of several people, when no phrase was heard in all of it together.

Only the stretch in which somebody stands out is listened to, and only for emergencies, in several ways one after the
other: more is asked of each than of a phrase heard whole. What comes up must also be likelier than every other phrase,
for "no chest pain" sounds like "chest pain".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import soxr

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.conditioning import ConditioningSettings, condition
from voice_coach.recognition.evidence import Evidence
from voice_coach.recognition.foreground import stretches
from voice_coach.recognition.second_ear.network import Network
from voice_coach.recognition.second_ear.phrase_trie import PhraseTrie
from voice_coach.recognition.second_ear.second_ear import Impression, SecondEar

# Fitted on a third of the emergencies of `bench --gym` by six synthetic voices in babble and beside an instructor at
# 10 dB, of which 24 of 60 were missed without this ear, and on 27 minutes of what nobody says to the coach, most of it
# in noise at 10 dB (bench/README.md, S15).

LENGTHS: Final = (0.9, 1.12)
"""How many times as long the wider stretch is listened to as well; a voice's pitch goes with it."""

BEAM: Final = 8
"""Readings that are followed at a time."""

LEAST: Final = 1.0
"""Logarithm of the odds from which an emergency counts as said. (Of 442 other utterances the likeliest has 0.8.)"""


class AlarmEar:
    """Listens once more, for emergencies."""

    def __init__(
        self, network: Network, alarms: Collection[str], every: SecondEar, settings: ConditioningSettings
    ) -> None:
        """`alarms` are the phrases that are emergencies, at least one; `every` listens for every phrase."""
        self._second = SecondEar(network, PhraseTrie(alarms), beam=BEAM)
        self._every = every
        self._settings = settings

    def hear(self, utterance: Samples, whole: int) -> tuple[str, float] | None:
        """The emergency in an utterance, shape (n,), int16, 16 kHz mono, and how far beyond `LEAST` its odds are.

        None when there is none, and when the stretch that stands out is nearly all of the `whole` samples that were
        listened to before.
        """
        for stretch in self._ways(utterance, whole):
            conditioned = condition(stretch, self._settings)
            if conditioned is None:
                continue
            heard = self._second.impression(self._second.listen(conditioned.samples))
            assert heard is not None  # there are phrases
            margin = Evidence.of(heard).margin - LEAST
            if margin >= 0.0 and self._likeliest(heard, conditioned.samples):
                return heard.text, margin
        return None

    def _likeliest(self, alarm: Impression, samples: Samples) -> bool:
        """Whether no other phrase is likelier."""
        other = self._every.impression(self._every.listen(samples))
        return other is None or other.text == alarm.text or other.rank < alarm.rank

    def _ways(self, utterance: Samples, whole: int) -> Iterator[Samples]:
        found = stretches(utterance, whole)
        yield from found
        for length in LENGTHS if found else ():
            yield soxr.resample(found[0], SAMPLE_RATE, SAMPLE_RATE * length)
