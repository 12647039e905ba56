"""Phrases: every sentence template as one automaton of words; lists and rules are expanded inside it."""

from __future__ import annotations

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk

from voice_coach.recognition.embedded.automaton import Dfa, Nfa, determinise, minimise
from voice_coach.understanding.library import IntentLibrary


def compile_phrases(library: IntentLibrary) -> Dfa[str]:
    """The smallest automaton of all that the library's templates and denials stand for, never listed one by one.

    The wake phrase may stand before each of them: all share the states behind it, so that it costs a handful.
    """
    graph: Nfa[str] = Nfa()
    begin = graph.add_state()
    graph.add_arc(graph.start, None, begin)
    for template in library.templates:
        _add(graph, template.expression, begin, graph.end, library)
    for denial in library.denials.templates:
        _add(graph, denial.expression, begin, graph.end, library)
    for phrase in library.wake.alone:
        _add(graph, phrase.expression, graph.start, graph.end, library)
    for phrase in (*library.wake.alone, *library.wake.before):
        _add(graph, phrase.expression, graph.start, begin, library)
    return minimise(determinise(graph))


def _add(graph: Nfa[str], expression: Expression, source: int, target: int, library: IntentLibrary) -> None:
    """Add a part of a template between two states. The library has checked that its lists and rules exist."""
    if isinstance(expression, TextChunk):
        for word in expression.text.split():
            following = graph.add_state()
            graph.add_arc(source, word, following)
            source = following
        graph.add_arc(source, None, target)
    elif isinstance(expression, Alternative):  # an optional group holds an empty text beside the others
        for item in expression.items:
            _add(graph, item, source, target, library)
    elif isinstance(expression, Permutation):
        for item, rest in expression.iterate_permutations():
            between = graph.add_state()
            _add(graph, item, source, between, library)
            _add(graph, rest if rest.items else TextChunk.empty(), between, target, library)
    elif isinstance(expression, Group):
        for item in expression.items:
            following = graph.add_state()
            _add(graph, item, source, following, library)
            source = following
        graph.add_arc(source, None, target)
    elif isinstance(expression, ListReference):
        for value in library.lists[expression.list_name].spoken:
            _add(graph, value.expression, source, target, library)
    elif isinstance(expression, RuleReference):
        _add(graph, library.rules[expression.rule_name].expression, source, target, library)
    else:
        raise TypeError(f"hassil made a {type(expression).__name__}, which cannot be spoken")
