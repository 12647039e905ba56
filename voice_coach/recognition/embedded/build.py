"""Build: the embedded model, made on the user's machine out of the pocketsphinx wheel and the content's sentences."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.content.document import Place
from voice_coach.errors import BadInput
from voice_coach.recognition.embedded.automaton import Dfa
from voice_coach.recognition.embedded.filler import FillerSettings, choose_filler, rank_words
from voice_coach.recognition.embedded.kaldi import KaldiWriter
from voice_coach.recognition.embedded.network import CEPSTRA, build_network
from voice_coach.recognition.embedded.phone_graph import PhoneGraph, PhoneGraphSettings, build_phone_graph
from voice_coach.recognition.embedded.phrase_graph import PhraseGraphSettings, build_phrase_graph
from voice_coach.recognition.embedded.phrases import compile_phrases
from voice_coach.recognition.embedded.pronunciation import (
    PRONUNCIATIONS_FILE,
    Phones,
    Pronouncer,
    read_dictionary,
    read_own,
)
from voice_coach.recognition.embedded.sphinx import SphinxModel, read_sphinx_model, wheel_folder
from voice_coach.recognition.manifest import MANIFEST_FILE, Manifest, list_files
from voice_coach.understanding.library import IntentLibrary

MODEL_NAME: Final = "embedded-en-us"
NOTE: Final = (
    "Made on this machine by Voice Coach from the US English acoustic model of the pocketsphinx package. "
    "This is not an official Vosk model."
)
LICENCE: Final = (
    "Acoustic model: copyright (c) 2015 Alpha Cephei Inc., BSD-2-Clause; its text is in LICENSE-acoustic-model.txt."
)
RECIPE: Final = 5
"""Raised whenever the same content and settings give another model; older models are then stale."""

BUILD_STEPS: Final = (
    "reading the acoustic model",
    "compiling the sentences",
    "finding pronunciations",
    "choosing the filler",
    "laying out the phone graph",
    "writing the network",
    "writing the graphs",
    "signing the manifest",
)

_MFCC: Final = (
    f"--sample-frequency={SAMPLE_RATE}", "--use-energy=false", "--num-mel-bins=25", f"--num-ceps={CEPSTRA}",
    "--low-freq=130", "--high-freq=6800", "--frame-length=25.625", "--window-type=hamming", "--remove-dc-offset=false",
    "--dither=0", "--allow-downsample=true",
)  # fmt: skip
"""The front end that the acoustic model was trained with (`feat.params` in the wheel), in Kaldi's words."""

_CEPSTRAL_MEAN: Final = (
    82.62321, -9.400805, -2.8632438, 8.335266, -8.225904, 1.6721474, -6.2819986, -4.367836, -3.627834, -0.530817,
    -0.59445614, -1.0257618, 0.4869428,
)  # fmt: skip
"""Where online mean normalisation starts: the mean cepstrum of the people in Debian's pocketsphinx-testdata."""

_NEVER: Final = 1e6
"""Seconds, or frames of belief: more than any utterance holds."""


@dataclass(frozen=True, slots=True)
class DecoderSettings:
    """How libvosk searches."""

    acoustic_scale: float = 0.1
    """Weight of the acoustic log-likelihoods against the graph's costs."""

    beam: float = 11.0
    """Scaled nats behind the best path beyond which a path is dropped."""

    lattice_beam: float = 0.1
    """Scaled nats of alternatives that are kept: next to none, for only the best path is read.

    (With 2.0 libvosk takes a quarter more of the processor; at 6 the filler's loop exhausts its determinisation.)
    """

    max_active: int = 1000
    """Most paths alive in a frame: which phrase it was, the second ear decides.

    (1500 hears the same of 300 recorded commands and takes a seventh more in music; 700 loses "hamstring cramp" by one
    voice; bench/README.md, S22.)
    """

    chunk: int = 50
    """Frames that the network takes at once; utterances come whole, and large chunks are cheaper."""


@dataclass(frozen=True, slots=True)
class EmbeddedSettings:
    """Everything that shapes the embedded model beside the content."""

    filler: FillerSettings = field(default_factory=FillerSettings)
    phones: PhoneGraphSettings = field(default_factory=PhoneGraphSettings)
    phrases: PhraseGraphSettings = field(default_factory=PhraseGraphSettings)
    decoder: DecoderSettings = field(default_factory=DecoderSettings)


def content_hash(library: IntentLibrary, settings: EmbeddedSettings | None = None) -> str:
    """Hash of everything that the model depends on and the user may change; another hash means a stale model."""
    own = library.folder / PRONUNCIATIONS_FILE
    parts = {
        "recipe": RECIPE,
        "settings": asdict(settings or EmbeddedSettings()),
        "templates": [template.text for template in library.templates],
        "lists": {name: [value.text for value in entries.spoken] for name, entries in library.lists.items()},
        "rules": {name: rule.text for name, rule in library.rules.items()},
        "wake": [[phrase.text for phrase in phrases] for phrases in (library.wake.alone, library.wake.before)],
        "denials": [denial.text for denial in library.denials.templates],
        "pronunciations": own.read_text(encoding="utf-8") if own.is_file() else "",
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=sorted).encode()).hexdigest()


def build_embedded(
    library: IntentLibrary,
    into: Path,
    progress: Callable[[str], None] = lambda step: None,
    settings: EmbeddedSettings | None = None,
) -> Manifest:
    """Make the model for a library at the directory `into`, which appears whole or not at all.

    `progress` is called with each of `BUILD_STEPS` as it begins. Raises `BrokenContent` for a word that nobody can
    pronounce, `MissingComponent` without the pocketsphinx wheel, `BadInput` when the place cannot be written.
    """
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{into.name}.", suffix=".partial", dir=into.parent))
    except OSError as error:
        raise BadInput(f"{into.parent} cannot be written ({error.strerror}): choose another with --into") from None
    try:
        manifest = _Builder(library, partial, progress, settings or EmbeddedSettings()).build()
        partial.chmod(0o755)
        _move_into_place(partial, into)
    except OSError as error:
        raise BadInput(f"the model cannot be written to {into} ({error.strerror}): free some space there") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


