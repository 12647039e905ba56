"""Walk: whether an utterance is one of the phrases of a template that has too many to list."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk

from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.template import Template
from voice_coach.understanding.tokens import Tokens, tokens_of

Step = tuple[int, Slots]


class Walker:
    """The templates with `expand: false`."""

    def __init__(self, library: IntentLibrary) -> None:
        self._templates = tuple(template for template in library.templates if not template.expand)
        self._lists = library.lists
        self._rules = library.rules
        self._words = frozenset(token for word in library.words() for token in tokens_of(word))

    def walk(self, tokens: Tokens) -> tuple[Template, Slots, float] | None:
        """The template that the utterance is a phrase of, its slots, and the share of words that belong, 0 to 100.

        Words that no template holds are stepped over, and lower the share.
        """
        known = tuple(token for token in tokens if token in self._words)
        for template in self._templates if known else ():
            for end, slots in self._steps(template.expression, known, 0):
                if end == len(known):
                    return template, {**slots, **template.slots}, 100.0 * len(known) / len(tokens)
        return None

    def _steps(self, expression: Expression, tokens: Tokens, start: int) -> Iterator[Step]:
        """Every place where the expression may end when it begins at `start`, with the slots taken on the way."""
        if isinstance(expression, TextChunk):
            words = tokens_of(expression.text)
            if tokens[start : start + len(words)] == words:
                yield start + len(words), {}
        elif isinstance(expression, ListReference):
            for value in self._lists[expression.list_name].spoken:
                for end, slots in self._steps(value.expression, tokens, start):
                    yield end, {**slots, expression.slot_name: value.value}
        elif isinstance(expression, RuleReference):
            yield from self._steps(self._rules[expression.rule_name].expression, tokens, start)
        elif isinstance(expression, Alternative):
            for item in expression.items:
                yield from self._steps(item, tokens, start)
        elif isinstance(expression, Permutation):
            for order in itertools.permutations(expression.items):
                yield from self._in_order(order, tokens, start)
        elif isinstance(expression, Group):
            yield from self._in_order(tuple(expression.items), tokens, start)

    def _in_order(self, items: tuple[Expression, ...], tokens: Tokens, start: int) -> Iterator[Step]:
        if not items:
            yield start, {}
            return
        for middle, slots in self._steps(items[0], tokens, start):
            for end, more in self._in_order(items[1:], tokens, middle):
                yield end, {**slots, **more}
