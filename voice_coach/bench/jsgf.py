"""JSGF: the library's templates, lists and rules as a grammar for PocketSphinx."""

from __future__ import annotations

import itertools

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk

from voice_coach.understanding.library import IntentLibrary


def jsgf(library: IntentLibrary) -> str:
    """One public rule with every template as an alternative; lists and rules become rules of the grammar."""
    lines = ["#JSGF V1.0;", "grammar phrases;"]
    sentences = [_compile(template.expression) for template in library.templates]
    lines.append(f"public <phrase> = {' | '.join(f'( {sentence} )' for sentence in sentences)};")
    lines += [f"<rule_{name}> = {_compile(rule.expression)};" for name, rule in library.rules.items()]
    lines += [
        f"<list_{name}> = {' | '.join(_compile(value.expression) for value in entries.spoken)};"
        for name, entries in library.lists.items()
        if entries.spoken
    ]
    return "\n".join(lines) + "\n"


def _compile(expression: Expression) -> str:
    if isinstance(expression, TextChunk):
        return expression.text.strip()
    if isinstance(expression, ListReference):
        return f"<list_{expression.list_name}>"
    if isinstance(expression, RuleReference):
        return f"<rule_{expression.rule_name}>"
    if not isinstance(expression, Group):
        raise TypeError(f"{type(expression).__name__} is no part of a sentence template")
    if isinstance(expression, Alternative):
        choices = [text for item in expression.items if (text := _compile(item))]
        left, right = "[]" if expression.is_optional else "()"
        return f"{left} {' | '.join(choices)} {right}"
    if isinstance(expression, Permutation):
        orders = itertools.permutations([_compile(item) for item in expression.items])
        return f"( {' | '.join(' '.join(order) for order in orders)} )"
    return " ".join(text for item in expression.items if (text := _compile(item)))
