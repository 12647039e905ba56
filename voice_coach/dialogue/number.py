"""Number: the emergency number, as it is shown and as it is spoken, by country or as the settings name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from voice_coach.content.document import Value, broken, read_document
from voice_coach.dialogue.line import Source, read_source
from voice_coach.errors import BadInput, MissingNumber
from voice_coach.settings import DialogueSettings

FILE: Final = "numbers.yaml"
DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Number:
    """One number to call."""

    shown: str
    """On the screen and in the log: "999"."""

    spoken: str
    """Through the loudspeaker: "nine nine nine"."""

    source: Source | None = None
    """Who says so; None for what somebody typed."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the content: one for each country, and the words for none."""

    unset: str = ""
    """What is said and shown while no number is set."""

    digits: Mapping[str, str] = field(default_factory=dict)
    """Digit -> the word for it."""

    countries: Mapping[str, Number] = field(default_factory=dict)
    """Country code in capitals -> its number."""

    def of(self, settings: DialogueSettings) -> Number:
        """The number to call. A number in the settings goes before the country's.

        Raises `BadInput` for a country that the content has no number for.
        """
        typed = " ".join((settings.emergency_number or "").split())
        if typed:
            return Number(typed, self.spelt(typed))
        if settings.country is None:
            return Number(self.unset, self.unset)
        code = settings.country.strip().upper()
        if code not in self.countries:
            known = ", ".join(self.countries) or "none"
            raise BadInput(
                f'no emergency number is known for the country "{settings.country}": use one of {known}, '
                f"or give the number itself with --emergency-number"
            )
        return self.countries[code]

    def spelt(self, text: str) -> str:
        """The text with every digit as a word of its own: "112" is "one one two"."""
        words = "".join(f" {self.digits[mark]} " if mark in self.digits else mark for mark in text)
        return " ".join(words.split())


def require_number(settings: DialogueSettings) -> None:
    """Check that the coach knows whom to have called. Raises `MissingNumber`: nobody may be there to ask."""
    if not (settings.emergency_number or "").strip() and not (settings.country or "").strip():
        raise MissingNumber(
            "no emergency number is set, and nobody may be there to ask for it: "
            "give --country CODE (for instance GB) or --emergency-number TEXT"
        )


def load_numbers(folder: Path) -> Numbers:
    """Load `DIR/dialogue/numbers.yaml`; none at all without that file. Raises `BrokenContent`."""
    file = folder / "dialogue" / FILE
    if not file.exists():
        return Numbers()
    return read_numbers(read_document(file, f"{folder.name}/dialogue/{FILE}").mapping(required=("numbers",))["numbers"])


def read_numbers(value: Value) -> Numbers:
    """Read the `numbers:` section."""
    entries = value.mapping(required=("unset", "digits", "countries"))
    digits = {digit: word.text() for digit, word in entries["digits"].pairs()}
    for digit in DIGITS:
        if digit not in digits:
            raise broken(entries["digits"].place, f"the digit {digit} has no word", f'add "{digit}": WORD')
    numbers = Numbers(entries["unset"].text(), digits)
    countries: dict[str, Number] = {}
    for entry in entries["countries"].items():
        keys = entry.mapping(required=("country", "number", "source"), optional=("say",))
        code = keys["country"].text()
        if len(code) != 2 or not code.isascii() or not code.isupper():
            raise broken(entry.place, f'"{code}" is not a country code', "write its two capital letters (ISO 3166)")
        if code in countries:
            raise broken(entry.place, f'"{code}" stands there twice', "keep one of the two")
        shown = keys["number"].text()
        spoken = keys["say"].text() if "say" in keys else numbers.spelt(shown)
        countries[code] = Number(shown, spoken, read_source(keys["source"]))
    return Numbers(numbers.unset, digits, countries)
