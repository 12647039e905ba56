"""Denials: sentences in which a danger is denied, for the ear to hear beside those that report it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hassil.expression import Expression

from voice_coach.content.document import Place, Value, broken, read_document
from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.template import Rule, SlotList, check_references, expand, parse_template


@dataclass(frozen=True, slots=True)
class Denial:
    """One template."""

    text: str
    """As written."""

    expression: Expression
    place: Place


@dataclass(frozen=True)
class Denials:
    """What people say when a danger is not there."""

    templates: tuple[Denial, ...] = ()
    denied: Mapping[str, Slots] = field(default_factory=dict)
    """Every sentence that they stand for, and the symptom that it denies; no slots: it is read as free speech."""


def load_denials(path: Path, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> Denials:
    """Load and check `denials.yaml`; a content folder without it has none. Raises `BrokenContent`."""
    if not path.is_file():
        return Denials()
    templates: list[Denial] = []
    denied: dict[str, Slots] = {}
    for block in read_document(path).items():
        keys = block.mapping(required=("sentences",), optional=("slots",))
        slots = {name: value.text() for name, value in keys["slots"].pairs()} if "slots" in keys else {}
        for value in keys["sentences"].items():
            denial = _denial(value, lists, rules)
            templates.append(denial)
            for sentence, _ in expand(denial.expression, lists, rules):
                if denied.setdefault(sentence, slots) != slots:
                    raise broken(denial.place, f'"{sentence}" denies two different things', "keep it in one block")
    return Denials(tuple(templates), denied)


def _denial(value: Value, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> Denial:
    text, expression = parse_template(value)
    check_references(expression, value.place, text, lists, rules)
    if not all(sentence for sentence, _ in expand(expression, lists, rules)):
        raise broken(value.place, f'"{text}" also stands for silence', "leave one word outside the square brackets")
    return Denial(text, expression, value.place)
