"""Pronunciation: words as phones, from the CMU dictionary, the content's own list, then espeak-ng's rules."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from voice_coach.content.document import Place, broken, read_document
from voice_coach.errors import MissingComponent

Phones = tuple[str, ...]
"""ARPAbet phones without stress, as the CMU dictionary writes them."""

PRONUNCIATIONS_FILE: Final = "pronunciations.yaml"
_ESPEAK_SECONDS: Final = 10.0
_SPELT: Final = re.compile(r"[a-z]+(['-][a-z]+)*'?")
_VARIANT: Final = re.compile(r"\(\d+\)$")
_STRESS: Final = str.maketrans("", "", "',%=")

_ESPEAK: Final[Mapping[str, str]] = {
    # vowels of espeak-ng's American English
    "a": "AE", "aa": "AE", "a#": "AH", "A:": "AA", "A@": "AA R", "0": "AA", "A~": "AA N", "E": "EH", "e@": "EH R",
    "eI": "EY", "3": "ER", "3:": "ER", "I": "IH", "I2": "IH", "I#": "IH", "i": "IY", "i:": "IY", "i@": "IY AH",
    "i@3": "IH R", "aI": "AY", "aI3": "AY ER", "aI@": "AY AH", "oU": "OW", "o@": "AO R", "O": "AO", "O:": "AO",
    "O2": "AO", "O@": "AO R", "OI": "OY", "aU": "AW", "aU@": "AW ER", "U": "UH", "U@": "UH R", "u": "UW", "u:": "UW",
    "V": "AH", "@": "AH", "@2": "AH", "@5": "AH", "@-": "", "@L": "AH L",
    # consonants
    "b": "B", "tS": "CH", "d": "D", "D": "DH", "f": "F", "g": "G", "h": "HH", "dZ": "JH", "k": "K", "l": "L",
    "m": "M", "n": "N", "n-": "AH N", "N": "NG", "p": "P", "r": "R", "r-": "R", "s": "S", "S": "SH", "t": "T",
    "t#": "T", "t2": "T", "?": "T", "T": "TH", "v": "V", "w": "W", "j": "Y", "x": "K", "z": "Z", "Z": "ZH",
    ";": "",
}  # fmt: skip
"""espeak-ng's phoneme names -> ARPAbet."""


def read_dictionary(path: Path) -> dict[str, tuple[Phones, ...]]:
    """The CMU dictionary of the pocketsphinx wheel: word -> its pronunciations. Raises `MissingComponent`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise MissingComponent(
            "the dictionary of the pocketsphinx package cannot be read: "
            "run `pip install --force-reinstall pocketsphinx`"
        ) from None
    words: dict[str, list[Phones]] = {}
    for line in lines:
        word, *phones = line.split() or [""]
        if phones:
            words.setdefault(_VARIANT.sub("", word), []).append(tuple(phones))
    return {word: tuple(spoken) for word, spoken in words.items()}


def read_own(path: Path, phones: Collection[str]) -> dict[str, tuple[Phones, ...]]:
    """The content's own pronunciations, `word: HH AE M IY` or a list of such; empty when there is no such file.

    Raises `BrokenContent` for a phone that the acoustic model does not know.
    """
    if not path.is_file():
        return {}
    own: dict[str, tuple[Phones, ...]] = {}
    for word, value in read_document(path).pairs():
        spoken = []
        for item in value.items():
            spelt = tuple(item.text().upper().split())
            unknown = next((phone for phone in spelt if phone not in phones), None)
            if unknown is not None:
                raise broken(item.place, f'"{unknown}" is not a phone', f"use these only: {' '.join(sorted(phones))}")
            spoken.append(spelt)
        own[word.lower()] = tuple(spoken)
    return own


class Pronouncer:
    """Finds every word's phones."""

    def __init__(
        self,
        dictionary: Mapping[str, tuple[Phones, ...]],
        own: Mapping[str, tuple[Phones, ...]],
        phones: Collection[str],
    ) -> None:
        self._dictionary = dictionary
        self._own = own
        self._phones = frozenset(phones)

    def pronounce(self, word: str, place: Place) -> tuple[Phones, ...]:
        """All pronunciations of a word: the dictionary's, then those that the content adds; else espeak-ng's guess.

        Raises `BrokenContent` naming the word and its place when nothing knows it.
        """
        known = self._dictionary.get(word, ()) + self._own.get(word, ())
        if known:
            return tuple(dict.fromkeys(known))
        guess = guess_pronunciation(word)
        if guess is None or not self._phones.issuperset(guess):
            tool = "" if shutil.which("espeak-ng") else ", or install espeak-ng, which guesses most words"
            raise broken(
                place,
                f'nothing knows how "{word}" is pronounced',
                f"add a line such as `{word}: K AE F` to {PRONUNCIATIONS_FILE}{tool}",
            )
        return (guess,)


def guess_pronunciation(word: str) -> Phones | None:
    """espeak-ng's American pronunciation of a word; None without espeak-ng or when it says nothing usable."""
    if not _SPELT.fullmatch(word):
        return None  # espeak-ng would read out the name of the script or of the sign
    try:
        result = subprocess.run(
            ["espeak-ng", "-q", "-x", "--sep=_", "-v", "en-us", "--", word],
            capture_output=True, text=True, encoding="utf-8", timeout=_ESPEAK_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    phones: list[str] = []
    for name in result.stdout.replace("_", " ").split():
        bare = name.translate(_STRESS)
        if bare and bare not in _ESPEAK:
            return None  # another language's sound, or a letter's name
        phones += _ESPEAK.get(bare, "").split()
    return tuple(phones) or None
