"""Start: `python3 start.py` sets everything up and runs the coach; `python3 start.py test` runs the tests.

Needs only Python 3.11 and, on Debian, its package manager. Everything lands in `.venv/` and `models/` beside this file.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

RUN_PACKAGES: Final = {
    "espeak-ng": "espeak-ng",
    "libportaudio2": "libportaudio.so.2",
    "libasound2-plugins": None,
    "pulseaudio-utils": "pactl",  # tells when a microphone was unplugged: PulseAudio and PipeWire hide it from programs
}
"""Debian package -> the command or library that shows that it is there; None: looked up in the package list."""

TEST_PACKAGES: Final = {
    "pulseaudio": "pulseaudio",
    "flite": "flite",
    "festival": "text2wave",
    "festvox-kallpc16k": None,
    "festvox-kdlpc16k": None,
    "festvox-us-slt-hts": None,
    "systemd": "systemd-analyze",
    "openssl": "openssl",
    "chromium": "chromium",
}
CI_PACKAGES: Final = {
    "pipewire": "pipewire",
    "pipewire-pulse": "pipewire-pulse",
    "wireplumber": "wireplumber",
    "dbus-daemon": "dbus-daemon",
    "jackd2": "jackd",
}
"""Only with CI set: on a desktop they would take over from its own sound server."""

LIVE: Final = ("browser", "sound", "sound and not patient")
"""Marks of the tests that need the machine to keep up."""

MISSING: Final = 3
USAGE: Final = "usage: python3 start.py [test]"


def main(arguments: list[str]) -> int:
    """Set up, then run the coach or the tests."""
    if arguments not in ([], ["test"]):
        print(USAGE, file=sys.stderr)
        return 2
    testing = arguments == ["test"]
    if sys.version_info < (3, 11):  # noqa: UP036  (people do start it with an older one)
        print(f"start: Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return MISSING
    try:
        install_debian_packages(packages(testing))
        make_environment()
        install_project("dev" if testing else "")
        call(str(PYTHON), "-m", "voice_coach.interfaces.cli", "models", "build", "embedded-en-us", "--if-stale")
    except subprocess.CalledProcessError as error:
        print(f"start: `{' '.join(map(str, error.cmd))}` failed; its own message is above", file=sys.stderr)
        return MISSING
    except KeyboardInterrupt:
        return 130
    return run_tests() if testing else run_coach()


def packages(testing: bool) -> dict[str, str | None]:
    """What is to be installed."""
    wanted = {**RUN_PACKAGES, **(TEST_PACKAGES if testing else {})}
    return {**wanted, **(CI_PACKAGES if testing and os.environ.get("CI") else {})}


def say(text: str) -> None:
    """Tell what happens now."""
    print(f"start: {text}", flush=True)


def call(*command: str) -> None:
    """Run a command; its failure is an error."""
    subprocess.run(command, cwd=ROOT, check=True)


def install_debian_packages(wanted: dict[str, str | None]) -> None:
    """Install what is not there yet, on Debian and its kin; elsewhere `voice-coach doctor` tells what is missing."""
    if shutil.which("apt-get") is None:
        return
    missing = [package for package, sign in wanted.items() if not debian_has(package, sign)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if not missing:
        return
    rights = [] if os.geteuid() == 0 else ["sudo"]
    say(f"installing Debian packages: {' '.join(missing)}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    call(*rights, "apt-get", "update", "-qq")
    call(*rights, *environment, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)


def debian_has(package: str, sign: str | None) -> bool:
    """True when the command is on the path, or Debian says that the package is installed."""
    if sign is not None and shutil.which(sign):
        return True
    if shutil.which("dpkg-query") is None:
        return False
    status = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
    )
    return status.stdout.strip() == "install ok installed"


def make_environment() -> None:
    """A virtual environment of our own, once."""
    if not PYTHON.exists():
        say("making a virtual environment in .venv/")
        call(sys.executable, "-m", "venv", str(VENV))


def install_project(extra: str) -> None:
    """The project and its dependencies, again only when pyproject.toml or the extra changed."""
    stamp = VENV / f"installed-{extra or 'run'}"
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("installing the coach and its dependencies")
    target = f".[{extra}]" if extra else "."
    call(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target)
    stamp.write_text(wanted, encoding="utf-8")


def run_coach() -> int:
    """The microphone if there is one, else a recorded conversation through the very same loop."""
    coach = [str(PYTHON), "-m", "voice_coach.interfaces.cli"]
    code = subprocess.run([*coach, "run"], cwd=ROOT, check=False).returncode
    if code != MISSING:
        return code
    recordings = sorted((ROOT / "audio_fixtures" / "conversation").glob("*.flac"))
    speech = ROOT / "out" / "coach.wav"
    speech.parent.mkdir(exist_ok=True)
    say("no microphone or speaker here: playing a recorded conversation to the coach instead")
    code = subprocess.run(
        [*coach, "replay", *map(str, recordings), "--speech-out", str(speech)], cwd=ROOT, check=False
    ).returncode
    if code == 0:
        say(f"what the coach said is in {speech.relative_to(ROOT)}; to type to it: `.venv/bin/voice-coach text`")
    return code


def run_tests() -> int:
    """Lint, types, tests; with CI set, also all of the browser's, devices that are unplugged, and the Pi's wheels."""
    everything = bool(os.environ.get("CI"))
    checks = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        *([["tests.wheels"]] if everything else []),
        ["pytest", "-n", "2", "-m", "not sound and not browser"],
        *([["pytest", "-m", "browser"]] if everything else []),
        ["pytest", "-m", "sound" if everything else "sound and not patient"],
    )
    for check in checks:
        say(" ".join(check))
        code = subprocess.run([str(PYTHON), "-m", *check], cwd=ROOT, check=False).returncode
        if code and check[-1] in LIVE:
            # Live sound and a browser need the machine to keep up: what failed gets one more try, and must then pass.
            say("trying once more what failed")
            code = subprocess.run([str(PYTHON), "-m", *check, "--last-failed"], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
