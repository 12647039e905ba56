"""A pseudo-language: all content with other letters, so that every English word in the code would show.

Vowels are swapped with vowels and consonants with consonants, one for one. Lengths and similarities of words stay as
they were: whatever is understood or said in English has to be understood and said in the pseudo-language just so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

PLAIN: Final = "aeioubcdfghjklmnpqrstvwxyz"
OTHER: Final = "eioua" + "tkfpcvzmwbrnglxdhsjqy"
CIPHER: Final = str.maketrans(PLAIN + PLAIN.upper(), OTHER + OTHER.upper())

KEPT: Final = re.compile(r"(\{[^}]*\}|<[^>]*>)")
"""Slots, rules and placeholders are names of the content, not words of the language."""

WORDS_UNDER: Final = frozenset({
    "sentences", "in", "say", "other", "again", "again_other", "clarify", "clarify_other", "key_word", "topic_words",
    "unset", "digits", "heard", "said", "beside", "words",
})  # fmt: skip
"""Keys whose texts are spoken or heard."""

SIGNS: Final = WORDS_UNDER | {"unless"}
"""The same outside the dialogue, where `unless` holds questions."""

ALL_WORDS: Final = ("rules.yaml",)
"""Files whose every value is heard."""


def pseudo(text: str) -> str:
    """The text in the pseudo-language; what stands in braces and angle brackets stays."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(CIPHER) for part in KEPT.split(text))


def write_pack(content: Path, into: Path) -> None:
    """Write the whole content folder in the pseudo-language."""
    for path in sorted(content.rglob("*.yaml")):
        target = into / path.relative_to(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # keeps "no" a word
        if path.name == "wording.yaml":
            written = {key: _wording(value) for key, value in document.items()}
        else:
            keys = WORDS_UNDER if path.parent.name == "dialogue" else SIGNS
            written = _translated(document, keys, path.name in ALL_WORDS)
        target.write_text(yaml.dump(written, Dumper=_Quoting, allow_unicode=True), encoding="utf-8")


def _translated(value: Any, keys: frozenset[str], spoken: bool) -> Any:
    if isinstance(value, dict):
        return {
            key: _translated(entry, keys, spoken or key in keys or (key == "names" and isinstance(entry, dict)))
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_translated(entry, keys, spoken) for entry in value]
    return pseudo(value) if spoken else value


def _wording(value: Any) -> Any:
    """A list of words, words with the number that they stand for, or names with the spellings that stand for them."""
    if isinstance(value, dict):
        return {
            (name if isinstance(entry, list) else pseudo(name)): (_wording(entry) if isinstance(entry, list) else entry)
            for name, entry in value.items()
        }
    return [pseudo(word) for word in value]


class _Quoting(yaml.SafeDumper):
    """Every text in quotes, every number as it was written."""

    def ignore_aliases(self, data: Any) -> bool:
        """Each entry is written out."""
        return True
