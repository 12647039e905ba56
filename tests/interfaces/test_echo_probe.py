"""The system's echo canceller: on, off, loaded and unused, on a real PulseAudio and as PipeWire tells it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound_server import PipeWire, SoundServer, running_sound_server
from voice_coach.interfaces import echo_finding
from voice_coach.interfaces.echo_probe import Device, EchoProbe, Server, probe_echo

PIPEWIRE_INFO = """Server String: /run/user/1000/pulse/native
Server Name: PulseAudio (on PipeWire 1.0.5)
Default Sink: {sink}
Default Source: {source}
"""
PIPEWIRE_SOURCES = """Source #48
	Name: alsa_input.usb.mono-fallback
	Driver: PipeWire
Source #61
	Name: echo_free
	Driver: PipeWire
	Properties:
		node.link-group = "echo-cancel-1021-21"
"""
PIPEWIRE_SINKS = """Sink #47
	Name: alsa_output.analog-stereo
	Driver: PipeWire
"""


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with running_sound_server() as sound:
        yield sound


@pytest.fixture
def here(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


def program(folder: Path, name: str, body: str) -> None:
    """A program that prints what its first argument selects."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def pipewire(folder: Path, source: str, sinks: str = PIPEWIRE_SINKS) -> None:
    (folder / "info").write_text(PIPEWIRE_INFO.format(source=source, sink="alsa_output.analog-stereo"))
    (folder / "sources").write_text(PIPEWIRE_SOURCES)
    (folder / "sinks").write_text(sinks)
    program(folder, "pactl", f'for last; do :; done; while read -r line; do echo "$line"; done < {folder}/$last')


def test_the_commands_that_doctor_names_switch_pulseaudio_s_canceller_on(here: SoundServer) -> None:
    found, mend, warning = echo_finding.describe(probe_echo())
    assert warning
    assert "PulseAudio's echo canceller is off" in found
    command = mend.split("`")[1]
    before = here.control("get-default-source"), here.control("get-default-sink")
    subprocess.run(command, shell=True, env=here.environment, check=True, capture_output=True, timeout=30)
    try:
        found, mend, warning = echo_finding.describe(probe_echo())
        assert (found, mend, warning) == ("PulseAudio's echo canceller is on (echo_free)", "", False)
        here.control("set-default-sink", before[1].strip())
        found, mend, warning = echo_finding.describe(probe_echo())
        assert (mend, warning) == ("run `pactl set-default-sink echo_free_speaker`", True)
        here.control("set-default-source", before[0].strip())
        found, mend, warning = echo_finding.describe(probe_echo())
        assert (mend, warning) == ("run `pactl set-default-source echo_free`", True)
    finally:
        here.control("unload-module", "module-echo-cancel")
        here.control("set-default-source", before[0].strip())
        here.control("set-default-sink", before[1].strip())


def test_without_a_sound_server_there_is_nothing_to_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("PULSE")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert probe_echo() == EchoProbe()
    found, mend, warning = echo_finding.describe(EchoProbe())
    assert (mend, warning) == ("", False)
    assert "no PulseAudio or PipeWire answers" in found


def test_without_any_program_to_ask_it_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert probe_echo() == EchoProbe()


@pytest.mark.parametrize(("source", "warned"), [("echo_free", False), ("alsa_input.usb.mono-fallback", True)])
def test_pipewire_s_canceller_is_known_by_its_link_group(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, warned: bool
) -> None:
    pipewire(tmp_path, source)
    monkeypatch.setenv("PATH", str(tmp_path))
    probe = probe_echo()
    assert probe.server is Server.PIPEWIRE
    assert probe.source == Device("echo_free", True, source == "echo_free")
    assert echo_finding.describe(probe)[2] is warned


def test_pipewire_without_pulse_is_asked_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    props = {"media.class": "Audio/Source", "node.name": "echo-cancel-source", "node.group": "echo-cancel-9-1"}
    plain = {"media.class": "Audio/Source", "node.name": "usb"}
    dump = [
        {"type": "PipeWire:Interface:Node", "info": {"props": plain}},
        {"type": "PipeWire:Interface:Node", "info": {"props": props}},
        {"metadata": [{"key": "default.audio.source", "value": {"name": "usb"}}]},
        {"type": "PipeWire:Interface:Core", "info": None},
    ]
    (tmp_path / "dump").write_text(json.dumps(dump) + "\n")
    program(tmp_path, "pw-dump", f'while read -r line; do echo "$line"; done < {tmp_path}/dump')
    monkeypatch.setenv("PATH", str(tmp_path))
    probe = probe_echo()
    assert probe.sources == (Device("usb", False, True), Device("echo-cancel-source", True, False))
    assert "set-default-source echo-cancel-source" in echo_finding.describe(probe)[1]


@pytest.mark.parametrize("dump", ["", "nonsense", "{}", "[1]", '[{"metadata": [1]}]'])
def test_a_dump_that_is_none_is_no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dump: str) -> None:
    program(tmp_path, "pw-dump", f"echo '{dump}'")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not [source for source in probe_echo().sources if source.cancelled]


def test_pipewire_is_switched_on_by_a_file_of_its_own() -> None:
    found, mend, warning = echo_finding.describe(EchoProbe(Server.PIPEWIRE, (Device("usb", False, True),)))
    assert warning
    assert "PipeWire's echo canceller is off" in found
    assert "~/.config/pipewire/pipewire.conf.d/echo-cancel.conf" in mend
    assert "libpipewire-module-echo-cancel" in mend


@pytest.mark.sound
@pytest.mark.patient
def test_the_file_and_commands_that_doctor_names_switch_pipewire_s_canceller_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with running_sound_server(kind=PipeWire) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        found, mend, warning = echo_finding.describe(probe_echo())
        assert warning
        assert "PipeWire's echo canceller is off" in found
        text, commands = mend.split("`")[1::2]
        (file,) = re.findall(r"~\S+conf\b(?=,)", mend)
        place = Path(server.environment["XDG_CONFIG_HOME"], Path(file).relative_to("~/.config"))
        place.parent.mkdir(parents=True)
        place.write_text(text)
        server.kill()
        server.start()
        _, devices = commands.split(" && ", 1)  # what comes first has systemd start the server anew
        server.until(lambda: "echo_free" in server.control("list", "short", "sources"))
        subprocess.run(devices, shell=True, env=server.environment, check=True, capture_output=True, timeout=30)
        server.until(lambda: "echo_free" in server.control("get-default-source"))
        assert echo_finding.describe(probe_echo()) == ("PipeWire's echo canceller is on (echo_free)", "", False)
