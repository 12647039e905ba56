"""A kiosk for tests: the real understanding and dialogue, prompts of a known length, pages that remember everything."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conversation import SteadyVoice, script, understanding
from voice_coach.interfaces.kiosk.conversation import Conversation
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.kiosk.wire import Played, Touch
from voice_coach.interfaces.parts import Parts
from voice_coach.interfaces.review.signature import standing
from voice_coach.paths import intents_folder
from voice_coach.recognition.ear import Ear
from voice_coach.recognition.hypothesis import Hypothesis
from voice_coach.settings import DialogueSettings, EndpointSettings, Settings
from voice_coach.understanding.library import load_library

PATIENCE = 60.0
"""Seconds to wait for something on a busy machine; nothing here asserts how fast it came."""


class Scripted:
    """A recogniser that hears one thing after the other, whatever the audio; waits for `gate` before each."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()

    def decode(self, utterance, start: float = 0.0) -> Hypothesis:
        self.asked.set()
        assert self.gate.wait(PATIENCE)
        return Hypothesis(self.texts.pop(0) if self.texts else "", strict=False)


@dataclass
class Page:
    """A page that plays every speech at once and remembers what it was told."""

    conversation: Conversation | None = None
    plays: bool = True
    told: list[dict] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    closed: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        self._news = threading.Condition()

    def show(self, view: str) -> None:
        self._add(json.loads(view))

    def tell(self, *messages: str | bytes) -> None:
        for message in messages:
            if isinstance(message, bytes):
                self.sounds.append(message)
            else:
                self._add(json.loads(message))

    def close(self, code: int, reason: str) -> None:
        with self._news:
            self.closed = (code, reason)
            self._news.notify_all()

    def _add(self, message: dict) -> None:
        with self._news:
            self.told.append(message)
            self._news.notify_all()
        if message["type"] == "speech" and self.plays and self.conversation is not None:
            self.conversation.take(Played(message["speech"]))

    def of(self, kind: str) -> list[dict]:
        return [message for message in self.told if message["type"] == kind]

    @property
    def view(self) -> dict:
        views = self.of("view")
        return views[-1] if views else {}

    def until(self, fits: Callable[[dict], bool], what: str = "view") -> dict:
        """Wait until the last message of a kind fits."""
        end = time.monotonic() + PATIENCE
        with self._news:
            while time.monotonic() < end:
                last = next((message for message in reversed(self.told) if message["type"] == what), None)
                if last is not None and fits(last):
                    return last
                self._news.wait(0.2)
        raise AssertionError(f"no {what} came that fits; the last: {self.told[-3:]}")

    def asked(self, question: str) -> dict:
        """Wait until a question has been put and is open."""
        return self.until(lambda v: v["question"] is not None and v["question"]["id"] == question and not v["speaking"])

    def touch(self, *buttons: str) -> None:
        assert self.conversation is not None
        for button in buttons:
            self.conversation.take(Touch(button))


@pytest.fixture(scope="session")
def parts() -> Parts:
    settings = Settings(dialogue=DialogueSettings(emergency_number="112"))
    folder = intents_folder()
    return Parts(settings, load_library(folder), understanding(), script(), standing(script(), folder), SteadyVoice())


@pytest.fixture
def begin(parts: Parts) -> Iterator[Callable[..., Conversation]]:
    """Starts conversations, and ends them after the test."""
    begun: list[Conversation] = []

    def start(
        name: str = "a" * 32, *, settings: KioskSettings | None = None, recogniser=None, **options
    ) -> Conversation:
        made_of = options.pop("made_of", parts)
        ear = recogniser if recogniser is not None else Scripted()
        conversation = Conversation(
            name, made_of, lambda: Ear(ear, EndpointSettings()), settings or KioskSettings(), keeps="nothing", **options
        )
        begun.append(conversation)
        return conversation

    yield start
    for conversation in begun:
        conversation.close()
    for conversation in begun:
        assert conversation.wait(PATIENCE)


@pytest.fixture
def open_page() -> Callable[..., Page]:
    def opened(conversation: Conversation, **options) -> Page:
        page = Page(conversation, **options)
        conversation.join(page)
        page.until(lambda view: True)
        return page

    return opened


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost and its key, made for this run."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
        str(certificate),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return certificate, key


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    """A page of its own: what the kiosk's looks like is tested elsewhere."""
    (tmp_path / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (tmp_path / "main.js").write_text("export {};", encoding="utf-8")
    return tmp_path


@contextlib.contextmanager
def eventually(fits: Callable[[], bool]) -> Iterator[None]:
    """After the block, wait until something holds."""
    yield
    end = time.monotonic() + PATIENCE
    while not fits():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)
