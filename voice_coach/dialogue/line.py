"""Line: one thing that the coach can say, with its id, its wording for somebody else, and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voice_coach.content.document import Place, Value, broken

ID: Final = re.compile(r"[a-z][a-z0-9_.]*")
PLACEHOLDERS: Final = ("number", "name")
"""What a line may leave open: the emergency number, and the name of what was perhaps said."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from: a source document's heading, or a public source outside the documents."""

    document: str | None
    """File name among the source documents; None for an outside source."""

    where: str
    """The heading (or anchor words) in the document, or the public source."""

    note: str = ""
    """What the heading alone does not carry, for a reviewer."""

    fact: str = ""
    """What the source says there, in our own words: what a reviewer holds the line against."""

    place: Place | None = None

    @property
    def outside(self) -> bool:
        """True when no source document carries it."""
        return self.document is None

    @property
    def publisher(self) -> str:
        """The document, or the name before the colon of a public source: "NHS"."""
        return self.document or self.where.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.document} > {self.where}" if self.document else f"OUTSIDE: {self.where}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Ids are stable: captions, translations and recorded voices attach to them."""

    id: str
    say: str
    source: Source
    other: str | None = None
    """The wording when the coach is told about somebody else; None when the line fits both. Its id ends in `.other`."""

    place: Place | None = None

    safety: bool = False
    """Said even where lines from outside the documents are switched off."""

    def worded(self, other: bool) -> tuple[str, str]:
        """Id and text for oneself or for somebody else."""
        if other and self.other is not None:
            return f"{self.id}.other", self.other
        return self.id, self.say


def read_source(value: Value) -> Source:
    """Read `{document, heading[, note][, fact]}` or `{outside[, note][, fact]}`."""
    entries = value.mapping(optional=("document", "heading", "note", "outside", "fact"))
    note, fact = (entries[key].text() if key in entries else "" for key in ("note", "fact"))
    if "outside" in entries:
        if "document" in entries or "heading" in entries:
            raise broken(value.place, "a source is either a document or outside", "keep `outside` or `document`")
        return Source(None, entries["outside"].text(), note, fact, value.place)
    if "document" not in entries or "heading" not in entries:
        raise broken(value.place, "a source needs a document and a heading", "write {document: FILE, heading: HEADING}")
    return Source(entries["document"].text(), entries["heading"].text(), note, fact, value.place)


def read_id(value: Value) -> str:
    """Read a line's id: lower-case letters, digits, dots and underscores."""
    text = value.text()
    if not ID.fullmatch(text):
        raise broken(value.place, f'"{text}" is not an id', "use lower-case letters, digits, dots and underscores")
    return text


def read_words(value: Value) -> str:
    """Read what is spoken: text whose placeholders are known."""
    text = value.text()
    for name in re.findall(r"\{([^}]*)\}", text):
        if name not in PLACEHOLDERS:
            raise broken(value.place, f"{{{name}}} is not known", f"use one of: {', '.join(PLACEHOLDERS)}")
    return text


def read_line(value: Value) -> Line:
    """Read `{id, say[, other][, safety], source}`."""
    entries = value.mapping(required=("id", "say", "source"), optional=("other", "safety"))
    return Line(
        read_id(entries["id"]),
        read_words(entries["say"]),
        read_source(entries["source"]),
        read_words(entries["other"]) if "other" in entries else None,
        value.place,
        entries["safety"].flag() if "safety" in entries else False,
    )
