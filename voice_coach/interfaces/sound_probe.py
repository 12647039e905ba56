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

from voice_coach.audio.frame import SAMPLE_RATE

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
        return SoundProbe(trouble=f"the sound system did not answer within {PATIENCE:.0f} seconds")
    except (OSError, IndexError, ValueError, TypeError):
        return SoundProbe(trouble="the sound system stopped the program that asked")


def _ask() -> SoundProbe:
    try:
        import sounddevice  # noqa: PLC0415  (the import itself fails without PortAudio)
    except (OSError, ImportError) as error:
        return SoundProbe(trouble=_one_line(error))
    version = sounddevice.get_portaudio_version()[1].split(",")[0]
    microphone = speaker = microphone_trouble = speaker_trouble = ""
    silent = False
    try:
        found = sounddevice.query_devices(kind="input")
        heard = sounddevice.rec(int(LISTEN * SAMPLE_RATE), samplerate=SAMPLE_RATE, channels=1, dtype="int16")
        sounddevice.wait()
        microphone, silent = found["name"], not heard.any()
    except (sounddevice.PortAudioError, ValueError) as error:
        microphone_trouble = _one_line(error)
    try:
        found = sounddevice.query_devices(kind="output")
        sounddevice.check_output_settings(samplerate=SAMPLE_RATE, channels=1, dtype="int16")
        speaker = found["name"]
    except (sounddevice.PortAudioError, ValueError) as error:
        speaker_trouble = _one_line(error)
    return SoundProbe(version, microphone, speaker, silent, microphone_trouble, speaker_trouble)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    print(json.dumps(asdict(_ask())))  # noqa: T201
