"""The kiosk's own microphone and speaker, on a real sound server, with a page that only shows and touches."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.interfaces.kiosk.command import start_kiosk
from tests.interfaces.kiosk.conftest import PATIENCE
from tests.interfaces.kiosk.pages import Browser, Kiosk
from tests.sound_server import SoundServer, clip, running_sound_server
from voice_coach.bench.sound_server import MICROPHONE, SPEAKER
from voice_coach.bench.sound_server import running as running_devices

pytestmark = [pytest.mark.sound, pytest.mark.patient]

TRIES = 3
"""Times that something is said: on a machine too busy to keep up with the microphone, sound is lost."""


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with running_sound_server() as sound:
        yield sound


@contextmanager
def running(server: SoundServer, model: Path) -> Iterator[Kiosk]:
    options = ("--emergency-number", "112", "--audio", "kiosk")
    process, port = start_kiosk(model, *options, environment=server.environment)
    try:
        yield Kiosk(port, None)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def hears(page: Browser, say: Callable[[], None], fits: Callable[[dict], bool]) -> dict:
    """Say something, again if it got lost, until the screen shows it."""
    for _ in range(TRIES):
        say()
        end = time.monotonic() + PATIENCE / 4
        while time.monotonic() < end:
            message = page.read(1.0)
            if message is not None and message["type"] == "view" and fits(message):
                return message
    raise AssertionError(f"it was not heard: {page.told[-2:]}")


def recorders(server: SoundServer) -> int:
    """Streams that take from the microphone."""
    return (
        server.control("list", "short", "source-outputs").count("\n") - 1
    )  # one is the remapping of the server itself


def test_the_first_screen_has_the_microphone_the_second_has_touch_and_off_is_off(
    server: SoundServer, model: Path, root: Path, tmp_path: Path
) -> None:
    recording = tmp_path / "speaker.wav"
    with running(server, model) as kiosk, kiosk.page() as page:
        assert page.told[0]["audio"] == "kiosk"
        page.until(lambda view: view["microphone"] == "kiosk" and view["audio"] == "kiosk")
        while recorders(server) < 1:
            time.sleep(0.1)
        with server.record_speaker(recording):
            view = hears(
                page,
                lambda: server.feed(clip(root, "my_calf_is_cramping")),
                lambda view: view["question"] is not None and not view["speaking"],
            )
        assert view["heard"] == {"text": "my calf is cramping", "accepted": True}
        assert page.sounds == [], "the voice comes from the kiosk"
        with kiosk.page() as other:
            assert other.told[0]["audio"] == "browser"
            other.send(type="microphone", source="kiosk")
            other.until(lambda message: True, "error")
            other.touch("cramp")
            other.asked("chest_breathing")
            assert other.sounds
        page.send(type="microphone", source="off")
        page.until(lambda view: view["microphone"] == "off")
        assert recorders(server) == 0
        page.touch("no")
        page.asked("faint_confused")
        page.send(type="microphone", source="kiosk")
        page.until(lambda view: view["microphone"] == "kiosk")
        hears(
            page, lambda: server.feed(clip(root, "no")), lambda view: (view["question"] or {}).get("id") == "pop_tear"
        )
    samples, _ = soundfile.read(recording, dtype="int16")
    assert np.abs(samples).max() > 2_000, "the coach was not heard"


def test_a_microphone_that_is_unplugged_is_shown_and_comes_back_by_itself(
    server: SoundServer, model: Path, root: Path
) -> None:
    with running(server, model) as kiosk, kiosk.page() as page:
        page.until(lambda view: view["microphone"] == "kiosk")
        page.touch("cramp")
        question = page.asked("chest_breathing")["question"]
        server.unplug(MICROPHONE)
        view = page.until(lambda view: view["microphone"] == "lost")
        assert "the microphone is gone" in view["trouble"]
        page.touch("no")
        page.until(lambda view: view["question"] not in (None, question) and not view["speaking"])
        server.plug(MICROPHONE)
        view = page.until(lambda view: view["microphone"] == "kiosk" and view["trouble"] is None)
        assert view["question"] is not None, "nobody was given up meanwhile"
        hears(
            page,
            lambda: server.feed(clip(root, "no")),
            lambda view: view["heard"] == {"text": "no", "accepted": True},
        )


def test_while_the_speaker_is_unplugged_the_page_speaks(model: Path) -> None:
    with (
        running_devices([SPEAKER, "module-null-source source_name=mic"], SoundServer) as server,
        running(server, model) as kiosk,
        kiosk.page() as page,
    ):
        page.until(lambda view: view["microphone"] == "kiosk" and view["audio"] == "kiosk")
        server.unplug(SPEAKER)
        view = page.until(lambda view: view["audio"] == "browser")
        assert "the speaker is gone" in view["trouble"]
        page.touch("cramp")
        page.asked("chest_breathing")
        assert page.sounds
        server.plug(SPEAKER)
        page.until(lambda view: view["audio"] == "kiosk" and view["trouble"] is None)
        spoken = len(page.sounds)
        page.touch("no")
        page.asked("faint_confused")
        assert len(page.sounds) == spoken
