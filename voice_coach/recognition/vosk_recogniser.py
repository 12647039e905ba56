"""Vosk recogniser: libvosk behind the `Recogniser` port, with our strict phrase graph or an official model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import MissingModel
from voice_coach.recognition.conditioning import Conditioned, ConditioningSettings, condition
from voice_coach.recognition.embedded.build import DecoderSettings
from voice_coach.recognition.grammar import covering_phrases
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser
from voice_coach.recognition.manifest import REBUILD, check_files, read_manifest
from voice_coach.understanding.library import IntentLibrary

UNKNOWN: Final = "[unk]"
ALTERNATIVES: Final = 10
"""Readings of an utterance that libvosk is asked for: enough to hold the best phrase and the filler."""

_REPLACE: Final = "install it again, or run `voice-coach models build embedded-en-us`"
_FOREIGN_FILES: Final = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
_FOREIGN_GRAPHS: Final = (("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int"), ("graph/HCLG.fst",))
_PROBE_SECONDS: Final = 180.0
_PROBE: Final = (
    "import sys, vosk; vosk.SetLogLevel(-1); "
    "recogniser = vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 16000); "
    "recogniser.AcceptWaveform(bytes(32000)); recogniser.FinalResult()"
)


def load_recogniser(model: Path, library: IntentLibrary | None = None) -> Recogniser:
    """Load a model directory: one of ours with its strict graph, or any other Vosk model.

    The phrases of `library` become the word-pair grammar of a model that is not ours and can take one; without them
    it transcribes freely. Raises `MissingModel` for a directory that is missing, incomplete or damaged, before
    libvosk, which ends the process on such, ever sees it.
    """
    if not model.is_dir():
        raise MissingModel(f"no speech model in {model}: {REBUILD}")
    manifest = read_manifest(model)
    if manifest is not None:
        check_files(model, manifest)
        return StrictRecogniser(_load(model))
    check_foreign(model)
    loaded = _load(model)
    takes_grammar = (model / "graph" / "HCLr.fst").is_file()
    return LooseRecogniser(loaded, covering_phrases(library) if library and takes_grammar else ())


def check_foreign(model: Path) -> None:
    """Raise `MissingModel` unless the directory holds a Vosk model that loads, tried in a process of its own."""
    lacking = [name for name in _FOREIGN_FILES if not _has(model / name)]
    if not any(all(_has(model / name) for name in graph) for graph in _FOREIGN_GRAPHS):
        lacking.append("graph/HCLr.fst")
    if lacking:
        raise MissingModel(f"{model} is no whole Vosk model, {lacking[0]} is missing or empty: {_REPLACE}")
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE, str(model)], capture_output=True, timeout=_PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise MissingModel(f"{model} took too long to load: {_REPLACE}") from None
    if probe.returncode != 0:
        raise MissingModel(f"{model} is damaged, libvosk cannot load it: {_REPLACE}")


class StrictRecogniser:
    """A model of ours: only whole phrases or `[unk]` come out, with how far the phrase beats the filler."""

    def __init__(self, model: Any, settings: ConditioningSettings | None = None) -> None:
        self._model = model
        self._settings = settings or ConditioningSettings()

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance with a recogniser of its own: nothing of the last one lingers."""
        conditioned = condition(utterance, self._settings)
        if conditioned is None:
            return Hypothesis("", start=start, end=start)
        begin, end = (start + edge for edge in conditioned.speech)
        scores: dict[str, float] = {}
        for part in _decode(self._model, conditioned, alternatives=ALTERNATIVES):
            for reading in part["alternatives"]:
                scores.setdefault(str(reading["text"]).strip(), float(reading["confidence"]))
        unknown = scores.pop(UNKNOWN, None)
        scores.pop("", None)
        if not scores:
            return Hypothesis(UNKNOWN, start=begin, end=end)
        text, score = max(scores.items(), key=lambda reading: reading[1])
        if unknown is None:  # it is worse than all readings listed, and than the beam when there was room for more
            unknown = min(scores.values()) if len(scores) == ALTERNATIVES else score - DecoderSettings().lattice_beam
        margin = score - unknown
        return Hypothesis(text if margin >= 0 else UNKNOWN, margin=margin, start=begin, end=end)


class LooseRecogniser:
    """A model of somebody else's: its transcripts may hold any of its words."""

    def __init__(self, model: Any, phrases: Sequence[str], settings: ConditioningSettings | None = None) -> None:
        self._model = model
        self._grammar = json.dumps([*phrases, UNKNOWN]) if phrases else None
        self._settings = settings or ConditioningSettings()
        self.missing = tuple(
            word for word in sorted({word for phrase in phrases for word in phrase.split()})
            if model.vosk_model_find_word(word) < 0
        )  # fmt: skip
        """Words of the phrases that the model does not know; it can never hear them."""

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance. Its text may mix words and `[unk]`; there is no margin."""
        conditioned = condition(utterance, self._settings)
        if conditioned is None:
            return Hypothesis("", start=start, end=start, strict=False)
        result = _decode(self._model, conditioned, self._grammar)
        begin, end = (start + edge for edge in conditioned.speech)
        text = " ".join(str(part["text"]).strip() for part in result if part["text"])
        return Hypothesis(text, start=begin, end=end, strict=False)


def _decode(
    model: Any, conditioned: Conditioned, grammar: str | None = None, alternatives: int = 0
) -> list[dict[str, Any]]:
    """libvosk's results for one utterance, one a stretch that it closed."""
    import vosk  # noqa: PLC0415

    options = (grammar,) if grammar else ()
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, *options)
    recogniser.SetMaxAlternatives(alternatives)
    closed = recogniser.AcceptWaveform(conditioned.samples.tobytes())
    parts = [recogniser.Result()] if closed else []
    parts.append(recogniser.FinalResult())
    return [json.loads(part) for part in parts]


def _load(model: Path) -> Any:
    import vosk  # noqa: PLC0415

    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(model))
    except Exception:  # vosk raises nothing narrower
        raise MissingModel(f"libvosk cannot load {model}: {_REPLACE}") from None


def _has(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
