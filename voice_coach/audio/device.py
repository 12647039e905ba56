"""Device: PortAudio's microphones and speakers, found by name or number, with one sentence when there is none."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Final, Literal

from voice_coach.audio.frame import SAMPLE_RATE
from voice_coach.errors import MissingDevice

Kind = Literal["input", "output"]

RATES: Final = (SAMPLE_RATE, 48_000, 44_100)
"""Samples a second to try, in order: ours, then the two that nearly every sound card has."""

NOUN: Final = {"input": "microphone", "output": "speaker"}
PORT_AUDIO: Final = threading.RLock()
"""Held while streams are opened or closed and devices looked for: PortAudio lets only one thread at a time do that."""

OPTION: Final = {"input": "--input", "output": "--output"}


def port_audio() -> ModuleType:
    """The `sounddevice` module; raises `MissingDevice` when the PortAudio library is not installed."""
    try:
        with _quiet():
            import sounddevice  # noqa: PLC0415  (loads and starts PortAudio)
    except OSError:
        mend = "run `sudo apt install libportaudio2`" if sys.platform == "linux" else "reinstall sounddevice"
        raise MissingDevice(f"the PortAudio library is not on this machine: {mend}") from None
    return sounddevice  # type: ignore[no-any-return]


def refresh() -> None:
    """Look for devices again: PortAudio knows only those that were there when it started. Close all streams first."""
    sounddevice = port_audio()
    with PORT_AUDIO, _quiet():
        sounddevice._terminate()
        sounddevice._initialize()


def device_names(kind: Kind) -> list[tuple[int, str]]:
    """Number and name of every device that can be used as `kind`."""
    channels = f"max_{kind}_channels"
    return [(i, str(found["name"])) for i, found in enumerate(port_audio().query_devices()) if found[channels] > 0]


def find_device(kind: Kind, wanted: str | int | None) -> int:
    """The number of the device: by number, name, or a part that only one name has; None is the system's default.

    Raises `MissingDevice` when there is no such device.
    """
    devices = device_names(kind)
    if not devices:
        mend = "plug one in or start the sound server, then run `voice-coach doctor`"
        raise MissingDevice(f"no {NOUN[kind]} found: {mend}")
    if wanted is None or wanted == "":
        default = int(port_audio().default.device[0 if kind == "input" else 1])
        return default if default in dict(devices) else devices[0][0]
    if str(wanted).isdecimal():
        matches = [number for number, _ in devices if number == int(wanted)]
    else:
        name = str(wanted).casefold()
        matches = [number for number, found in devices if found.casefold() == name]
        matches = matches or [number for number, found in devices if name in found.casefold()]
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(f"{number} {found}" for number, found in devices)
    problem = f"no {NOUN[kind]} is called {wanted}" if not matches else f"several {NOUN[kind]}s are called {wanted}"
    raise MissingDevice(f"{problem}: choose one with `{OPTION[kind]} NUMBER` out of {names}")


def open_stream(
    kind: Kind, wanted: str | int | None, make: Callable[[ModuleType, dict[str, Any]], Any]
) -> tuple[Any, int, int]:
    """Open a stream on a device at the first rate and channel count that it takes.

    `make` gets the module and the settings (device, samplerate, channels, dtype, blocksize) and returns the stream.
    Returns the stream with its samples a second and its channels. Raises `MissingDevice` when the device refuses all.
    """
    with PORT_AUDIO:
        return _open(kind, wanted, make)


def close_stream(stream: Any) -> None:
    """Let go of the device, whatever has become of it."""
    with PORT_AUDIO, contextlib.suppress(Exception):  # an unplugged device may refuse even this
        stream.close(ignore_errors=True)


def _open(
    kind: Kind, wanted: str | int | None, make: Callable[[ModuleType, dict[str, Any]], Any]
) -> tuple[Any, int, int]:
    sounddevice = port_audio()
    device = find_device(kind, wanted)
    reason = ""
    for rate in RATES:
        for channels in (1, 2):
            settings = {
                "device": device,
                "samplerate": rate,
                "channels": channels,
                "dtype": "int16",
                "blocksize": rate // 50,
            }
            try:
                with _quiet():
                    return make(sounddevice, settings), rate, channels
            except sounddevice.PortAudioError as error:
                reason = str(error.args[0]) if error.args else "unknown reason"
    name = dict(device_names(kind)).get(device, str(device))
    raise MissingDevice(f"the {NOUN[kind]} {name} cannot be opened ({reason}): run `voice-coach doctor`")


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what PortAudio's threads write about a lost device off the terminal; Python's own errors stay there."""
    own = sys.stderr
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed
        yield
        return
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=own.encoding, errors="backslashreplace")
    try:
        with _quiet():
            yield
    finally:
        sys.stderr.close()
        sys.stderr = own


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what libraries write to standard error, such as ALSA's complaints about missing sound cards, off it."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # standard error is closed
        yield
        return
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)
