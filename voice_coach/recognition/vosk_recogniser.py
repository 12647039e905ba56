"""Vosk recogniser: libvosk behind the `Recogniser` port, our strict graph with a second ear, or a model as it comes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import MissingModel
from voice_coach.recognition.alarm_ear import AlarmEar
from voice_coach.recognition.answer_ear import AnswerEar
from voice_coach.recognition.conditioning import Conditioned, ConditioningSettings, condition
from voice_coach.recognition.ending import EndingReader
from voice_coach.recognition.evidence import Evidence
from voice_coach.recognition.grammar import covering_phrases
from voice_coach.recognition.hypothesis import Ending, Hypothesis, Recogniser
from voice_coach.recognition.manifest import REBUILD, check_files, read_manifest
from voice_coach.recognition.near_ear import FEWEST, LEAST_DENIAL, NearEar
from voice_coach.recognition.phrase_book import read_phrase_book
from voice_coach.recognition.second_ear.network import open_network
from voice_coach.recognition.second_ear.second_ear import FEWEST_WORDS, Listening, SecondEar
from voice_coach.understanding.library import IntentLibrary
from voice_coach.understanding.tokens import UNKNOWN

_LONGEST: Final = 12.0
"""Seconds of sound beyond which nothing is heard: no phrase is so long, it is the room, and decoding takes as long.

(Half of the coffee orders with noise all over them sound for 7 s, one in twenty for more than 9.)
"""

LEAST: Final = 0.5
"""Logarithm of the odds from which a phrase counts as said."""

LEAST_SHORT: Final = 1.75
"""The same for a phrase of up to `SHORT` words, which more sounds resemble.

(People's other words in a kitchen at 10 dB, before and after them too: 12 of 135 pass with 0.5, 6 with this, none of
them of more words. With this for all, 85 of 104 coffee orders were accepted at 6 dB, where they are spoken at length.)
"""

SHORT: Final = 3

LEAST_STOP: Final = 1.0
"""The same for "stop" and for a symptom: the first wants silence and harms nobody, the second is asked about."""

LEAST_ALARM: Final = 0.0
"""The same for an emergency: missing one is worse than asking.

(With -1.0 as many are heard in noise, and 16 instead of 10 utterances of people who talk to others start the coach.)
"""

NOTHING: Final = -5.0
"""Logarithm of the odds, as the second ear hears it in the first way, up to which nothing speaks for any phrase.

(Of what was accepted in the conversation in music the least had -2.5; where libvosk hears the same it adds 1.9.)
"""

LOST: Final = -20.0
"""Likelihood of the likeliest phrase from which down the search went astray and tells nothing.

