"""Template: one sentence in hassil's notation, and every phrase that it stands for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from voice_coach.content.document import Place, Value, broken
from voice_coach.understanding.interpretation import Slots

PIECE_OF_A_WORD: Final = re.compile(r"\w[\[({<]|[\])}>]\w|[\])}>][\[({<]")
"""A bracket that touches a letter or another group: words must be written whole, because each is pronounced."""

SPOKEN: Final = re.compile(r"[^\W\d_][\w'-]*", re.UNICODE)
"""A word that can be spoken: letters, with apostrophes and hyphens inside; no digits alone."""


@dataclass(frozen=True, slots=True)
class SlotValue:
    """One value of a list and the words that stand for it."""

    value: str | int
    """What lands in the slot."""

    expression: Expression
    """The words as a parsed hassil sentence."""

    text: str
    """The words as written."""

    place: Place


@dataclass(frozen=True, slots=True)
class SlotList:
    """A list: `{name}` in a template stands for any of its values."""

    name: str
    spoken: tuple[SlotValue, ...]
    """What may be said in the list's place, in the order written."""

    values: tuple[str | int, ...]
    """Every value that the slot may take; some are only ever set by a topic's `slots:`."""

    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """An expansion rule: `<name>` in a template stands for it."""

    name: str
    expression: Expression
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class BareTemplate:
    """A template that belongs to no intent."""

    text: str
    """As written."""

    expression: Expression
    place: Place

    def sentences(self, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> tuple[str, ...]:
        """Everything that it stands for. Raises `BrokenContent` when that includes silence."""
        found = tuple(sentence for sentence, _ in expand(self.expression, lists, rules))
        if not all(found):
            mend = "leave one word outside the square brackets"
            raise broken(self.place, f'"{self.text}" also stands for silence', mend)
        return found


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase that a template stands for."""

    text: str
    """Lower-case words with single spaces and the dictionary's apostrophes."""

    intent: str
    slots: Slots = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    """The slots whose value comes from a list; the others are set by the topic."""

    context: str = "any"
    """As in `Template`."""


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence template of a topic."""

    intent: str
    text: str
    """The template as written."""

    place: Place
    expression: Expression
    """The template as parsed by hassil."""

    slots: Slots = field(default_factory=dict)
    """Slots that every phrase of this template carries."""

    context: str = "any"
    """`idle` counts without a conversation only, `session` within one only, `any` in both."""

    expand: bool = True
    """False when there are too many phrases to list; then the template is walked, not listed."""


Fragment = tuple[str, Slots]


def parse_template(value: Value) -> tuple[str, Expression]:
    """The text of a template and its parsed form. Raises `BrokenContent` for brackets that do not fit."""
    text = value.text().lower()
    touching = PIECE_OF_A_WORD.search(text)
    if touching:
        raise broken(
            value.place,
            f'"{touching.group()}" in the template "{text}" joins pieces of a word',
            "write whole words with spaces around brackets, as (cramp|cramps)",
        )
    try:
        sentence: Sentence = parse_sentence(text)
    except (ParseError, ValueError, IndexError, AssertionError):
        raise broken(value.place, f'the brackets of the template "{text}" do not fit', "close each ( [ { <") from None
    leftover = next((word for word in literal_words(sentence.expression) if not SPOKEN.fullmatch(word)), None)
    if leftover is not None:
        raise broken(value.place, f'"{leftover}" in "{text}" is not a word to speak', "write words only, numbers spelt")
    return text, sentence.expression


def literal_words(expression: Expression) -> Iterator[str]:
    """Every word written in the expression itself, without those of lists and rules."""
    if isinstance(expression, TextChunk):
        yield from expression.text.split()
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from literal_words(item)


def references(expression: Expression) -> Iterator[ListReference | RuleReference]:
    """Every list and rule that the expression itself names."""
    if isinstance(expression, ListReference | RuleReference):
        yield expression
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from references(item)


def check_references(
    expression: Expression, place: Place, text: str, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]
) -> None:
    """Raise `BrokenContent` unless every list and rule that the expression names can be spoken."""
    for reference in references(expression):
        if isinstance(reference, ListReference):
            name, file, shown = reference.list_name, "lists.yaml", f"{{{reference.list_name}}}"
            exists = name in lists and bool(lists[name].spoken)
        else:
            name, file, shown = reference.rule_name, "rules.yaml", f"<{reference.rule_name}>"
            exists = name in rules
        if not exists:
            raise broken(place, f'{shown} in "{text}" does not exist here', f"add {name} with its words to {file}")


def count_phrases(expression: Expression, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> int:
    """How many phrases the expression stands for, repeats included; cheap however large the answer is."""
    if isinstance(expression, Alternative):
        return sum(count_phrases(item, lists, rules) for item in expression.items)
    if isinstance(expression, Group):
        count = 1
        for position, item in enumerate(expression.items, start=1):
            orders = position if isinstance(expression, Permutation) else 1
            count *= orders * count_phrases(item, lists, rules)
        return count
    if isinstance(expression, ListReference):
        return sum(count_phrases(value.expression, lists, rules) for value in lists[expression.list_name].spoken)
    if isinstance(expression, RuleReference):
        return count_phrases(rules[expression.rule_name].expression, lists, rules)
    return 1


def expand(expression: Expression, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> Iterator[Fragment]:
    """Every phrase of the expression with its slots, in the order written. References must exist."""
    if isinstance(expression, TextChunk):
        yield expression.text.strip(), {}
    elif isinstance(expression, ListReference):
        for value in lists[expression.list_name].spoken:
            for text, slots in expand(value.expression, lists, rules):
                yield text, {**slots, expression.slot_name: value.value}
    elif isinstance(expression, RuleReference):
        yield from expand(rules[expression.rule_name].expression, lists, rules)
    elif isinstance(expression, Alternative):
        for item in expression.items:
            yield from expand(item, lists, rules)
    elif isinstance(expression, Group):
        parts = [list(expand(item, lists, rules)) for item in expression.items]
        orders = itertools.permutations(parts) if isinstance(expression, Permutation) else [parts]
        for order in orders:
            for chosen in itertools.product(*order):
                yield join(chosen)


def join(fragments: tuple[Fragment, ...]) -> Fragment:
    """Fragments one after the other."""
    slots: dict[str, str | int] = {}
    for _, more in fragments:
        slots.update(more)
    return " ".join(text for text, _ in fragments if text), slots
