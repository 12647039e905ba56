"""Voice alone in a real browser, with a sound server's microphone and speaker: what is spoken goes the whole way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import BrowserType

from tests.interfaces.kiosk.browser.barge_in import stop_over_a_question
from tests.interfaces.kiosk.browser.person import person_in_a_room, ready
from tests.sound_server import echoing_sound_server, running_sound_server
from voice_coach.interfaces.kiosk.wire import FRAME_BYTES


def test_a_calf_cramp_by_voice_alone(chromium: BrowserType, kiosk_address: str, root: Path, tmp_path: Path) -> None:
    spoken = root / "audio_fixtures" / "conversation"
    answers = {"It eased": spoken / "06_it_has_eased.flac", "Next": spoken / "09_next.flac"}
    said: list[Path] = []
    with (
        running_sound_server() as server,
        person_in_a_room(chromium, kiosk_address, server) as somebody,
        server.record_speaker(tmp_path / "speaker.wav"),
    ):

        def say(recording: Path) -> None:
            said.append(recording)
            somebody.say(soundfile.read(recording, dtype="int16")[0], server)

        ready(somebody)
        say(spoken / "01_my_calf_is_cramping.flac")
        seen = somebody.until_screen("question")
        while seen[0] != "closing":
            somebody.until(lambda now, before=seen: somebody.silent() or now != before)
            if somebody.see() == seen:
                say(spoken / "02_no.flac" if seen[0] == "question" else answers[somebody.onward()])
            # Heard: the next screen comes. Not heard: the coach asks again in other words, which is a new sight too.
            seen = somebody.until(lambda now, before=seen: now != before)
        somebody.check_harmless()
        words = {recording.stem[3:].replace("_", " ") for recording in said}
        assert set(somebody.heard) == words, "nothing else was heard"
    samples, _ = soundfile.read(tmp_path / "speaker.wav", dtype="int16")
    assert np.abs(samples).max() > 2_000, "the coach was not heard"
    assert (np.abs(samples) > 200).mean() > 0.1


def test_the_page_does_not_hear_itself_and_a_person_over_it(
    chromium: BrowserType, kiosk_address: str, root: Path
) -> None:
    with (
        echoing_sound_server() as echoing,
        person_in_a_room(chromium, kiosk_address, echoing) as somebody,
    ):
        assert stop_over_a_question(somebody, echoing, root) is not None
        somebody.until(lambda seen: seen[0] != "question")
        assert somebody.frames == {FRAME_BYTES, 2 * FRAME_BYTES}, "the page tells what it plays, and only then"
        # "Stop stop", where the first was still being made out when the second came.
        first, *others = somebody.heard
        assert first == "my calf is cramping"
        assert {word for heard in others for word in heard.split()} == {"stop"}
        assert somebody.complaints == []
