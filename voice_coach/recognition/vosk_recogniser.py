"""Vosk recogniser: libvosk behind the `Recogniser` port, with our strict phrase graph or an official model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import MissingModel
from voice_coach.recognition.agreement import Reading, choose, settled
from voice_coach.recognition.compensation.compensator import Compensator, Loud
from voice_coach.recognition.compensation.room import Room, general_rooms
from voice_coach.recognition.conditioning import Conditioned, ConditioningSettings, condition
from voice_coach.recognition.embedded.build import CEPSTRAL_MEAN
from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.grammar import covering_phrases
from voice_coach.recognition.hypothesis import Ending, Hypothesis, Recogniser
from voice_coach.recognition.manifest import REBUILD, check_files, read_manifest
from voice_coach.recognition.phrase_book import PhraseBook, read_phrase_book
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.tokens import UNKNOWN

_FILLER_GRAMMAR: Final = json.dumps([" ".join([UNKNOWN] * 4)])
"""For a decode with the filler alone: any number of its words at some 0.3 scaled nats each."""

_NOISE_GRAMMAR: Final = json.dumps([""])
"""For a decode with silence alone, which is the room's noise."""

_ALLOWANCE: Final = 8.0
"""Scaled nats by which the filler may win for every second of speech beyond the first.

In long phrases its many words follow an unusual voice more closely; speech that is no phrase at all loses by 40 a
second and more. (Fitted on synthetic voices; people's coffee orders lie at -22 and below.)
"""

_ALLOWANCE_LOUD: Final = 5.0
"""The same in a loud room, where silence takes what is noise. (With 8, 2 of 13 coffee orders in a kitchen at 12 dB were
questions to the coach, with 6 none; at 6 dB orders need 5.)
"""

_GRACE: Final = (0.0, 0.5, 2.0)
"""Scaled nats by which the filler may win over a phrase of one word, of two, of three or more.

The more words must fit, the less likely chance is. (Fitted on synthetic voices; of people's 135 other words none passes
as a phrase of three words at this figure, one would at 4.)
"""

_WORD_GRACE: Final = 1.5
"""Scaled nats more for every word beyond the third."""

_MOST_WORDS: Final = 7
"""Words beyond which a phrase gets no more."""

_LONGEST_LOUD: Final = 12.0
"""Seconds of sound beyond which nothing is heard in a loud room: it is the room, and decoding it takes as long.

(Half of the coffee orders with noise all over them sound for 7 s, one in twenty for more than 9.)
"""

_SURE_WORDS: Final = 3
"""Words from which a phrase is considered although the filler came out first."""

_ALTERNATIVES: Final = 10
"""Readings of an utterance that libvosk is asked for."""

_CALL_GRACE: Final = 2.0
"""Scaled nats by which the filler may win over the wake phrase alone: its two words run into each other.

With 0, 3 of 9 synthetic voices were heard saying "hey coach"; with 2, 7 of 9.
"""

_REPLACE: Final = "install it again, or run `voice-coach models build embedded-en-us`"
_FOREIGN_FILES: Final = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
_FOREIGN_GRAPHS: Final = (("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int"), ("graph/HCLG.fst",))
_SILENT: Final = -2
"""libvosk's log level without warnings; -1 still prints them."""

_PROBE_SECONDS: Final = 180.0
_PROBE: Final = (
    "import sys, vosk; vosk.SetLogLevel(-2); "
    "recogniser = vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 16000); "
    "recogniser.AcceptWaveform(bytes(32000)); recogniser.FinalResult()"
)


