"""JSON grammar: the same acoustic model under vosk's own grammar, a word bigram of the phrases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import vosk

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.understanding.tokens import UNKNOWN


class JsonGrammarRecogniser:
    """Vosk with the grammar that `KaldiRecognizer` takes as JSON; a fresh recogniser for each utterance."""

    def __init__(self, model: Path, phrases: Sequence[str], *, reject: bool) -> None:
        """Load `model`. With `reject`, `[unk]` stands beside the phrases for speech outside them."""
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(model))
        self._grammar = json.dumps([*phrases, UNKNOWN] if reject else list(phrases))

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """The best word sequence; a bigram may join pieces of phrases, so the hypothesis is not strict."""
        recogniser = vosk.KaldiRecognizer(self._model, SAMPLE_RATE, self._grammar)
        parts = []
        if recogniser.AcceptWaveform(utterance.tobytes()):
            parts.append(json.loads(recogniser.Result())["text"])
        parts.append(json.loads(recogniser.FinalResult())["text"])
        text = " ".join(part for part in parts if part)
        return Hypothesis(text, start=start, end=start + utterance.size / SAMPLE_RATE, strict=False)
