"""Library: the sentences, lists, rules, aliases, wording and signs of a content folder, loaded and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from hassil.expression import Expression, ListReference

from voice_coach.content.document import Place, Value, broken, read_document
from voice_coach.errors import BrokenContent
from voice_coach.understanding.aliases import AliasTable, load_aliases
from voice_coach.understanding.denials import Denials, load_denials
from voice_coach.understanding.interpretation import Slots
from voice_coach.understanding.signs import Sign, load_signs
from voice_coach.understanding.template import (
    Phrase,
    Rule,
    SlotList,
    SlotValue,
    Template,
    check_references,
    count_phrases,
    expand,
    literal_words,
    parse_template,
    references,
)
from voice_coach.understanding.tokens import tokens_of
from voice_coach.understanding.wake import Wake, load_wake
from voice_coach.understanding.wording import Wording, load_wording

MOST_PHRASES: Final = 2000
"""Phrases that one template may stand for before it must be walked (`expand: false`) instead of listed."""

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
CONTEXTS: Final = ("idle", "session", "any")
BLOCK_KEYS: Final = ("context", "slots", "expand", "answer", "more", "answer_for")


@dataclass(frozen=True)
class IntentLibrary:
    """Everything that can be said to the coach."""

    folder: Path
    templates: tuple[Template, ...]
    lists: Mapping[str, SlotList]
    rules: Mapping[str, Rule]
    aliases: AliasTable
    wording: Wording
    signs: tuple[Sign, ...]
    """Signs of danger in free speech."""

    keys: tuple[Sign, ...]
    """What a topic's free wording always holds."""

    symptoms: tuple[Sign, ...]
    """Symptoms in free speech."""

    wake: Wake = field(default_factory=Wake)
    """What the coach is called by."""

    denials: Denials = field(default_factory=Denials)
    """What people say when a danger is not there."""

    @cached_property
    def intents(self) -> tuple[str, ...]:
        """Every intent id, in the order met."""
        return tuple(dict.fromkeys(template.intent for template in self.templates))

    @cached_property
    def contexts(self) -> dict[str, str]:
        """Intent -> `any`, `idle` or `session`; `any` too when its blocks differ: each phrase keeps its own."""
        found: dict[str, str] = {}
        for template in self.templates:
            if found.setdefault(template.intent, template.context) != template.context:
                found[template.intent] = "any"
        return found

    def words(self) -> dict[str, Place]:
        """Every spoken word of every template, list and rule, with the place where it is written first."""
        found: dict[str, Place] = {}
        written: list[tuple[Expression, Place]] = [(template.expression, template.place) for template in self.templates]
        written += [(value.expression, value.place) for entries in self.lists.values() for value in entries.spoken]
        written += [(rule.expression, rule.place) for rule in self.rules.values()]
        written += [(phrase.expression, phrase.place) for phrase in (*self.wake.alone, *self.wake.before)]
        written += [(denial.expression, denial.place) for denial in self.denials.templates]
        for expression, place in written:
            for word in literal_words(expression):
                found.setdefault(word, place)
        return found

    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase of every template that is listed (`expand: true`), each text once."""
        return self._phrases

    @cached_property
    def _phrases(self) -> tuple[Phrase, ...]:
        owners: dict[str, tuple[Phrase, Place]] = {}
        for template in self.templates:
            if not template.expand:
                continue
            for text, slots in expand(template.expression, self.lists, self.rules):
                if not text:
                    raise broken(
                        template.place,
                        f'the template "{template.text}" also stands for silence',
                        "leave at least one word outside the square brackets",
                    )
                phrase = Phrase(
                    text,
                    template.intent,
                    {**slots, **template.slots},
                    frozenset(slots) - set(template.slots),
                    template.context,
                )
                owner, place = owners.setdefault(text, (phrase, template.place))
                if owner.intent != phrase.intent:
                    raise broken(
                        template.place,
                        f'"{text}" is claimed by {phrase.intent} and by {owner.intent} ({place})',
                        "keep it in one of the two",
                    )
                if owner.slots != phrase.slots:
                    raise broken(
                        template.place,
                        f'"{text}" means two different things: {dict(phrase.slots)} here, '
                        f"{dict(owner.slots)} at {place}",
                        "keep it in one of the two",
                    )
        return tuple(phrase for phrase, _ in owners.values())


def load_library(folder: Path) -> IntentLibrary:
    """Load and check the sentences of a content folder.

    Reads `topics/*.yaml`, and `lists.yaml`, `rules.yaml`, `aliases.yaml`, `wording.yaml`, `signs.yaml`,
    `keys.yaml`, `symptoms.yaml`, `wake.yaml` and `denials.yaml` where present. Raises `BrokenContent` naming file,
    line and mend for the first mistake.
    """
    lists = _lists(folder / "lists.yaml")
    rules = _rules(folder / "rules.yaml")
    files = sorted((folder / "topics").glob("*.yaml"))
    if not files:
        raise BrokenContent(f"{folder.name}/topics holds no YAML file: restore it, or check the content folder's path")
    templates = [
        template
        for file in files
        for block in _blocks(read_document(file, f"topics/{file.name}"))
        for template in _templates(block, lists)
    ]
    for entries in lists.values():
        for value in entries.spoken:
            check_references(value.expression, value.place, value.text, lists={}, rules={})
    for rule in rules.values():
        check_references(rule.expression, rule.place, rule.text, lists, rules)
    _check_circles(rules)
    for template in templates:
        check_references(template.expression, template.place, template.text, lists, rules)
        count = count_phrases(template.expression, lists, rules)
        if template.expand and count > MOST_PHRASES:
            raise broken(
                template.place,
                f'the template "{template.text}" stands for {count} phrases, at most {MOST_PHRASES} are listed',
                "split or shorten it, or set `expand: false` in its block",
            )
    spoken = {name: _single_words(entries, lists, rules) for name, entries in lists.items()}
    library = IntentLibrary(
        folder,
        tuple(templates),
        lists,
        rules,
        load_aliases(folder / "aliases.yaml"),
        load_wording(folder / "wording.yaml"),
        load_signs(folder / "signs.yaml", spoken, "emergency"),
        load_signs(folder / "keys.yaml", spoken),
        load_signs(folder / "symptoms.yaml", spoken, "symptom"),
        load_wake(folder / "wake.yaml"),
        load_denials(folder / "denials.yaml", lists, rules),
    )
    library.phrases()
    return library


def _lists(path: Path) -> dict[str, SlotList]:
    if not path.is_file():
        return {}
    lists: dict[str, SlotList] = {}
    for name, entries in read_document(path).pairs():
        _check_name(name, entries.place, "list")
        spoken: list[SlotValue] = []
        values: list[str | int] = []
        for entry in entries.items():
            keys = entry.mapping(required=("out",), optional=("in",))
            values.append(_slot_value(keys["out"]))
            if "in" in keys:
                text, expression = parse_template(keys["in"])
                spoken.append(SlotValue(values[-1], expression, text, keys["in"].place))
        if not values:
            raise broken(entries.place, f'the list "{name}" is empty', "add a value or delete the list")
        lists[name] = SlotList(name, tuple(spoken), tuple(dict.fromkeys(values)), entries.place)
    return lists


def _rules(path: Path) -> dict[str, Rule]:
    if not path.is_file():
        return {}
    rules: dict[str, Rule] = {}
    for name, value in read_document(path).pairs():
        _check_name(name, value.place, "rule")
        text, expression = parse_template(value)
        rules[name] = Rule(name, expression, text, value.place)
    return rules


def _blocks(document: Value) -> list[dict[str, Value]]:
    """The topic's intent blocks: the file itself, or the entries under `intents:`."""
    required = ("intent", "sentences")
    if any(key == "intents" for key, _ in document.pairs()):
        entries = document.mapping(required=("intents",), optional=("answer", "more"))["intents"].items()
        if not entries:
            raise broken(document.place, "`intents:` is empty", "add an intent with its sentences")
        return [entry.mapping(required, BLOCK_KEYS) for entry in entries]
    return [document.mapping(required, BLOCK_KEYS)]


