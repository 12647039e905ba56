"""Sphinx: the pocketsphinx wheel's own decoder and acoustic model, with a JSGF grammar of the same templates."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pocketsphinx

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.embedded.pronunciation import (
    PRONUNCIATIONS_FILE,
    Pronouncer,
    read_dictionary,
    read_own,
)
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.library import IntentLibrary

Pronunciations: TypeAlias = Mapping[str, Sequence[Sequence[str]]]
"""Word -> its pronunciations, each a sequence of phones."""


def pronunciations(library: IntentLibrary) -> Pronunciations:
    """Every word of the library as our own model pronounces it, so that the engines differ in hearing only."""
    dictionary = read_dictionary(Path(pocketsphinx.get_model_path(), "en-us", "cmudict-en-us.dict"))
    phones = {phone for spoken in dictionary.values() for variant in spoken for phone in variant}
    pronouncer = Pronouncer(dictionary, read_own(library.folder / PRONUNCIATIONS_FILE, phones), phones)
    return {word: pronouncer.pronounce(word, place) for word, place in library.words().items()}


class SphinxRecogniser:
    """PocketSphinx as its documentation uses it: a grammar, the default beams, no rejection but its own."""

    def __init__(self, jsgf: str, pronunciations: Pronunciations) -> None:
        """Load the wheel's US English model; `pronunciations` covers every word of `jsgf`."""
        lines = [
            f"{word}{f'({number})' if number > 1 else ''} {' '.join(phones)}"
            for word, variants in sorted(pronunciations.items())
            for number, phones in enumerate(variants, start=1)
        ]
        with tempfile.TemporaryDirectory() as folder:
            grammar, dictionary = Path(folder, "phrases.gram"), Path(folder, "words.dict")
            grammar.write_text(jsgf, encoding="utf-8")
            dictionary.write_text("\n".join(lines) + "\n", encoding="utf-8")
            self._decoder = pocketsphinx.Decoder(
                hmm=str(Path(pocketsphinx.get_model_path(), "en-us", "en-us")),
                dict=str(dictionary),
                jsgf=str(grammar),
                loglevel="FATAL",
            )

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """The best phrase of the grammar, over the whole utterance at once."""
        text = ""
        if utterance.size:
            self._decoder.start_utt()
            self._decoder.process_raw(utterance.tobytes(), full_utt=True)
            self._decoder.end_utt()
            best = self._decoder.hyp()
            text = best.hypstr if best else ""
        return Hypothesis(text, start=start, end=start + utterance.size / SAMPLE_RATE)
