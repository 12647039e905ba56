"""Denials: sentences in which a danger is denied, for the ear to hear beside those that report it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice_coach.content.document import broken, read_document
from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.template import BareTemplate, Rule, SlotList, check_references, parse_template


@dataclass(frozen=True)
class Denials:
    """What people say when a danger is not there."""

    templates: tuple[BareTemplate, ...] = ()
    denied: Mapping[str, Slots] = field(default_factory=dict)
    """Every sentence that they stand for, and the symptom that it denies; no slots: it is read as free speech."""


def load_denials(path: Path, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> Denials:
    """Load and check `denials.yaml`; a content folder without it has none. Raises `BrokenContent`."""
    if not path.is_file():
        return Denials()
    templates: list[BareTemplate] = []
    denied: dict[str, Slots] = {}
    for block in read_document(path).items():
        keys = block.mapping(required=("sentences",), optional=("slots",))
        slots = {name: value.text() for name, value in keys["slots"].pairs()} if "slots" in keys else {}
        for value in keys["sentences"].items():
            template = BareTemplate(*parse_template(value), value.place)
            check_references(template.expression, template.place, template.text, lists, rules)
            templates.append(template)
            for sentence in template.sentences(lists, rules):
                if denied.setdefault(sentence, slots) != slots:
                    raise broken(template.place, f'"{sentence}" denies two different things', "keep it in one block")
    return Denials(tuple(templates), denied)
