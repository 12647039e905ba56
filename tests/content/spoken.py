"""Everything that the coach can say, with the words, syllables and runs of words that the checks count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pocketsphinx

from voice_coach.dialogue.line import Line, Source
from voice_coach.dialogue.script import Script, load_script

ROOT = Path(__file__).resolve().parents[2]
VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
FILLED = {"{number}": "your emergency number", "{name}": "calf"}
"""What stands for a line's placeholders when it is measured."""


@dataclass(frozen=True)
class Spoken:
    """One wording of one line."""

    id: str
    text: str
    line: Line


Found = dict[str, str]
"""Line id -> what is wrong with it."""


@cache
def script() -> Script:
    """The real content."""
    return load_script(ROOT / "intents")


def spoken(lines: Iterable[Line] | None = None) -> list[Spoken]:
    """Every wording of these lines, or of the whole content."""
    return [Spoken(*wording, line) for line in (lines or script().lines.values()) for wording in _wordings(line)]


def said(text: str, name: str = "bad.line", source: Source | None = None) -> list[Spoken]:
    """A line made up for a test of the tests."""
    line = Line(name, text, source or Source("000_023a784e9afc118e.txt", "FAQs", fact="Made up."))
    return [Spoken(name, text, line)]


def words(text: str) -> list[str]:
    """Lower-case words; apostrophes belong to them."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))


def flat(text: str) -> str:
    """The words with one space between them and around them."""
    return f" {' '.join(words(text))} "


def holds(text: str, phrases: Iterable[str]) -> list[str]:
    """The phrases that stand in a text as whole words."""
    return [phrase for phrase in phrases if f" {phrase} " in flat(text)]


def offenders(found: Mapping[str, str]) -> str:
    """One offending line a row."""
    return "\n".join(f"{name}: {what}" for name, what in found.items())


def runs(text: str, length: int) -> Iterator[str]:
    """Every run of so many words."""
    row = words(text)
    return (" ".join(row[at : at + length]) for at in range(len(row) - length + 1))


@cache
def syllables() -> dict[str, int]:
    """Syllables of every word of the CMU dictionary that the pocketsphinx wheel carries."""
    dictionary = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    counts = {"physiotherapist": 6, "soreness": 2}  # not in the dictionary
    for row in dictionary.read_text(encoding="utf-8").splitlines():
        word, *phones = row.split()
        counts.setdefault(word, sum(phone in VOWELS for phone in phones))
    return counts


def unknown_words(texts: Iterable[str]) -> list[str]:
    """Words that the dictionary lacks."""
    return sorted({word for text in texts for word in words(text) if word not in syllables()})


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade of a text, given as its lines."""
    texts = list(texts)
    row = [word for text in texts for word in words(text)]
    sentences = sum(max(1, len(re.findall(r"[.?!](?=\s|$)", text))) for text in texts)
    known = syllables()
    return 0.39 * len(row) / sentences + 11.8 * sum(known[word] for word in row) / len(row) - 15.59


def _wordings(line: Line) -> Iterator[tuple[str, str]]:
    yield line.worded(False)
    if line.other is not None:
        yield line.worded(True)
