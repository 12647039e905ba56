"""Filler: the common words that compete with the phrases, so that other speech is not taken for a command."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pocketsphinx

from voice_coach.recognition.embedded.pronunciation import Phones

VOWELS: Final = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])


@dataclass(frozen=True, slots=True)
class FillerSettings:
    """Which words compete."""

    words: int = 400
    """How many common words beside the phone loop."""

    most_syllables: int = 2
    """Longer words hardly ever collide with a command."""

    short: int = 3
    """Phones up to which a command counts as short; a filler word one sound away from it would swallow it."""

    own_words: bool = True
    """Whether our own words count as filler too when they do not make up a phrase."""

    leave_out: frozenset[str] = frozenset()
    """Words never taken; a measurement leaves out its own negatives to stay honest."""


def choose_filler(
    ranked: Iterable[str],
    dictionary: Mapping[str, tuple[Phones, ...]],
    vocabulary: Mapping[str, tuple[Phones, ...]],
    commands: Collection[str],
    settings: FillerSettings,
) -> tuple[Phones, ...]:
    """Pronunciations of our own words out of place, and of the likeliest words that are not ours.

    `ranked` gives words, likeliest first; `vocabulary` our words; `commands` those of ours that are a whole phrase by
    themselves: neither they nor what sounds the same ever become filler.
    """
    reserved = {phones for word in commands for phones in vocabulary[word]}
    short = [phones for phones in sorted(reserved) if len(phones) <= settings.short]

    def competes(phones: Phones) -> bool:
        too_near = len(phones) <= settings.short and any(edits(phones, command) <= 1 for command in short)
        return len(phones) > 1 and phones not in reserved and not too_near

    own = [spoken[0] for word, spoken in sorted(vocabulary.items()) if word not in settings.leave_out]
    taken = {phones for spoken in vocabulary.values() for phones in spoken}
    chosen: list[Phones] = []
    for word in ranked:
        if len(chosen) == settings.words:
            break
        phones = dictionary[word][0]
        if word in vocabulary or word in settings.leave_out or phones in taken or not competes(phones):
            continue
        if sum(phone in VOWELS for phone in phones) <= settings.most_syllables:
            taken.add(phones)
            chosen.append(phones)
    if settings.own_words:
        chosen += [phones for phones in dict.fromkeys(own) if competes(phones)]
    return tuple(chosen)


def rank_words(dictionary: Collection[str], language_model: Path) -> list[str]:
    """The dictionary's words by their probability in the wheel's language model, likeliest first."""
    model = pocketsphinx.NGramModel(pocketsphinx.Config(hmm=None), pocketsphinx.LogMath(), str(language_model))
    scored: list[tuple[int, str]] = []
    for word in dictionary:
        if word.replace("'", "").isalpha():
            try:
                scored.append((-model.prob([word]), word))
            except RuntimeError:  # not in the model
                continue
    return [word for _, word in sorted(scored)]


def edits(first: Phones, second: Phones) -> int:
    """The least number of phones to insert, delete or replace."""
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, start=1):
        above, row = row, [i]
        for j, right in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (left != right)))
    return row[-1]
