"""Choice: the engines by name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from voice_coach.bench.jsgf import jsgf
from voice_coach.bench.sampling import listed_phrases
from voice_coach.recognition.hypothesis import Recogniser
from voice_coach.understanding.library import IntentLibrary

# Each engine is imported when it is chosen: only its own libraries may count in its process's memory.
# ruff: noqa: PLC0415


class EngineName(StrEnum):
    """What `--engine` takes."""

    VOSK = "vosk"
    """Ours: the model built from these intents, as `voice-coach run` uses it."""

    VOSK_JSON = "vosk-json"
    """The same acoustic model under vosk's own JSON grammar with `[unk]`."""

    POCKETSPHINX = "pocketsphinx"
    """The pocketsphinx wheel's decoder with a JSGF grammar of the same templates."""

    CORRECTED = "corrected"
    """vosk with its JSON grammar, every transcript forced onto the nearest phrase, as wyoming-vosk does."""


def make_engine(name: EngineName, model: Path, library: IntentLibrary, seed: int) -> Recogniser:
    """Load an engine for the library's phrases. `model` is the one built from the same library."""
    if name is EngineName.VOSK:
        from voice_coach.recognition.vosk_recogniser import load_recogniser

        return load_recogniser(model, library)
    if name is EngineName.POCKETSPHINX:
        from voice_coach.bench.engines.sphinx import SphinxRecogniser, pronunciations

        return SphinxRecogniser(jsgf(library), pronunciations(library))
    from voice_coach.bench.engines.json_grammar import JsonGrammarRecogniser

    phrases = listed_phrases(library, seed)
    if name is EngineName.VOSK_JSON:
        return JsonGrammarRecogniser(model, phrases, reject=True)
    from voice_coach.bench.engines.corrected import CorrectedRecogniser

    return CorrectedRecogniser(JsonGrammarRecogniser(model, phrases, reject=False), phrases)
