"""Network: sound in, likelihoods of the next piece of a word out, by ONNX Runtime on one core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from voice_coach.errors import MissingModel
from voice_coach.recognition.second_ear.files import INSTALL, network_files
from voice_coach.recognition.second_ear.vocabulary import END, Vocabulary, read_vocabulary

Floats32 = NDArray[np.float32]

_HEADS: Final = 8
_WIDTH: Final = 36
"""Attention heads of a layer and numbers of each: the shape of a memory that holds nothing yet."""

_SHORTEST: Final = 1600
"""Samples (0.1 s) that the network needs at least."""

_PAST: Final = "past_key_values"
_PRESENT: Final = "present"
_OF_SOUND: Final = ".encoder."
"""In the name of a memory of the sound, which is one for all readings."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Where several readings of one sound stand."""

    likelihoods: Floats32
    """Natural logarithms of how likely each token comes next, shape (readings, tokens)."""

    memory: Mapping[str, Floats32]
    """What the network keeps of the readings, and of the sound."""


class Network:
    """Moonshine tiny, English. Keeps nothing of any sound; streams may use it side by side."""

    def __init__(self, encoder: Path, decoder: Path, vocabulary: Vocabulary) -> None:
        """Load the two halves of the network. Raises `MissingModel` when ONNX Runtime cannot."""
        import onnxruntime  # noqa: PLC0415  (takes a while, and the typed coach needs no ear)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # other streams use the other cores
        options.log_severity_level = 4
        try:
            self._encoder: Any = onnxruntime.InferenceSession(str(encoder), options)
            self._decoder: Any = onnxruntime.InferenceSession(str(decoder), options)
        except Exception:  # onnxruntime raises nothing narrower
            raise MissingModel(f"ONNX Runtime cannot load the second ear: {INSTALL}") from None
        self.vocabulary = vocabulary
        self._takes = frozenset(put.name for put in self._decoder.get_inputs())
        self._gives = [put.name for put in self._decoder.get_outputs()]
        self._memory = sorted(name for name in self._takes if name.startswith(_PAST))
        self._nothing = {name: np.zeros((0, _HEADS, 1, _WIDTH), np.float32) for name in self._memory}

    def encode(self, samples: Floats32) -> Floats32:
        """A sound, shape (n,), 16 kHz, peak up to 1, as the network sees it: shape (1, about n / 384, 288)."""
        if samples.size < _SHORTEST:
            samples = np.pad(samples, (0, _SHORTEST - samples.size))
        sound = samples[np.newaxis].astype(np.float32)
        given = {"input_values": sound, "attention_mask": np.ones(sound.shape, np.int64)}
        encoded: Floats32 = self._encoder.run(None, given)[0]
        return encoded

    def begin(self, sound: Floats32, first: int) -> Step:
        """What may come after the first token of an encoded sound."""
        given = {"input_ids": np.array([[first]]), "use_cache_branch": np.array([False]), **self._nothing}
        logits, *memory = self._decoder.run(None, self._asked(sound, given))
        return Step(_likelihoods(logits[:, -1]), self._kept(memory))

    def go_on(self, sound: Floats32, step: Step, places: Sequence[int], tokens: Sequence[int]) -> Step:
        """What may come after each of `tokens`, read next in the readings of `step` whose places are given."""
        memory = {name: kept if _OF_SOUND in name else kept[[*places]] for name, kept in step.memory.items()}
        given = {"input_ids": np.array(tokens)[:, np.newaxis], "use_cache_branch": np.array([True]), **memory}
        logits, *grown = self._decoder.run(None, self._asked(sound, given))
        of_sound = {name: kept for name, kept in memory.items() if _OF_SOUND in name}
        return Step(_likelihoods(logits[:, -1]), {**self._kept(grown), **of_sound})

    def follow(self, sound: Floats32, readings: Sequence[Sequence[int]]) -> list[Floats32]:
        """What may come after every token of given readings, the first one among them; each of shape (tokens, all)."""
        longest = max(map(len, readings))
        tokens = np.array([[*reading, *[END] * (longest - len(reading))] for reading in readings])
        given = {"input_ids": tokens, "use_cache_branch": np.array([False]), **self._nothing}
        logits = self._decoder.run(["logits"], self._asked(np.repeat(sound, len(readings), axis=0), given))[0]
        return [_likelihoods(row[: len(reading)]) for row, reading in zip(logits, readings, strict=True)]

    def _asked(self, sound: Floats32, given: Mapping[str, Any]) -> dict[str, Any]:
        everything = {**given, "encoder_hidden_states": sound, "encoder_attention_mask": np.ones((1, 1), np.int64)}
        return {name: value for name, value in everything.items() if name in self._takes}

    def _kept(self, memory: Sequence[Floats32]) -> dict[str, Floats32]:
        given = dict(zip(self._gives[1:], memory, strict=True))
        return {name: given[name.replace(_PAST, _PRESENT)] for name in self._memory}


@cache
def open_network() -> Network:
    """The installed network, loaded once. Raises `MissingModel` when it is missing or damaged."""
    files = network_files()
    vocabulary = read_vocabulary(files["tokenizer.bin"])
    return Network(files["encoder_model.ort"], files["decoder_model_merged.ort"], vocabulary)


def _likelihoods(logits: Floats32) -> Floats32:
    """Natural logarithms of likelihoods that sum up to 1, along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    normal: Floats32 = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normal
