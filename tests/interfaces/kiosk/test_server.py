"""The whole kiosk on a real port: the page, and real recordings through the real recogniser to the closing card."""

from __future__ import annotations

import io
import time
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from starlette.testclient import TestClient
from websockets.exceptions import InvalidStatus

from tests.interfaces.kiosk.pages import COOKIE, Browser, served
from voice_coach.errors import BadInput
from voice_coach.interfaces.kiosk.access import TOKEN, Access
from voice_coach.interfaces.kiosk.conversation import Conversation
from voice_coach.interfaces.kiosk.conversations import Conversations
from voice_coach.interfaces.kiosk.server import address, build_app, listen
from voice_coach.interfaces.kiosk.settings import KioskSettings
from voice_coach.interfaces.parts import Parts
from voice_coach.paths import intents_folder
from voice_coach.recognition.ear import Ear
from voice_coach.recognition.vosk_recogniser import load_recogniser
from voice_coach.settings import EndpointSettings
from voice_coach.understanding.library import load_library

SETTINGS = KioskSettings(frames_a_second=5000.0, frames_at_once=5000)
"""Recordings are sent faster than anybody speaks."""

RECORDINGS = "audio_fixtures/conversation"


@pytest.fixture(scope="module")
def recogniser(model: Path):
    return load_recogniser(model, load_library(intents_folder()))


@pytest.fixture
def real(parts: Parts, recogniser):
    """Begins conversations that hear."""

    # Patient, for on a busy machine the ear takes its time: what silence does is tested elsewhere.
    dialogue = replace(parts.settings.dialogue, answer_wait=600.0, step_wait=600.0, hold_count=600.0)
    patient = replace(parts, settings=replace(parts.settings, dialogue=dialogue))

    def begin(name: str) -> Conversation:
        return Conversation(
            name, patient, lambda: Ear(recogniser.twin(), EndpointSettings()), SETTINGS, keeps="nothing"
        )

    return begin


def recording(root: Path, name: str) -> np.ndarray:
    samples, _ = soundfile.read(root / RECORDINGS / f"{name}.flac", dtype="int16")
    return samples


def test_the_page_its_files_and_what_is_kept_are_served_and_nothing_else(begin, page_folder: Path) -> None:
    (page_folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    with served(begin, SETTINGS, page_folder) as kiosk:
        assert "<title>page</title>" in kiosk.get("/")[1]
        assert kiosk.get("/main.js")[0] == 200
        assert kiosk.get("/kept") == (200, "nothing")
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/none", "//etc/passwd"):
            assert kiosk.get(path)[0] == 404, path
        assert kiosk.get("/", host="evil.example")[0] == 421


def test_over_tls_whoever_shows_the_token_talks(begin, page_folder: Path, tls: tuple[Path, Path]) -> None:
    token = "0123456789abcdef"
    access = Access(port=0, token=token, certificate=tls[0], key=tls[1])
    with served(begin, SETTINGS, page_folder, access) as kiosk:
        with pytest.raises(InvalidStatus), kiosk.connect():
            pass
        with kiosk.page(cookie=f"{COOKIE}; {TOKEN}={token}") as page:
            page.touch("cramp")
            page.asked("chest_breathing")


def answer(page: Browser, samples: np.ndarray) -> None:
    """Speak, after the time that it would have taken: an answer that began before its question was over is none."""
    time.sleep(len(samples) / 16_000 + 1.0)
    page.speak(samples)


def test_a_recorded_voice_leads_from_the_cramp_to_the_closing_card(real, root: Path, page_folder: Path) -> None:
    with served(real, SETTINGS, page_folder) as kiosk, kiosk.page() as page:
        page.send(type="microphone", source="browser")
        page.until(lambda view: view["microphone"] == "browser")
        page.speak(recording(root, "01_my_calf_is_cramping"))
        first = page.asked("chest_breathing")
        assert first["heard"] == {"text": "my calf is cramping", "accepted": True}
        for question in ("faint_confused", "pop_tear", "fall_hit"):
            answer(page, recording(root, "02_no"))
            page.asked(question)
        answer(page, recording(root, "02_no"))
        page.until(lambda view: view["hold"] is not None)
        answer(page, recording(root, "06_it_has_eased"))
        page.asked("swelling")
        answer(page, recording(root, "02_no"))
        page.asked("tingling")
        page.touch("no")  # touch and voice mix
        for step in ("massage", "hydrate", "temperature"):
            page.until(lambda view, step=step: view["step"] is not None and view["step"]["step"] == step)
            answer(page, recording(root, "09_next"))
        page.asked("overheated")
        answer(page, recording(root, "02_no"))
        page.asked("dark_urine")
        answer(page, recording(root, "02_no"))
        view = page.until(lambda view: view["screen"] == "closing" and not view["speaking"])
        assert view["level"]["level"] == "self_care"
        assert len(page.sounds) > 10
        with wave.open(io.BytesIO(page.sounds[0])) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)


def test_two_conversations_at_once_on_one_model_do_not_mix(real, root: Path, page_folder: Path) -> None:
    with served(real, SETTINGS, page_folder) as kiosk, kiosk.page() as one, kiosk.page() as two:
        for page in (one, two):
            page.send(type="microphone", source="browser")
            page.until(lambda view: view["microphone"] == "browser")
        one.speak(recording(root, "01_my_calf_is_cramping"))
        two.touch("cramp.foot")
        one.asked("chest_breathing")
        two.asked("chest_breathing")
        two.speak(recording(root, "02_no"))
        two.asked("faint_confused")
        one.touch("emergency")
        one.until(lambda view: view["screen"] == "emergency")
        two.touch("repeat")
        two.asked("faint_confused")
        assert two.view["heard"] is None or two.view["heard"]["text"] == "no"
        assert all(message.get("screen") != "emergency" for message in two.told)


def test_a_watchdog_hears_that_all_is_well(page_folder: Path) -> None:
    told: list[str] = []
    nobody = Conversations(lambda name, browser: None, SETTINGS)
    watchdog = {"ready": lambda: told.append("ready"), "turned": lambda: told.append("turned")}
    with TestClient(build_app(nobody, Access(), SETTINGS, "", page=page_folder, **watchdog)):
        pass
    assert told[:2] == ["ready", "turned"]


def test_a_port_that_is_taken_is_told_with_the_way_out() -> None:
    with listen(Access(port=0)) as port, pytest.raises(BadInput, match="--port"):
        listen(Access(port=port.getsockname()[1]))


def test_the_address_is_one_that_a_browser_takes() -> None:
    with listen(Access(port=0)) as port:
        number = port.getsockname()[1]
        assert address(Access(), port) == f"http://localhost:{number}/"
        assert address(Access(host="192.168.1.7", certificate=Path("x")), port) == f"https://192.168.1.7:{number}/"
