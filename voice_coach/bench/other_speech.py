"""Other speech: sentences about common things, filled at random, that nobody says to the coach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from voice_coach import paths
from voice_coach.errors import BadInput

BLANK: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class OtherSpeech:
    """Sentences with blanks, and what goes into them."""

    sentences: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]

    def sentence(self, random: np.random.Generator) -> str:
        """One sentence with every blank filled."""
        chosen = self.sentences[random.integers(len(self.sentences))]
        return BLANK.sub(lambda blank: _one(self.lists[blank[1]], random), chosen)


def load_other_speech(path: Path | None = None) -> OtherSpeech:
    """The checkout's `bench/other_speech.yaml`. Raises `BadInput` for what cannot be used."""
    if path is None:
        root = paths.checkout()
        if root is None:
            raise BadInput("bench/other_speech.yaml is not in an installed package: run this from a checkout")
        path = root / "bench" / "other_speech.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadInput(f"{path} cannot be read ({error}): mend it, or take another") from None
    lists = {str(name): tuple(map(str, values)) for name, values in content["lists"].items()}
    sentences = tuple(map(str, content["sentences"]))
    for sentence in sentences:
        if unknown := [name for name in BLANK.findall(sentence) if name not in lists]:
            raise BadInput(f'{path}: "{sentence}" names the list "{unknown[0]}", which is not there; add it')
    return OtherSpeech(sentences, lists)


def _one(values: tuple[str, ...], random: np.random.Generator) -> str:
    return values[random.integers(len(values))]
