"""Sound probe: what PortAudio finds on this machine, asked in a process of its own.

PortAudio and the libraries under it write to the terminal, and wait for a sound server that has hung; a child process
keeps both away from the coach.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Final

from voice_coach.audio.device import Kind, device_names, find_device, open_stream, port_audio
from voice_coach.errors import MissingDevice

PATIENCE: Final = 15.0
"""Seconds that the sound system may take to answer; a second is usual."""

LISTEN: Final = 0.3
"""Seconds of microphone that are listened to; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class SoundProbe:
    """What was found; a text is a name, an empty text is absence."""

    portaudio: str = ""
    microphone: str = ""
    speaker: str = ""
    silent: bool = False
    """True when every sample of the microphone was zero: muted, or not allowed."""

    microphone_trouble: str = ""
    """Why there is no microphone."""

    speaker_trouble: str = ""
    """Why there is no speaker."""

    trouble: str = ""
    """Why nothing could be asked at all."""


def probe_sound() -> SoundProbe:
    """Ask PortAudio for the default microphone and speaker. Never raises and never waits longer than `PATIENCE`."""
    command = [sys.executable, "-m", "voice_coach.interfaces.sound_probe"]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return SoundProbe(**json.loads(child.stdout.splitlines()[-1]))
    except subprocess.TimeoutExpired:
        return SoundProbe(
            trouble=f"the sound system did not answer within {PATIENCE:.0f} seconds: restart the sound server"
        )
    except (OSError, IndexError, ValueError, TypeError):
        return SoundProbe(trouble="the sound system stopped the program that asked: restart the sound server")


def _ask() -> SoundProbe:
    try:
        sounddevice = port_audio()
    except MissingDevice as error:
        return SoundProbe(trouble=str(error))
    version = sounddevice.get_portaudio_version()[1].split(",")[0]
    microphone = speaker = microphone_trouble = speaker_trouble = ""
    silent = False
    try:
        stream, rate, _ = open_stream("input", None, lambda module, settings: module.InputStream(**settings))
        with stream:
            silent = not stream.read(int(LISTEN * rate))[0].any()
        microphone = _name("input")
    except (MissingDevice, sounddevice.PortAudioError) as error:
        microphone_trouble = _one_line(error)
    try:
        stream, _, _ = open_stream("output", None, lambda module, settings: module.OutputStream(**settings))
        stream.close()
        speaker = _name("output")
    except (MissingDevice, sounddevice.PortAudioError) as error:
        speaker_trouble = _one_line(error)
    return SoundProbe(version, microphone, speaker, silent, microphone_trouble, speaker_trouble)


def _name(kind: Kind) -> str:
    """The name of the device that the coach takes when none is asked for."""
    return dict(device_names(kind))[find_device(kind, None)]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    print(json.dumps(asdict(_ask())))  # noqa: T201
