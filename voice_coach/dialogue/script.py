"""Script: everything that the coach can say and ask, loaded from a content folder and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from voice_coach.content.document import Place, Value, broken, read_document
from voice_coach.dialogue.cue import CUES, EMERGENCY_SCRIPTS
from voice_coach.dialogue.knowledge import TOPIC_KEYS, Topic
from voice_coach.dialogue.line import Line, Source, read_id, read_line
from voice_coach.dialogue.number import Numbers, read_numbers
from voice_coach.dialogue.protocol import (
    Combination,
    Protocol,
    StepRule,
    Withheld,
    read_asked,
    read_combination,
    read_protocol,
    read_step,
)
from voice_coach.dialogue.question import LEVELS, Question, read_question
from voice_coach.errors import BrokenContent

SECTIONS: Final = (
    "lines",
    "questions",
    "steps",
    "protocols",
    "combinations",
    "withheld",
    "levels",
    "cannot_check",
    "emergency",
    "cues",
    "names",
    "origins",
    "numbers",
)

NO_SCRIPTS: Final = ("unresponsive_symptoms", "standing")
"""Keys under `emergency:` that hold no lines."""


@dataclass(frozen=True)
class Script:
    """Everything that can be said and asked. Line ids in it are known to exist."""

    lines: dict[str, Line] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    steps: dict[str, StepRule] = field(default_factory=dict)
    protocols: dict[str, Protocol] = field(default_factory=dict)
    combinations: tuple[Combination, ...] = ()
    withheld: dict[str, Withheld] = field(default_factory=dict)
    """Topic -> when it is not answered as usual, and what is said instead."""

    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Level -> the last lines of its result: what would make it an emergency, and whom to call then."""

    cannot_check: tuple[str, ...] = ()
    """Lines that are said before the level when questions could not be answered."""

    emergency: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unresponsive: frozenset[str] = frozenset()
    """Symptoms that a bystander reports of somebody who does not respond."""

    standing: frozenset[str] = frozenset()
    """Emergency scripts that no "no" takes back."""

    cues: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Muscle or intent -> what it is called in "Did you say ...?"."""

    origins: dict[str, str] = field(default_factory=dict)
    """Source document, publisher of a public source, or `outside` -> the line that names it in plain words."""

    topics: dict[str, Topic] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    """The number to call, by country."""

    @cached_property
    def urgent(self) -> frozenset[str]:
        """Lines of the emergency scripts: spoken slower, wherever they are said."""
        return frozenset(line for lines in self.emergency.values() for line in lines)

    @cached_property
    def muscles(self) -> frozenset[str]:
        """What a cramp can be in: the names that are no intent's."""
        return frozenset(self.names) - set(self.protocols) - set(self.topics)

    def special(self, line: str, *of: str | None) -> str:
        """The id of the line's wording for the first of these muscles or protocols that has one, or the line itself."""
        return next((f"{line}.{name}" for name in of if f"{line}.{name}" in self.lines), line)

    def for_muscle(self, line: str, muscle: str) -> str:
        """The id of the line's wording for a muscle, or the line itself."""
        return self.special(line, muscle)

    def origin(self, source: Source) -> str | None:
        """The line that says in plain words where a line comes from."""
        return self.origins.get(source.publisher, self.origins.get("outside") if source.outside else None)

    @cached_property
    def switchable(self) -> frozenset[str]:
        """Lines from outside the documents that inform and nothing else: what `outside = False` leaves out.

        Topics, and wordings of a step for one muscle, unless marked `safety: true` or put in by anything else as well.
        """
        steps = {line for step in self.steps.values() for line in step.lines}
        openings = {line for protocol in self.protocols.values() for line in protocol.opening}
        informing = {line for topic in self.topics.values() for line in topic.lines} | {
            special for line in steps for muscle in self.names if (special := self.for_muscle(line, muscle)) != line
        }
        return frozenset(
            line
            for line in informing - steps - openings
            if self.lines[line].source.outside and not self.lines[line].safety
        )

    def without_outside(self) -> Script:
        """The script without the lines that can be switched off: steps fall back to their general wording."""
        return replace(
            self,
            lines={name: line for name, line in self.lines.items() if name not in self.switchable},
            topics={intent: topic.without(self.switchable) for intent, topic in self.topics.items()},
        )


