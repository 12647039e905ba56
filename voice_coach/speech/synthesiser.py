"""Synthesiser: pyttsx3 makes a line into audio at a true rate, in a process of its own that may hang or die."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from voice_coach.audio.file import read_whole
from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.audio.level import active_level, amplify, audible
from voice_coach.errors import BadAudio, MissingVoice
from voice_coach.paths import PACKAGE
from voice_coach.speech.port import PromptAudio
from voice_coach.speech.word_times import Begins, begins_of

TIME_LIMIT: Final = 20.0
"""Seconds after which a line counts as hung; espeak-ng takes some 0.02 s, a Raspberry Pi ten times that."""

LEVEL: Final = -22.0
"""Active level of every prompt in dB of full scale; espeak-ng peaks 15 to 18 dB above it."""

SLOWEST_RATE: Final = 80
FASTEST_RATE: Final = 450
"""Rates that all of pyttsx3's drivers accept."""

CLOSE_ENOUGH: Final = 0.01
"""Calibration stops when the measured words a minute are within this part of the wanted ones."""

PARAGRAPH: Final = (
    "Stop what you are doing and sit down. Straighten your knee slowly and pull your toes toward you. Keep it gentle. "
    "Breathe out as the muscle lets go. When it softens, rub along it with your palm. Take small sips of water. Is it "
    "still tight? If it comes back, stop and rest before you try it again."
)
"""Spoken to measure the rate of a voice. Its words must be as short as the coach's: the 2,250 words of its 214 lines
come out at 153 words a minute where this comes out at 152; paragraphs of longer or shorter words were 10 % off."""

MEMORY: Final = Path("/dev/shm")
"""Where Linux keeps files in memory."""


class PyttsxSynthesiser:
    """The `Synthesiser` port over pyttsx3. Safe to use from several threads; `close` it when done."""

    def __init__(self, voice: str | None = None, time_limit: float = TIME_LIMIT) -> None:
        """`voice` is a pyttsx3 voice's name or id; None takes American English where there is one."""
        self.voice = voice
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._rates: dict[int, int] = {}

    def synthesise(self, text: str, *, words_per_minute: int) -> PromptAudio:
        """Speak `text` into memory: trimmed, at a common level. Text without letters or digits is a short silence.

        Raises `MissingVoice` when no synthesiser works on this machine, or when it neither speaks nor answers.
        """
        if not any(character.isalnum() for character in text):
            return PromptAudio(np.zeros(SAMPLE_RATE // 20, np.int16))
        with self._lock:
            if words_per_minute not in self._rates:
                self._rates[words_per_minute] = self._calibrate(words_per_minute)
            samples, begins = self._speak(text, self._rates[words_per_minute])
        return PromptAudio(amplify(samples, LEVEL - active_level(samples)), begins)

    def close(self) -> None:
        """End the worker process; the next line starts another."""
        with self._lock:
            if self._worker is not None:
                self._worker.close()
                self._worker = None

    def _calibrate(self, words_per_minute: int) -> int:
        """The driver's rate at which the paragraph really has that many words a minute; drivers' own units differ."""
        rate = words_per_minute
        for _ in range(4):
            seconds = len(self._speak(PARAGRAPH, rate)[0]) / SAMPLE_RATE
            measured = len(PARAGRAPH.split()) * 60.0 / seconds
            wanted = round(min(max(rate * words_per_minute / measured, SLOWEST_RATE), FASTEST_RATE))
            if wanted == rate or abs(measured / words_per_minute - 1.0) <= CLOSE_ENOUGH:
                break
            rate = wanted
        return rate

    def _speak(self, text: str, rate: int) -> tuple[Samples, Begins]:
        with _memory_folder() as folder:
            # macOS's voices write AIFF whatever the name says.
            file = folder / ("prompt.aiff" if sys.platform == "darwin" else "prompt.wav")
            answer = self._request({"text": text, "rate": rate, "voice": self.voice, "file": str(file)})
            try:
                samples = read_whole(file)
            except BadAudio:
                samples = np.zeros(0, np.int16)
        part = audible(samples)
        if part.start == part.stop:
            raise MissingVoice(f"pyttsx3 made no sound of {text!r}: {_mend()}")
        cut = part.start / SAMPLE_RATE
        return samples[part], begins_of(text, [(place, max(0.0, seconds - cut)) for place, seconds in answer])

    def _request(self, request: dict[str, object]) -> list[tuple[int, float]]:
        """Ask the worker; one that hangs or dies is replaced once, then given up. Returns what it told of the words."""
        reason = ""
        for _ in range(2):
            if self._worker is None:
                self._worker = _Worker()
            try:
                answer = self._worker.ask(request, self._time_limit)
            except queue.Empty:
                reason = f"it did not answer within {self._time_limit:g} seconds"
            else:
                if answer.get("ok"):
                    return [(int(place), float(seconds)) for place, seconds in answer["words"]]
                if answer.get("unknown_voice"):
                    raise MissingVoice(f"there is no voice called {self.voice}: take one of {answer['unknown_voice']}")
                reason = str(answer.get("error", "it stopped without a word"))
                if answer:
                    break  # it says itself that it cannot: asking again will not help
            self._drop()
        self._drop()
        raise MissingVoice(f"the speech synthesiser cannot speak ({reason}): {_mend()}")

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


class _Worker:
    """The process that runs pyttsx3, and a thread that reads its replies so that waiting can have a limit."""

    def __init__(self) -> None:
        paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "voice_coach.speech.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            # Ctrl-C is for the coach; it ends the worker itself.
            start_new_session=True,
        )
        self._replies: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, name="voice-worker-replies", daemon=True).start()

    def ask(self, request: dict[str, object], time_limit: float) -> dict[str, Any]:
        """Send a request; {} when the process died; raises `queue.Empty` when it does not answer in time."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # a dead process: its last words, if any, are in the queue
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        line = self._replies.get(timeout=time_limit)
        answer: dict[str, Any] = json.loads(line) if line else {}
        return answer

    def close(self) -> None:
        """Kill and reap the process: it holds nothing that must be saved."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # with the child that may be hanging
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):  # closed under us
            for line in self._process.stdout:
                self._replies.put(line)
        self._replies.put("")


@contextlib.contextmanager
def _memory_folder() -> Iterator[Path]:
    """A folder that lives in memory where the system has one, gone afterwards."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    with tempfile.TemporaryDirectory(prefix="voice-coach-", dir=MEMORY if usable else None) as folder:
        yield Path(folder)


def _mend() -> str:
    if sys.platform.startswith("linux"):
        return "run `sudo apt install espeak-ng`"
    return "run `voice-coach doctor`, and check that the system has a voice installed"
