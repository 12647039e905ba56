"""Sampling: phrases for engines that need them listed; templates too large to list give a seeded sample."""

from __future__ import annotations

import random
from typing import Final

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk

from voice_coach.understanding.library import IntentLibrary

SAMPLE: Final = 2000
"""Phrases drawn from each template that is walked instead of listed."""


def listed_phrases(library: IntentLibrary, seed: int) -> tuple[str, ...]:
    """Every phrase that the library lists, then a sample of each template that it does not, each once."""
    texts = [phrase.text for phrase in library.phrases()]
    draw = random.Random(seed)
    for template in library.templates:
        if not template.expand:
            texts += [_sample(template.expression, library, draw) for _ in range(SAMPLE)]
    return tuple(dict.fromkeys(text for text in texts if text))


def _sample(expression: Expression, library: IntentLibrary, draw: random.Random) -> str:
    """One phrase of the expression, each choice equally likely."""
    if isinstance(expression, TextChunk):
        return expression.text.strip()
    if isinstance(expression, ListReference):
        return _sample(draw.choice(library.lists[expression.list_name].spoken).expression, library, draw)
    if isinstance(expression, RuleReference):
        return _sample(library.rules[expression.rule_name].expression, library, draw)
    if isinstance(expression, Alternative):
        return _sample(draw.choice(expression.items), library, draw)
    if not isinstance(expression, Group):
        raise TypeError(f"{type(expression).__name__} is no part of a sentence template")
    items = list(expression.items)
    if isinstance(expression, Permutation):
        draw.shuffle(items)
    return " ".join(text for item in items if (text := _sample(item, library, draw)))
