"""The ear's own thread: it closes at once, finds a lost microphone again, and survives its own mistakes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from tests.interfaces.kiosk.conftest import PATIENCE, Scripted, eventually
from voice_coach.audio.file import read_frames
from voice_coach.audio.frame import FRAME_SAMPLES, Frame
from voice_coach.errors import MissingDevice
from voice_coach.interfaces.kiosk import listening as module
from voice_coach.interfaces.kiosk.listening import Listening
from voice_coach.interfaces.listener import Listener
from voice_coach.recognition.ear import Ear
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.interpretation import Situation

SPOKEN = "audio_fixtures/flite_slt/my_calf_is_cramping.flac"


class Source:
    """A microphone that gives some frames, and then what it was made for: silence for ever, or an error."""

    def __init__(self, frames: list[Frame], error: Exception | None = None) -> None:
        self._frames = frames
        self._error = error
        self.closed = threading.Event()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed.set()

    def frames(self, timeout: float = 0.1) -> Iterator[Frame | None]:
        yield from self._frames
        if self._error is not None:
            raise self._error
        while not self.closed.wait(0.01):
            yield None


class Heard:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, *sources: Source | Exception, hangs: bool = False) -> None:
        monkeypatch.setattr(module, "RETRY", 0.01)
        self.sources = list(sources)
        self.caught: queue.Queue = queue.Queue()
        self.lost: queue.Queue[str | None] = queue.Queue()
        self.recogniser = Scripted("hello")
        if hangs:
            self.recogniser.gate.clear()
        self.listening = Listening(
            "test",
            self._open,
            Listener(Ear(self.recogniser, EndpointSettings())),
            lambda: 0.0,
            expects=lambda: (Situation.QUESTION, False),
            caught=self.caught.put,
            lost=self.lost.put,
        )

    def _open(self) -> Source:
        source = self.sources.pop(0) if self.sources else Source([])
        if isinstance(source, Exception):
            raise source
        return source


@pytest.fixture(scope="module")
def frames(root) -> list[Frame]:
    blocks = [frame.samples for frame in read_frames(root / SPOKEN)] + [np.zeros(FRAME_SAMPLES, np.int16)] * 60
    return [Frame(block, number * 0.02) for number, block in enumerate(blocks)]


def test_what_was_said_is_caught(monkeypatch, frames) -> None:
    heard = Heard(monkeypatch, Source(frames))
    assert heard.caught.get(timeout=PATIENCE).hypothesis.text == "hello"
    heard.listening.close()
    assert heard.listening.join(PATIENCE)


def test_closing_closes_the_device_before_it_returns(monkeypatch) -> None:
    source = Source([])
    heard = Heard(monkeypatch, source)
    assert heard.lost.get(timeout=PATIENCE) is None
    heard.listening.close()
    assert source.closed.is_set()
    assert heard.listening.join(PATIENCE)
    assert heard.lost.empty()


def test_what_is_made_out_after_closing_is_dropped(monkeypatch, frames) -> None:
    heard = Heard(monkeypatch, Source(frames), hangs=True)
    assert heard.recogniser.asked.wait(PATIENCE)
    assert heard.listening.busy
    heard.listening.close()
    heard.recogniser.gate.set()
    assert heard.listening.join(PATIENCE)
    assert heard.caught.empty()


def test_a_lost_microphone_is_told_and_found_again(monkeypatch, frames) -> None:
    gone = MissingDevice("the microphone is gone: plug it in again")
    heard = Heard(monkeypatch, Source([], gone), gone, Source(frames))
    told = [heard.lost.get(timeout=PATIENCE) for _ in range(4)]
    assert told == [None, str(gone), str(gone), None]
    assert heard.caught.get(timeout=PATIENCE)
    heard.listening.close()


def test_a_mistake_in_the_ear_is_told_and_it_listens_anew(monkeypatch, frames) -> None:
    heard = Heard(monkeypatch, Source([], RuntimeError("a mistake")), Source(frames))
    assert heard.lost.get(timeout=PATIENCE) is None
    assert "ear" in heard.lost.get(timeout=PATIENCE)
    assert heard.caught.get(timeout=PATIENCE)
    heard.listening.close()


def test_busy_ends_with_the_utterance(monkeypatch, frames) -> None:
    heard = Heard(monkeypatch, Source(frames))
    assert heard.caught.get(timeout=PATIENCE)
    with eventually(lambda: not heard.listening.busy):
        pass
    heard.listening.close()