def _templates(block: Mapping[str, Value], lists: Mapping[str, SlotList]) -> list[Template]:
    intent = block["intent"].text()
    _check_name(intent, block["intent"].place, "intent")
    context = block["context"].choice(CONTEXTS) if "context" in block else "any"
    listed = block["expand"].flag() if "expand" in block else True
    slots = _fixed_slots(block["slots"], lists) if "slots" in block else {}
    sentences = block["sentences"].items()
    if not sentences:
        raise broken(block["sentences"].place, f"{intent} has no sentences", "add at least one sentence")
    templates: list[Template] = []
    for sentence in sentences:
        text, expression = parse_template(sentence)
        templates.append(Template(intent, text, sentence.place, expression, slots, context, listed))
    return templates


def _fixed_slots(value: Value, lists: Mapping[str, SlotList]) -> Slots:
    slots: dict[str, str | int] = {}
    for name, entry in value.pairs():
        _check_name(name, entry.place, "slot")
        slots[name] = _slot_value(entry)
        known = lists[name].values if name in lists else (slots[name],)
        if slots[name] not in known:
            choices = ", ".join(str(choice) for choice in known)
            raise broken(entry.place, f'"{slots[name]}" is not a value of the list {name}', f"use one of: {choices}")
    return slots


def _slot_value(value: Value) -> str | int:
    text = value.text()
    return int(text) if text.isdecimal() else text


def _single_words(entries: SlotList, lists: Mapping[str, SlotList], rules: Mapping[str, Rule]) -> frozenset[str]:
    """What may be said in the list's place, as far as it is one word."""
    texts = (text for value in entries.spoken for text, _ in expand(value.expression, lists, rules))
    return frozenset(tokens_of(text)[0] for text in texts if len(tokens_of(text)) == 1)


def _check_name(name: str, place: Place, kind: str) -> None:
    if not NAME.fullmatch(name):
        raise broken(place, f'"{name}" is not a name for a {kind}', "use lower-case letters, digits and _")


def _check_circles(rules: Mapping[str, Rule]) -> None:
    """Raise when a rule leads back to itself."""

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise broken(rules[name].place, f"the rule <{name}> leads back to itself", "write it without the circle")
        for reference in references(rules[name].expression):
            if not isinstance(reference, ListReference):
                visit(reference.rule_name, (*above, name))

    for name in rules:
        visit(name, ())
