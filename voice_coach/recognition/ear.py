"""Ear: frames in, one hypothesis for every utterance out: segmenter and recogniser in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voice_coach.audio.frame import Frame
from voice_coach.audio.segmenter import Segmenter, Utterance
from voice_coach.recognition.hypothesis import Hypothesis, Recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation


@dataclass(frozen=True, slots=True)
class Catch:
    """One utterance and what the recogniser made of it."""

    hypothesis: Hypothesis
    utterance: Utterance


class Ear:
    """Listens to one stream of frames."""

    def __init__(self, recogniser: Recogniser, settings: EndpointSettings) -> None:
        self._recogniser = recogniser
        self._settings = settings
        self._segmenter = Segmenter(settings)

    @property
    def hearing(self) -> bool:
        """True while somebody is speaking."""
        return self._segmenter.speaking

    def expect(self, situation: Situation) -> None:
        """Close answers and commands after a short silence, free speech after a longer one."""
        idle = situation is Situation.IDLE
        self._segmenter.silence = self._settings.speech_silence if idle else self._settings.answer_silence

    def accept(self, frame: Frame) -> Catch | None:
        """Take the next frame; return the utterance that it closed, decoded, if it closed one."""
        utterance = self._segmenter.accept(frame)
        return self._decode(utterance) if utterance is not None else None

    def flush(self) -> Catch | None:
        """The stream has ended: decode the open utterance, if there is one."""
        utterance = self._segmenter.flush()
        return self._decode(utterance) if utterance is not None else None

    def reset(self) -> None:
        """Drop what was heard so far, as after a gap in the stream."""
        self._segmenter.reset()

    def _decode(self, utterance: Utterance) -> Catch:
        hypothesis = self._recogniser.decode(utterance.samples, utterance.start)
        times = replace(hypothesis, start=utterance.voice_start, end=utterance.voice_end)
        return Catch(times, utterance)
