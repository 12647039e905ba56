"""Devices are found by name or number; what is missing is one sentence with its mend."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from voice_coach.audio import device
from voice_coach.audio.device import find_device
from voice_coach.errors import MissingDevice

CARDS = [
    {"name": "HDA Intel: Analog", "max_input_channels": 2, "max_output_channels": 2},
    {"name": "USB Headset", "max_input_channels": 1, "max_output_channels": 0},
    {"name": "USB Headset", "max_input_channels": 0, "max_output_channels": 2},
    {"name": "USB Headset Pro", "max_input_channels": 1, "max_output_channels": 2},
]


class PortAudioError(Exception):
    pass


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    module = SimpleNamespace(
        query_devices=lambda: CARDS, default=SimpleNamespace(device=[1, 0]), PortAudioError=PortAudioError
    )
    monkeypatch.setattr(device, "port_audio", lambda: module)
    return module


def test_without_a_wish_the_default_is_taken(cards: SimpleNamespace) -> None:
    assert find_device("input", None) == 1
    assert find_device("output", None) == 0


def test_without_a_default_the_first_that_fits_is_taken(cards: SimpleNamespace) -> None:
    cards.default.device = [-1, -1]
    assert find_device("input", None) == 0


def test_a_device_is_found_by_number_name_or_a_part_of_the_name(cards: SimpleNamespace) -> None:
    assert find_device("input", 3) == find_device("input", "3") == find_device("input", "pro") == 3
    assert find_device("output", "usb headset") == 2  # the whole name outranks a part of another
    assert find_device("output", "hda") == 0


@pytest.mark.parametrize("wish", ["9", "1", "bluetooth", "-1"])
def test_an_unknown_device_is_named_with_those_there_are(cards: SimpleNamespace, wish: str) -> None:
    # Number 1 is a microphone, not a speaker.
    with pytest.raises(MissingDevice, match=f"no speaker is called {wish}: .*--output.*2 USB Headset, 3 USB"):
        find_device("output", wish)


def test_a_name_that_fits_several_devices_is_not_guessed(cards: SimpleNamespace) -> None:
    with pytest.raises(MissingDevice, match="several microphones are called usb"):
        find_device("input", "usb")


def test_no_device_at_all_is_one_sentence(cards: SimpleNamespace) -> None:
    cards.query_devices = list
    with pytest.raises(MissingDevice, match="no microphone found: plug one in"):
        find_device("input", None)


def test_a_device_that_refuses_our_rate_is_opened_at_another(cards: SimpleNamespace) -> None:
    tried = []

    def make(_module: object, settings: dict[str, int]) -> str:
        tried.append((settings["samplerate"], settings["channels"]))
        if (settings["samplerate"], settings["channels"]) != (48_000, 2):
            raise PortAudioError("Invalid sample rate")
        return "stream"

    assert device.open_stream("input", None, make) == ("stream", 48_000, 2)
    assert tried == [(16_000, 1), (16_000, 2), (48_000, 1), (48_000, 2)]


def test_a_device_that_refuses_everything_is_named_with_its_reason(cards: SimpleNamespace) -> None:
    def make(_module: object, _settings: dict[str, int]) -> str:
        raise PortAudioError("Device unavailable")

    with pytest.raises(MissingDevice, match=r"the microphone USB Headset cannot be opened \(Device unavailable\)"):
        device.open_stream("input", None, make)


OPEN = """
import sys
from voice_coach.errors import MissingDevice
try:
    if sys.argv[1] == "microphone":
        from voice_coach.audio.microphone import Microphone
        Microphone(sys.argv[2] or None)
    else:
        from voice_coach.audio.playback import SpeakerPlayback
        SpeakerPlayback(sys.argv[2] or None)
except MissingDevice as error:
    print(error)
"""


def complaint(what: str, wish: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPEN, what, wish],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    return done.stdout.strip()


@pytest.mark.parametrize("what", ["microphone", "speaker"])
def test_a_machine_without_portaudio_is_told_what_to_install(tmp_path: Path, what: str) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}
    sentence = complaint(what, "", environment)
    assert "PortAudio library is not on this machine" in sentence
    assert "libportaudio2" in sentence


@pytest.mark.parametrize("wish", ["", "no such device"])
@pytest.mark.parametrize("what", ["microphone", "speaker"])
def test_a_machine_without_a_sound_server_gets_one_sentence_and_no_noise(tmp_path: Path, what: str, wish: str) -> None:
    silent = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    assert what in complaint(what, wish, {**os.environ, **silent, "PYTHONPATH": str(Path.cwd())})