("Help" by one voice: all that was left was "he is on the floor and twitching", at -62.)
"""

PLAIN: Final = -0.5
"""Likelihood of each piece of a word from which free speech is searched for a sign of danger."""

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


def load_recogniser(model: Path, library: IntentLibrary | None = None) -> Recogniser:
    """Load a model directory: one of ours with its strict graph and the second ear, or any other Vosk model.

    The phrases of `library` become the word-pair grammar of a model that is not ours and can take one; without them
    it transcribes freely. Raises `MissingModel` for a directory that is missing, incomplete or damaged, before libvosk,
    which ends the process on such, ever sees it.
    """
    if not model.is_dir():
        raise MissingModel(f"no speech model in {model}: {REBUILD}")
    manifest = read_manifest(model)
    if manifest is not None:
        check_files(model, manifest)
        network = open_network()
        second = SecondEar(network, read_phrase_book(model))
        endings = EndingReader(library) if library else None
        heard = endings.alarms if endings else ()
        alarms = AlarmEar(network, heard, second, ConditioningSettings()) if heard else None
        return StrictRecogniser(_load(model), second, endings=endings, alarms=alarms)
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
    """A model of ours and the second ear: only whole phrases or `[unk]` come out, with how sure that is."""

    def __init__(
        self,
        model: Any,
        second: SecondEar,
        settings: ConditioningSettings | None = None,
        *,
        endings: EndingReader | None = None,
        alarms: AlarmEar | None = None,
    ) -> None:
        self._model = model
        self._second = second
        self._settings = settings or ConditioningSettings()
        self._endings = endings
        self._alarms = alarms
        self._near = NearEar(second, endings, self._settings) if endings is not None else None
        self._answers = AnswerEar(second, endings.answers, self._settings) if endings is not None else None

    def twin(self) -> StrictRecogniser:
        """Another one on the same loaded models, for another stream at the same time."""
        return StrictRecogniser(self._model, self._second, self._settings, endings=self._endings, alarms=self._alarms)

    def decode(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """Decode one whole utterance with recognisers of its own: nothing of the last one lingers.

        The strict graph tells what was said so far and whether there is speech at all; which phrase it was, and
        whether it was one, the second ear tells, which many more people have spoken to.
        """
        return self._hypothesis(utterance, start, whole=True)

    def draft(self, utterance: Samples, start: float = 0.0) -> Hypothesis:
        """As the port says: emergencies in the midst of free speech, or by one of several people, are left out."""
        return self._hypothesis(utterance, start, whole=False)

    def answer(self, utterance: Samples, start: float = 0.0) -> Hypothesis | None:
        """As the port says."""
        found = self._answers.hear(utterance) if self._answers is not None else None
        if found is None:
            return None
        begin, end = start + found.begin, start + utterance.size / SAMPLE_RATE
        ending = self._ending(found.text, found.text, found.margin)
        return Hypothesis(found.text, margin=found.margin, start=begin, end=end, ending=ending)

    def _hypothesis(self, utterance: Samples, start: float, *, whole: bool) -> Hypothesis:
        conditioned = condition(utterance, self._settings)
        if conditioned is None:
            return Hypothesis("", start=start, end=start, ending=self._ending("", "", None))
        begin, end = (start + edge for edge in conditioned.speech)
        if end - begin > _LONGEST:
            return Hypothesis(UNKNOWN, start=begin, end=end, ending=self._ending(UNKNOWN, UNKNOWN, None))
        listening = self._second.begin(conditioned.samples)
        if self._nothing(listening):  # often, in music: most of the work is left out
            said = listening.transcript(FEWEST_WORDS).text
            return Hypothesis(UNKNOWN, start=begin, end=end, ending=self._ending(UNKNOWN, said, None))
        evidence, first, so_far = self._weighed(conditioned, listening, whole=whole)
        text, margin = UNKNOWN if first else "", None
        if evidence is not None:
            margin = evidence.margin - self._least(evidence.text)
            text = evidence.text if margin >= 0.0 else text
        ending = self._ending(text, so_far, margin)
        hypothesis = Hypothesis(text, margin=margin, start=begin, end=end, ending=ending)
        missed = whole and (margin is None or margin < 0.0)
        return self._again(hypothesis, utterance, listening) if missed else hypothesis

    def _nothing(self, listening: Listening) -> bool:
        """Whether neither a phrase nor free speech was heard in the first way, so that nothing else can find any."""
        heard = self._second.impression(listening)
        if heard is None or heard.likelihood < LOST or Evidence.of(heard).margin > NOTHING:
            return False
        return listening.wordless()

    def evidence(self, utterance: Samples) -> Evidence | None:
        """What is held for the likeliest phrase, however unlikely; None for an utterance without any sound."""
        conditioned = condition(utterance, self._settings)
        if conditioned is None:
            return None
        return self._weighed(conditioned, self._second.begin(conditioned.samples), whole=True)[0]

    def _weighed(self, conditioned: Conditioned, second: Listening, *, whole: bool) -> tuple[Evidence | None, str, str]:
        """What both ears make of it, the first ear's words and those before it was over."""
        with ThreadPoolExecutor(1) as thread:  # either lets the other run while it works
            listening = thread.submit(second.go_on, whole=whole)
            first, so_far = _decode(self._model, conditioned)
            listening.result()
        heard = self._second.impression(second, first)
        if heard is not None and self._denies(heard.text) and second.once_more():
            heard = self._second.impression(second, first)
        evidence = Evidence.of(heard, first) if heard is not None else None
        return evidence, first, so_far

    def _again(self, missed: Hypothesis, utterance: Samples, listening: Listening) -> Hypothesis:
        """An emergency in the midst of other words, or a phrase by the nearest of several people; else what it was."""
        if self._endings is None:
            return missed
        words = listening.transcript()
        if words.likelihood >= PLAIN and self._endings.alarming(words.text):
            return replace(missed, text=words.text, margin=0.0, strict=False, ending=Ending.DANGER)
        different = len(set(words.text.split()))
        size = listening.size
        if different >= FEWEST_WORDS and self._alarms is not None and (alarm := self._alarms.hear(utterance, size)):
            return replace(missed, text=alarm[0], margin=alarm[1], ending=Ending.DANGER)
        if different >= FEWEST and self._near is not None and (near := self._near.hear(utterance, size)):
            return replace(missed, text=near[0], margin=near[1], ending=self._ending(near[0], near[0], near[1]))
        return replace(missed, crowded=different >= FEWEST_WORDS)

    def _least(self, text: str) -> float:
        short = len(text.split()) <= SHORT
        least = LEAST_SHORT if short else LEAST
        if self._endings is None:
            return least
        if not short and self._denies(text):
            return LEAST_DENIAL
        if text in self._endings.alarms:
            return LEAST_ALARM
        return min(least, LEAST_STOP) if self._endings.read(text, text) in (Ending.STOP, Ending.DANGER) else least

    def _denies(self, text: str) -> bool:
        return self._endings is not None and self._endings.denies(text)

    def _ending(self, text: str, so_far: str, margin: float | None) -> Ending | None:
        return self._endings.read(text, so_far, margin) if self._endings is not None else None


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
        text, _ = _decode(self._model, conditioned, self._grammar)
        begin, end = (start + edge for edge in conditioned.speech)
        return Hypothesis(text, start=begin, end=end, strict=False)


def _decode(model: Any, conditioned: Conditioned, grammar: str | None = None) -> tuple[str, str]:
    """libvosk's words for one utterance, and its words before it was known that they are all.

    Those need not make a phrase; they are empty when libvosk closed the utterance by itself.
    """
    import vosk  # noqa: PLC0415

    options = (grammar,) if grammar else ()
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, *options)
    closed = recogniser.AcceptWaveform(conditioned.samples.tobytes())
    parts = [recogniser.Result()] if closed else []
    so_far = "" if closed else str(json.loads(recogniser.PartialResult())["partial"])
    parts.append(recogniser.FinalResult())
    texts = (str(json.loads(part)["text"]).strip() for part in parts)
    return " ".join(text for text in texts if text), so_far


def _load(model: Path) -> Any:
    import vosk  # noqa: PLC0415

    vosk.SetLogLevel(_SILENT)
    try:
        return vosk.Model(str(model))
    except Exception:  # vosk raises nothing narrower
        raise MissingModel(f"libvosk cannot load {model}: {_REPLACE}") from None


def _has(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