class _Builder:
    def __init__(
        self, library: IntentLibrary, folder: Path, progress: Callable[[str], None], settings: EmbeddedSettings
    ) -> None:
        self._library = library
        self._folder = folder
        self._progress = progress
        self._settings = settings
        self._wheel = wheel_folder()

    def build(self) -> Manifest:
        steps = iter(BUILD_STEPS)
        self._progress(next(steps))
        model = read_sphinx_model(self._wheel / "en-us")
        self._progress(next(steps))
        phrases = compile_phrases(self._library)
        self._progress(next(steps))
        dictionary = read_dictionary(self._wheel / "cmudict-en-us.dict")
        lexicon = self._pronounce(dictionary, model)
        self._progress(next(steps))
        commands = [word for word, target in phrases.arcs[0].items() if target in phrases.finals]
        ranked = rank_words(dictionary, self._wheel / "en-us.lm.bin")
        filler = choose_filler(ranked, dictionary, lexicon, commands, self._settings.filler)
        self._progress(next(steps))
        graph = build_phone_graph(model, lexicon, filler, self._settings.phones)
        self._progress(next(steps))
        self._write_acoustics(model, graph)
        self._progress(next(steps))
        self._write_graphs(graph, phrases)
        self._progress(next(steps))
        return self._write_manifest(graph, phrases)

    def _pronounce(
        self, dictionary: dict[str, tuple[Phones, ...]], model: SphinxModel
    ) -> dict[str, tuple[Phones, ...]]:
        phones = model.speech_phones()
        own = read_own(self._library.folder / PRONUNCIATIONS_FILE, phones)
        pronouncer = Pronouncer(dictionary, own, phones)
        words: dict[str, Place] = self._library.words()
        return {word: pronouncer.pronounce(word, place) for word, place in sorted(words.items())}

    def _write_acoustics(self, model: SphinxModel, graph: PhoneGraph) -> None:
        out = KaldiWriter()
        graph.transitions.write(out)
        build_network(model, graph.senones).write(out)
        self._write("am/final.mdl", out.data())
        out = KaldiWriter()
        mean = np.array(_CEPSTRAL_MEAN)
        out.matrix(_NEVER * np.stack([np.append(mean, 1.0), np.append(mean**2 + 1.0, 0.0)]), double=True)
        self._write("am/global_cmvn.stats", out.data())
        decoder = self._settings.decoder
        rules = [f"--endpoint.rule{rule}.min-trailing-silence={_NEVER:.0f}" for rule in range(1, 5)]
        options = [
            "--min-active=200",
            f"--max-active={decoder.max_active}",
            f"--beam={decoder.beam}",
            f"--lattice-beam={decoder.lattice_beam}",
            f"--acoustic-scale={decoder.acoustic_scale}",
            "--frame-subsampling-factor=1",
            f"--frames-per-chunk={decoder.chunk}",
            f"--endpoint.silence-phones={graph.phones.silence}",
            *rules,  # the coach closes utterances itself
            f"--endpoint.rule5.min-utterance-length={_NEVER:.0f}",
        ]
        self._write("conf/mfcc.conf", "".join(f"{line}\n" for line in _MFCC).encode())
        self._write("conf/model.conf", "".join(f"{line}\n" for line in options).encode())

    def _write_graphs(self, graph: PhoneGraph, phrases: Dfa[str]) -> None:
        self._write("graph/HCLr.fst", graph.fst.to_const())
        self._write("graph/Gr.fst", build_phrase_graph(phrases, graph.words, self._settings.phrases).to_const())
        self._write("graph/words.txt", graph.words_text().encode())
        self._write("graph/disambig_tid.int", f"{graph.disambiguation}\n".encode())
        self._write("graph/phones/word_boundary.int", graph.phones.word_boundaries().encode())

    def _write_manifest(self, graph: PhoneGraph, phrases: Dfa[str]) -> Manifest:
        self._write("LICENSE-acoustic-model.txt", (self._wheel / "en-us" / "README").read_bytes())
        self._write("README", f"{MODEL_NAME}\n\n{NOTE}\n{LICENCE}\n".encode())
        manifest = Manifest(
            name=MODEL_NAME,
            note=NOTE,
            licence=LICENCE,
            versions={name: version(name) for name in ("pocketsphinx", "voice-coach")},
            content=content_hash(self._library, self._settings),
            words=len(graph.words),
            phrases=count_strings(phrases),
            files=list_files(self._folder),
        )
        self._write(MANIFEST_FILE, manifest.to_json().encode())
        return manifest

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def count_strings(phrases: Dfa[str]) -> int:
    """How many phrases the automaton holds, without listing them."""
    counts: dict[int, int] = {}
    stack = [0]
    while stack:
        state = stack[-1]
        waiting = [target for target in phrases.arcs[state].values() if target not in counts]
        if waiting:
            stack += waiting
            continue
        counts[state] = (state in phrases.finals) + sum(counts[target] for target in phrases.arcs[state].values())
        stack.pop()
    return counts[0]


def _move_into_place(partial: Path, into: Path) -> None:
    """Rename the finished directory to its name; an older model steps aside first and is deleted afterwards."""
    if not into.exists():
        partial.rename(into)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{into.name}.", suffix=".old", dir=into.parent))
    into.rename(aside / into.name)
    try:
        partial.rename(into)
    except OSError:
        (aside / into.name).replace(into)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