def load_script(folder: Path) -> Script:
    """Load `DIR/dialogue/*.yaml` and the answers of `DIR/topics/*.yaml`.

    Raises `BrokenContent` with file, line and mend for the first mistake.
    """
    if not (files := sorted((folder / "dialogue").glob("*.yaml"))):
        raise BrokenContent(
            f"{folder.name}/dialogue holds no .yaml file: restore it, or check the content folder's path"
        )
    loader = _Loader()
    sections: dict[str, list[Value]] = {name: [] for name in SECTIONS}
    for file in files:
        document = read_document(file, f"{folder.name}/dialogue/{file.name}")
        for name, value in document.mapping(optional=SECTIONS).items():
            sections[name].append(value)
        loader.last = document.place
    for topic in sorted((folder / "topics").glob("*.yaml")):
        loader.topic_file(read_document(topic, f"{folder.name}/topics/{topic.name}"))
    return loader.load(sections)


class _Loader:
    """Collects the sections of all files, and the places of every reference, then checks them together."""

    def __init__(self) -> None:
        self.script = Script()
        self.wanted: list[tuple[str, Place]] = []
        self.last = Place("dialogue", 1)

    def add_line(self, line: Line) -> str:
        known = self.script.lines.get(line.id)
        place = line.place or self.last
        if known is not None:
            raise broken(place, f'the line id "{line.id}" is taken ({known.place})', "choose another id")
        self.script.lines[line.id] = line
        return line.id

    def references(self, value: Value) -> tuple[str, ...]:
        ids = []
        for entry in value.items():
            ids.append(read_id(entry))
            self.wanted.append((ids[-1], entry.place))
        return tuple(ids)

    def topic_file(self, document: Value) -> None:
        entries = dict(document.pairs())
        for block in entries["intents"].items() if "intents" in entries else [document]:
            keys = dict(block.pairs())
            if "intent" not in keys or not keys.keys() & set(TOPIC_KEYS):
                continue
            intent = keys["intent"].text()
            if intent in self.script.topics:
                raise broken(block.place, f'"{intent}" is answered twice', "keep one `answer:` for each intent")
            self.script.topics[intent] = Topic(
                self.spoken(keys.get("answer")),
                self.spoken(keys.get("more")),
                {key: self.spoken(lines) for key, lines in keys["answer_for"].pairs()} if "answer_for" in keys else {},
            )

    def spoken(self, value: Value | None) -> tuple[str, ...]:
        """A topic's lines: each is written here, or named by its id and written elsewhere."""
        entries = value.items() if value is not None else []
        return tuple(
            self.references(entry)[0] if entry.is_text else self.add_line(read_line(entry)) for entry in entries
        )

    def load(self, sections: dict[str, list[Value]]) -> Script:
        script = self.script
        for line in _entries(sections["lines"]):
            self.add_line(read_line(line))
        for entry in _entries(sections["questions"]):
            question = read_question(entry)
            if question.id in script.questions:
                raise broken(entry.place, f'the question "{question.id}" stands there twice', "keep one of the two")
            for wording in question.lines:
                self.add_line(wording)
            self.wanted.extend((tip, entry.place) for tip in question.tips.values())
            script.questions[question.id] = question
        for name, value in _pairs(sections["steps"]):
            script.steps[name] = self.step(name, value)
        for name, value in _pairs(sections["protocols"]):
            script.protocols[name] = read_protocol(name, value, script.questions, script.steps)
            if "opening" in (entries := dict(value.pairs())):
                self.references(entries["opening"])
        for name, value in _pairs(sections["levels"]):
            script.levels[name] = self.level(name, value)
        for section in ("emergency", "cues"):
            target: dict[str, tuple[str, ...]] = getattr(script, section)
            for name, value in _pairs(sections[section]):
                if section != "emergency" or name not in NO_SCRIPTS:
                    target[name] = self.references(value)
        for name, value in _pairs(sections["withheld"]):
            script.withheld[name] = self.withheld(value)
        for name, value in _pairs(sections["origins"]):
            script.origins[name] = self.references(value)[0]
        for name, value in _pairs(sections["names"]):
            script.names[name] = value.text()
        loaded = Script(
            **{
                **vars(script),
                "combinations": tuple(
                    read_combination(entry, script.questions, {*script.names, "other"})
                    for entry in _entries(sections["combinations"])
                ),
                "numbers": read_numbers(sections["numbers"][0]) if sections["numbers"] else Numbers(),
                "cannot_check": tuple(line for value in sections["cannot_check"] for line in self.references(value)),
                "unresponsive": _texts(sections["emergency"], "unresponsive_symptoms"),
                "standing": _texts(sections["emergency"], "standing"),
            }
        )
        self.check(loaded)
        return loaded

    def step(self, name: str, value: Value) -> StepRule:
        entries = dict(value.pairs())
        step = read_step(name, value)
        self.references(entries["lines"])
        for key in {"needs", "unless"} & entries.keys():
            read_asked(entries[key], self.script.questions)
        return step

    def level(self, name: str, value: Value) -> tuple[str, ...]:
        """The lines of a result: what to do, whom to see by when, and what would make it an emergency."""
        parts = value.mapping(required=("do", "see", "emergency"))
        lines = {part: self.references(entry) for part, entry in parts.items()}
        last = self.script.lines.get(lines["emergency"][-1])
        if last is not None and not all("{number}" in words for words in (last.say, last.other or last.say)):
            raise broken(value.place, f'"{name}" does not end with whom to call', "end with a line that has {number}")
        self.script.warnings[name] = lines["emergency"]
        return (*lines["do"], *lines["see"], *lines["emergency"])

    def withheld(self, value: Value) -> Withheld:
        entries = value.mapping(required=("unless", "line"), optional=("about",))
        line, unless = self.references(entries["line"])[0], read_asked(entries["unless"], self.script.questions)
        return Withheld(unless, line, entries["about"].texts() if "about" in entries else ())

    def check(self, script: Script) -> None:
        for line, place in self.wanted:
            if line not in script.lines:
                raise broken(place, f'there is no line "{line}"', "write it under `lines:`, or correct the id")
        muscles = {*script.names, "other"}
        for question in script.questions.values():
            for name in question.covers:
                if name not in script.questions:
                    raise broken(question.place, f'"{name}" under `covers` is not a question', "use the id of one")
            for muscle in sorted(question.muscles - muscles):
                raise broken(
                    question.place, f'"{muscle}" is not a muscle', "use a muscle that `names:` holds, or other"
                )
        wanted = (
            ("levels", LEVELS[:-1], script.levels),
            ("emergency", EMERGENCY_SCRIPTS, script.emergency),
            ("cues", CUES, script.cues),
            ("protocols", ("cramp_relief", "is_it_serious", "night_cramps", "cool_down"), script.protocols),
        )
        for section, names, found in wanted:
            for name in names:
                if name not in found:
                    raise broken(self.last, f'`{section}:` lacks "{name}"', f"add `{name}:` under `{section}:`")
        if not script.numbers.countries:
            raise broken(self.last, "`numbers:` is missing", "restore dialogue/numbers.yaml: it holds whom to call")
        if not script.cannot_check:
            raise broken(self.last, "`cannot_check:` is missing", "name the lines said when answers are missing")


def _texts(values: Iterable[Value], key: str) -> frozenset[str]:
    return frozenset(text for name, value in _pairs(values) if name == key for text in value.texts())


def _entries(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        yield from value.items()


def _pairs(values: Iterable[Value]) -> Iterator[tuple[str, Value]]:
    for value in values:
        yield from value.pairs()
