"""Phrases: what people say, with what it should lead to, for measuring the understanding without audio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach.content.document import Value, broken, read_document
from voice_coach.understanding.interpretation import Interpretation, Polarity

NOTHING: Final = "none"
"""Wanted of a phrase that must start nothing."""

NO_ALARM: Final = "not_emergency"
"""Wanted of a phrase that may lead anywhere but to an emergency."""

KINDS: Final = ("clean", "misheard", "disfluent", "trap")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One labelled phrase."""

    text: str
    intent: str
    """Intent id, `none` or `not_emergency`."""

    kind: str = "clean"
    also: tuple[str, ...] = ()
    """Further intents that are right."""

    polarity: Polarity | None = None
    """Which way an answer has to point; None when it does not matter."""

    slots: Mapping[str, str] | None = None
    """Slots that have to be found."""

    also_polarity: tuple[Polarity, ...] = ()
    """Further ways that are right: "hardly" is a no, and no clear one."""

    @property
    def row(self) -> str:
        """What the phrase counts under: a phrase that must start nothing is of its own kind."""
        return "out of domain" if self.intent == NOTHING else self.kind

    def is_right(self, found: Interpretation) -> bool:
        """True when the phrase leads where it should."""
        if self.intent == NOTHING:
            return not found.accepted
        if self.intent == NO_ALARM:
            return not (found.accepted and found.intent == "emergency")
        return (
            found.accepted
            and found.intent in (self.intent, *self.also)
            and (self.polarity is None or found.polarity in (self.polarity, *self.also_polarity))
            and all(str(found.slots.get(slot)) == value for slot, value in (self.slots or {}).items())
        )


@dataclass(frozen=True, slots=True)
class PhraseLabels:
    """What the groups of a grouped list lead to, and the phrases that their group does not decide."""

    groups: Mapping[str, str]
    texts: Mapping[str, str]
    polarity: Mapping[str, Polarity]


NO_LABELS: Final = PhraseLabels({}, {}, {})


def read_phrase_labels(path: Path) -> PhraseLabels:
    """Read `groups`, `texts` and `polarity`; raises `BrokenContent` or `BadInput` for a file that cannot be used."""
    entries = read_document(path).mapping(required=("groups",), optional=("texts", "polarity"))

    def pairs(key: str) -> dict[str, str]:
        return {name: value.text() for name, value in entries[key].pairs()} if key in entries else {}

    ways = tuple(polarity.value for polarity in Polarity)
    polarity = entries["polarity"].pairs() if "polarity" in entries else iter(())
    return PhraseLabels(
        pairs("groups"), pairs("texts"), {name: Polarity(value.choice(ways)) for name, value in polarity}
    )


def read_phrases(path: Path, labels: PhraseLabels = NO_LABELS) -> list[Phrase]:
    """Read a list of `{text, intent, kind}` rows, or groups of `{text, kind}` rows that `labels` explain.

    Raises `BrokenContent`, which names file, line and mend, and `BadInput` for a file that cannot be read.
    """
    document = read_document(path)
    if document.is_mapping():
        return [phrase for group, rows in document.pairs() for phrase in _group(group, rows, labels)]
    return [_row(row) for row in document.items()]


def _group(group: str, rows: Value, labels: PhraseLabels) -> Iterator[Phrase]:
    for row in rows.items():
        entries = row.mapping(required=("text", "kind"), optional=("note",))
        text = entries["text"].text()
        intent = labels.texts.get(text) or labels.groups.get(group)
        if intent is None:
            mend = "name the group under `groups:` or the phrase under `texts:` of --phrase-labels"
            raise broken(row.place, f'nothing says what "{text}" of {group} leads to', mend)
        yield Phrase(text, intent, entries["kind"].choice(KINDS), (), labels.polarity.get(text))


def _row(row: Value) -> Phrase:
    entries = row.mapping(
        required=("text", "intent"), optional=("kind", "any", "polarity", "any_polarity", "slots", "note")
    )
    ways = tuple(polarity.value for polarity in Polarity)
    return Phrase(
        entries["text"].text(),
        entries["intent"].text(),
        entries["kind"].choice((*KINDS, NOTHING)) if "kind" in entries else KINDS[0],
        entries["any"].texts() if "any" in entries else (),
        Polarity(entries["polarity"].choice(ways)) if "polarity" in entries else None,
        {slot: value.text() for slot, value in entries["slots"].pairs()} if "slots" in entries else None,
        tuple(Polarity(value.choice(ways)) for value in entries["any_polarity"].items())
        if "any_polarity" in entries
        else (),
    )