def load_recogniser(model: Path, library: IntentLibrary | None = None, room: Room | None = None) -> Recogniser:
    """Load a model directory: one of ours with its strict graph, or any other Vosk model.

    The phrases of `library` become the word-pair grammar of a model that is not ours and can take one; without them
    it transcribes freely. `room` is the room that a model of ours listens in, None for any. Raises `MissingModel` for
    a directory that is missing, incomplete or damaged, before libvosk, which ends the process on such, ever sees it.
    """
    if not model.is_dir():
        raise MissingModel(f"no speech model in {model}: {REBUILD}")
    manifest = read_manifest(model)
    if manifest is not None:
        check_files(model, manifest)
        endings = EndingReader(library) if library else None
        calls = library.wake.texts if library else ()
        mixture, *others = general_rooms()
        rooms = (room, mixture) if room is not None else (*others, mixture)
        compensator = Compensator(model, np.array(CEPSTRAL_MEAN), rooms)
        return StrictRecogniser(_load(model), read_phrase_book(model), compensator, endings=endings, calls=calls)
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

    def __init__(
        self,
        model: Any,
        phrases: PhraseBook,
        compensator: Compensator | None = None,
        settings: ConditioningSettings | None = None,
        *,
        endings: EndingReader | None = None,
        calls: Collection[str] = (),
    ) -> None:
        """`calls` are the phrases that only wake the coach."""
        self._model = model
        self._phrases = phrases
        self._calls = frozenset(calls)
        self._settings = settings or ConditioningSettings()
        self._endings = endings
        self._compensator = compensator
        self._before: Samples = np.zeros(0, np.int16)
        self._draft = False

    def twin(self) -> StrictRecogniser:
        """Another one on the same loaded model, for another stream at the same time."""
        return StrictRecogniser(
            self._model, self._phrases, self._compensator, self._settings, endings=self._endings, calls=self._calls
        )

    def notice(self, room: Samples, draft: bool) -> None:
        """Take what was heard, without a voice, before the utterance to come, and whether that may go on."""
        self._before, self._draft = room, draft

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance with recognisers of its own: nothing of the last one lingers.

        Each phrase is checked by a second decode in which only the filler competes, with the same acoustic model: the
        first drops the filler's paths early, and what is left of a long sentence then looks like a phrase. In a loud
        room several models hear the utterance, noise alone competes as well, and what they stand for together counts.
        """
        conditioned = condition(utterance, self._settings)
        if conditioned is None:
            return Hypothesis("", start=start, end=start, ending=self._ending("", "", None))
        begin, end = (start + edge for edge in conditioned.speech)
        loud = self._surroundings(utterance, conditioned)
        if loud is not None and (self._draft or end - begin > _LONGEST_LOUD):
            ending = Ending.UNHEARD if self._endings is not None else None
            return Hypothesis(UNKNOWN, start=begin, end=end, ending=ending)
        readings = [self._read(self._model, conditioned)] if loud is None else self._read_all(loud, conditioned)
        reading = choose(readings, self._dangerous)
        text = reading.text
        if reading.margin is None or reading.margin < 0.0:
            text = UNKNOWN if text else ""
        ending = self._ending(text, reading.so_far, reading.margin)
        return Hypothesis(text, margin=reading.margin, start=begin, end=end, ending=ending)

    def _read(self, model: Any, conditioned: Conditioned) -> Reading:
        """What one model hears; margin None when that is no whole phrase."""
        readings, so_far = _readings(model, conditioned, _ALTERNATIVES)
        phrase = self._phrase(readings)
        if phrase is None:
            return Reading(readings[0][0], None, so_far)
        return Reading(phrase[0], self._margin(model, conditioned, phrase, _ALLOWANCE), so_far)

    def _read_loud(self, model: Any, conditioned: Conditioned) -> Reading:
        """The same in a loud room, where it may be noise alone."""
        readings, so_far = _readings(model, conditioned, _ALTERNATIVES)
        text, score = phrase = self._phrase(readings) or readings[0]
        noise = _alone(model, conditioned, _NOISE_GRAMMAR)
        begin, end = conditioned.speech
        reading = Reading(text, None, so_far, score - noise, end - begin)
        if text not in self._phrases or not reading.audible:
            return reading
        return replace(reading, margin=self._margin(model, conditioned, phrase, _ALLOWANCE_LOUD))

    def _read_all(self, loud: Loud, conditioned: Conditioned) -> list[Reading]:
        """What the plain model hears in a loud room, and the model bent to each of the rooms that it may be.

        libvosk lets other threads run while it decodes: the next model is bent meanwhile.
        """
        assert self._compensator is not None  # it found the room loud
        readings: list[Reading] = []
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(self._read_loud, self._model, conditioned)
            for model in self._compensator.models(loud):
                readings.append(waiting.result())
                if settled(readings):
                    return readings
                waiting = thread.submit(self._read_loud, model, conditioned)
            return [*readings, waiting.result()]

    def _margin(self, model: Any, conditioned: Conditioned, phrase: tuple[str, float], allowance: float) -> float:
        """Scaled nats by which a phrase beats the filler, with grace, and an allowance for every second but one."""
        text, score = phrase
        begin, end = conditioned.speech
        filler = _alone(model, conditioned, _FILLER_GRAMMAR)
        return score - filler + self._grace(text) + allowance * max(0.0, end - begin - 1.0)

    def _phrase(self, readings: list[tuple[str, float]]) -> tuple[str, float] | None:
        """The phrase that may have been said: the best reading, or a long one or a call close behind the filler."""
        phrases = [reading for reading in readings if reading[0] in self._phrases]
        if not phrases:
            return None
        close = len(phrases[0][0].split()) >= _SURE_WORDS or phrases[0][0] in self._calls
        return phrases[0] if close or phrases[0] == readings[0] else None

    def _grace(self, text: str) -> float:
        words = len(text.split())
        further = max(0, min(words, _MOST_WORDS) - len(_GRACE))
        return _CALL_GRACE if text in self._calls else _GRACE[min(words, len(_GRACE)) - 1] + _WORD_GRACE * further

    def _surroundings(self, utterance: Samples, conditioned: Conditioned) -> Loud | None:
        """The utterance as the compensator takes it where the room is loud; None where it is quiet."""
        if self._compensator is None:
            return None
        begin, end = conditioned.speech
        heard, before = (samples.astype(np.float64) * conditioned.gain for samples in (utterance, self._before))
        return self._compensator.listen(heard, end - begin, before)

    def _dangerous(self, text: str) -> bool:
        return self._endings is not None and self._endings.read(text, text) is Ending.DANGER

    def _ending(self, text: str, so_far: str, margin: float | None) -> Ending | None:
        return self._endings.read(text, so_far, margin) if self._endings is not None else None


def _readings(
    model: Any, conditioned: Conditioned, alternatives: int, grammar: str | None = None
) -> tuple[list[tuple[str, float]], str]:
    """libvosk's readings, the best first, with their scores in scaled nats; never empty.

    Beside them the likeliest words before it was known that they are all: those need not make a phrase.
    """
    parts, so_far = _decode(model, conditioned, grammar, alternatives)
    if len(parts) > 1:  # it closed the utterance by itself: only the best of each part belong together
        best = [part["alternatives"][0] for part in parts]
        text = " ".join(str(reading["text"]).strip() for reading in best).strip()
        return [(text, sum(float(reading["confidence"]) for reading in best))], ""
    readings = parts[0]["alternatives"]
    return [(str(reading["text"]).strip(), float(reading["confidence"])) for reading in readings], so_far


def _alone(model: Any, conditioned: Conditioned, grammar: str) -> float:
    """The score in scaled nats of the only reading that a grammar leaves."""
    readings, _ = _readings(model, conditioned, 1, grammar)
    return readings[0][1]


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
        result, _ = _decode(self._model, conditioned, self._grammar)
        begin, end = (start + edge for edge in conditioned.speech)
        text = " ".join(str(part["text"]).strip() for part in result if part["text"])
        return Hypothesis(text, start=begin, end=end, strict=False)


def _decode(
    model: Any, conditioned: Conditioned, grammar: str | None = None, alternatives: int = 0
) -> tuple[list[dict[str, Any]], str]:
    """libvosk's results for one utterance, one a stretch that it closed, and the words before the last was closed."""
    import vosk  # noqa: PLC0415

    options = (grammar,) if grammar else ()
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, *options)
    recogniser.SetMaxAlternatives(alternatives)
    closed = recogniser.AcceptWaveform(conditioned.samples.tobytes())
    parts = [recogniser.Result()] if closed else []
    so_far = str(json.loads(recogniser.PartialResult())["partial"])
    parts.append(recogniser.FinalResult())
    return [json.loads(part) for part in parts], so_far


def _load(model: Path) -> Any:
    import vosk  # noqa: PLC0415

    vosk.SetLogLevel(_SILENT)
    try:
        return vosk.Model(str(model))
    except Exception:  # vosk raises nothing narrower
        raise MissingModel(f"libvosk cannot load {model}: {_REPLACE}") from None


def _has(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
