"""Sound server: a private PulseAudio whose devices are plugged and unplugged, and which is killed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, ClassVar, Final, TypeVar

import soundfile

from voice_coach.audio.frame import SAMPLE_RATE, Samples
from voice_coach.errors import MissingDevice

PROTOCOL: Final = "module-native-protocol-unix"
ANSWERS: Final = 10.0
"""Seconds within which a server that was started answers; a fifth is usual."""

SPEAKER: Final = "module-null-sink sink_name=speaker"
FEED: Final = "module-null-sink sink_name=micfeed"
MICROPHONE: Final = "module-remap-source master=micfeed.monitor source_name=mic"
"""A microphone that hears what is fed to it."""


class SoundServer:
    """A server of our own; programs reach it with its environment."""

    LEFT: ClassVar[tuple[str, ...]] = ("pulse/pid", "pulse/native")
    """Files of a killed server that keep the next one from starting."""

    def __init__(self, folder: Path, devices: Sequence[str]) -> None:
        """`folder` is empty and has a short path; `devices` are modules with their arguments, loaded at every start."""
        self.folder = folder
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PULSE")},
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "HOME": str(folder),
        }
        """The whole environment for a subprocess that is to use this server."""
        self._devices = tuple(devices)
        self._log: IO[bytes] | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it; returns when it answers. Raises `MissingDevice` when it does not."""
        arguments = [argument for module in (PROTOCOL, *self._devices) for argument in ("-L", module)]
        try:
            self.begin("pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "-n", *arguments)
        except OSError:
            raise MissingDevice("PulseAudio is not on this machine: run `sudo apt install pulseaudio`") from None
        self.until(lambda: bool(self.control("info")))  # modules are loaded before the first client is answered

    def begin(self, *command: str) -> None:
        """Start one program of the server. Raises `OSError`."""
        if self._log is None:
            self._log = (self.folder / "server.log").open("ab")
        self._processes.append(subprocess.Popen(command, env=self.environment, stdout=self._log, stderr=self._log))

    def until(self, fits: Callable[[], bool]) -> None:
        """Wait until something holds of the server. Raises `MissingDevice` when it does not come to hold."""
        end = time.monotonic() + ANSWERS
        while time.monotonic() < end and all(process.poll() is None for process in self._processes):
            with contextlib.suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
                if fits():
                    return
            time.sleep(0.05)
        said = (self.folder / "server.log").read_text(errors="replace")
        raise MissingDevice(f"the sound server did not start: {' '.join(said.split())[-300:]}")

    def kill(self) -> None:
        """End it without warning; its programs are left alone."""
        for process in self._processes:
            process.kill()
        self._end()
        for left in self.LEFT:
            (self.folder / left).unlink(missing_ok=True)

    def stop(self) -> None:
        """End it, if it runs."""
        for process in reversed(self._processes):
            process.terminate()
        self._end()

    def _end(self) -> None:
        for process in self._processes:
            process.wait(timeout=20)
        self._processes.clear()
        if self._log is not None:
            self._log.close()
        self._log = None

    def tone(self, name: str, hertz: int) -> str:
        """The module of a microphone that hears a tone."""
        return f"module-sine-source source_name={name} frequency={hertz}"

    def control(self, *arguments: str) -> str:
        """Run `pactl`; returns what it prints. Raises `CalledProcessError` when the server refuses."""
        return subprocess.run(
            ["pactl", *arguments], env=self.environment, check=True, capture_output=True, text=True, timeout=20
        ).stdout

    def feed(self, samples: Samples) -> None:
        """Speak 16 kHz samples into the fed microphone; returns when they have been played."""
        file = self.folder / "feed.wav"
        soundfile.write(file, samples, SAMPLE_RATE)
        self.feed_file(file)

    def feed_file(self, file: Path) -> None:
        """Speak a WAV file into the fed microphone; returns when it has been played."""
        length = soundfile.info(file).duration
        player = ["paplay", "--device=micfeed", "--latency-msec=50", str(file)]
        subprocess.run(player, env=self.environment, check=True, timeout=length + 30)

    def plug(self, module: str) -> None:
        """Load a module: a device appears."""
        self.control("load-module", *module.split())

    def unplug(self, module: str) -> None:
        """Unload a module that was loaded with these arguments: its device is gone."""
        for line in self.control("list", "short", "modules").splitlines():
            number, name, arguments, *_ = [*line.split("\t"), "", ""]
            if f"{name} {arguments}".strip() == module:
                self.control("unload-module", number)
                return
        raise MissingDevice(f"the sound server has no {module}: plug it in first")


Kind = TypeVar("Kind", bound=SoundServer)


@contextlib.contextmanager
def running(devices: Sequence[str], kind: type[Kind]) -> Iterator[Kind]:
    """Start a server of this kind with these modules, and end it."""
    # Not in a deep folder: a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="vc-sound-"))
    server = kind(folder, devices)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_fed(more: Sequence[str], kind: type[Kind]) -> Iterator[Kind]:
    """Start a server of this kind with a speaker and a fed microphone as its defaults, and `more` modules; end it."""
    with running((SPEAKER, FEED, MICROPHONE, *more), kind) as server:
        server.control("set-default-source", "mic")
        server.control("set-default-sink", "speaker")
        with breathing(server.environment):
            yield server


@contextlib.contextmanager
def breathing(environment: Mapping[str, str]) -> Iterator[None]:
    """Play silence into the fed microphone: left alone, a null sink delivers nothing for its first two seconds."""
    silence = subprocess.Popen(
        ["pacat", "--device=micfeed", "--latency-msec=20", "/dev/zero"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        silence.terminate()
        silence.wait(timeout=10)
