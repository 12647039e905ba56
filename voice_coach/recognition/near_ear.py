"""Near ear: listens once more to the stretch in which somebody is louder than the others, for longer phrases."""

from __future__ import annotations

from typing import Final

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.conditioning import ConditioningSettings
from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.evidence import listen_again
from voice_coach.recognition.foreground import NEARLY_ALL, stretches
from voice_coach.recognition.second_ear.second_ear import SecondEar

# Fitted on every fourth coffee order in babble and beside an instructor at 12 and 6 dB (bench/README.md, S19).

LEAST: Final = 0.5
"""Logarithm of the odds from which a phrase counts as said."""

LEAST_DENIAL: Final = 2.5
"""The same for a denial: a danger that is denied by mistake ends in self-care."""

FEWEST: Final = 4
"""Words that a phrase has at least, and different ones in free speech, for in music there are few. Shorter phrases
are found in other words: with 2.5 for them half of the answers in babble were heard, but 5 of 68 other words in the
kitchen as well."""


SHORTEST_WORD: Final = 0.18
"""Seconds of the stretch for each word of the phrase at least: where it stands out for less, the words were put
together of several people's.

("What do I say" in 0.65 s of babble around somebody's "right"; a coffee order in a hurry takes 0.19 a word.)
"""


class NearEar:
    """Listens to the nearest of several people."""

    def __init__(self, every: SecondEar, endings: EndingReader, settings: ConditioningSettings) -> None:
        """`every` listens for every phrase; `endings` tells alarms, which are left to the alarm ear, and denials."""
        self._every = every
        self._endings = endings
        self._settings = settings

    def hear(self, utterance: Samples, whole: int) -> tuple[str, float] | None:
        """The phrase in an utterance, shape (n,), int16, 16 kHz mono, and how far its odds are beyond what is needed.

        None when there is none, and when the stretch that stands out is nearly all of the `whole` samples that were
        listened to before.
        """
        ways = stretches(utterance, whole)
        if ways and ways[1].size >= NEARLY_ALL * ways[0].size:
            ways = ways[:1]
        heard = [found for stretch in ways if (found := self._heard(stretch)) is not None]
        return max(heard, key=lambda found: found[1], default=None)

    def _heard(self, stretch: Samples) -> tuple[str, float] | None:
        heard = listen_again(self._every, stretch, self._settings)
        if heard is None or heard.text in self._endings.alarms:
            return None
        words = len(heard.text.split())
        if words < FEWEST or stretch.size < words * SHORTEST_WORD * SAMPLE_RATE:
            return None
        margin = heard.margin - (LEAST_DENIAL if self._endings.denies(heard.text) else LEAST)
        return (heard.text, margin) if margin >= 0.0 else None
