"""Machine: the microphones, speakers, voices and ears that setup tries."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, Protocol

from voice_coach.audio.frame import FRAME_SECONDS, Samples
from voice_coach.errors import MissingDevice
from voice_coach.understanding.interpretation import Expectation, Polarity, Situation

MARGIN: Final = 5.0
"""Seconds beyond what was asked for after which a microphone that gives nothing is given up."""


class Machine(Protocol):
    """What setup needs of the machine."""

    def devices(self, kind: str) -> list[str]:
        """Names of the `input` or `output` devices. Raises `MissingDevice`."""

    def record(self, device: str | None, seconds: float) -> Samples:
        """Sound of the microphone, 16 kHz, shape (n,). Raises `MissingDevice`."""

    def speak(self, text: str, voice: str | None, device: str | None) -> None:
        """Say it and wait until it has been played. Raises `MissingVoice` and `MissingDevice`."""

    def hears_yes(self, device: str | None, seconds: float) -> bool | None:
        """Listen for a "yes"; False for anything else, None for nothing. Raises `MissingModel`, `MissingDevice`."""


class RealMachine:
    """This machine."""

    def __init__(self, model: Path | None, words_per_minute: int) -> None:
        """`model` is what --model names."""
        self._model = model
        self._pace = words_per_minute

    def devices(self, kind: str) -> list[str]:
        """Names of the devices."""
        from voice_coach.audio.device import device_names  # noqa: PLC0415  (loads PortAudio)

        return [name for _, name in device_names("input" if kind == "input" else "output")]

    def record(self, device: str | None, seconds: float) -> Samples:
        """Sound of the microphone."""
        from voice_coach.audio.microphone import Microphone, take  # noqa: PLC0415

        with Microphone(device) as microphone:
            heard = take(microphone.frames(), seconds, seconds + MARGIN)
        if not heard.size:
            raise MissingDevice("the microphone gave no sound: run `voice-coach doctor`")
        return heard

    def speak(self, text: str, voice: str | None, device: str | None) -> None:
        """Say it."""
        from voice_coach.audio.playback import SpeakerPlayback  # noqa: PLC0415
        from voice_coach.speech.synthesiser import PyttsxSynthesiser  # noqa: PLC0415

        synthesiser = PyttsxSynthesiser(voice)
        try:
            audio = synthesiser.synthesise(text, words_per_minute=self._pace)
        finally:
            synthesiser.close()
        with SpeakerPlayback(device) as speaker:
            speaker.play("setup", audio)
            while not speaker.finished():
                time.sleep(FRAME_SECONDS)

    def hears_yes(self, device: str | None, seconds: float) -> bool | None:
        """Listen with the coach's own ear."""
        from voice_coach.audio.microphone import Microphone  # noqa: PLC0415
        from voice_coach.paths import intents_folder  # noqa: PLC0415
        from voice_coach.recognition.ear import Ear  # noqa: PLC0415
        from voice_coach.recognition.store import find_model  # noqa: PLC0415
        from voice_coach.recognition.vosk_recogniser import load_recogniser  # noqa: PLC0415
        from voice_coach.settings import EndpointSettings  # noqa: PLC0415
        from voice_coach.understanding.library import load_library  # noqa: PLC0415
        from voice_coach.understanding.understanding import Understanding  # noqa: PLC0415

        library = load_library(intents_folder())
        understanding = Understanding(library)
        ear = Ear(load_recogniser(find_model(self._model, library).path, library), EndpointSettings())
        ear.expect(Situation.QUESTION, speaking=False)
        answer: bool | None = None
        with Microphone(device) as microphone:
            until = time.monotonic() + seconds
            for frame in microphone.frames():
                catch = ear.accept(frame) if frame is not None else None
                if catch is not None:
                    meant = understanding.interpret(catch.hypothesis, Expectation(Situation.QUESTION))
                    answer = meant.accepted and meant.polarity is Polarity.AFFIRM
                if answer or time.monotonic() > until:
                    break
        return answer
