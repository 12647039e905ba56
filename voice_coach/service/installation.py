"""Installation: the units in the user's folders, and what systemd says of them."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from voice_coach.errors import BadInput, MissingComponent
from voice_coach.service.unit import COACH, DESKTOP, SCREEN

PATIENCE: Final = 120.0
"""Seconds that systemd may take; it waits until the coach is ready."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files go."""

    units: Path
    autostart: Path

    def file(self, name: str) -> Path:
        """The path of a unit or of the desktop's entry."""
        return (self.autostart if name == DESKTOP else self.units) / name

    def installed(self) -> list[Path]:
        """The files that are there."""
        return [path for path in map(self.file, (COACH, SCREEN, DESKTOP)) if path.is_file()]


def places() -> Places:
    """The user's own folders."""
    folder = Path(platformdirs.user_config_dir())
    return Places(folder / "systemd" / "user", folder / "autostart")


def write(files: Mapping[str, str]) -> list[Path]:
    """Write the files; those of an earlier installation that are not among them go. Raises `BadInput`."""
    there = places()
    written: list[Path] = []
    try:
        for path in there.installed():
            path.unlink()
        for name, text in files.items():
            path = there.file(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be written ({error.strerror}): give this user the right") from None
    return written


def remove() -> list[Path]:
    """Take the files away; returns those that were there. Raises `BadInput`."""
    there = places().installed()
    write({})
    return there


def systemctl(*arguments: str) -> str:
    """Ask the user's systemd. Raises `MissingComponent` when it cannot be reached or refuses."""
    if shutil.which("systemctl") is None:
        raise MissingComponent("there is no systemd on this machine: start `voice-coach run --unattended` another way")
    command = ["systemctl", "--user", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise MissingComponent(f"`{' '.join(command)}` did not end: run `journalctl --user -u {COACH}`") from None
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split()) or f"exit code {done.returncode}"
        mend = "log in as this user at the machine or over SSH, not with su or sudo"
        raise MissingComponent(f"`{' '.join(command)}` failed ({said}): {mend}")
    return done.stdout


def state() -> dict[str, str]:
    """What systemd knows of the coach: ActiveState, SubState, NRestarts, UnitFileState. Raises `MissingComponent`."""
    wanted = "ActiveState,SubState,NRestarts,UnitFileState"
    shown = systemctl("show", COACH, "--property", wanted)
    return dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)


def lingers() -> bool | None:
    """Whether the user's services start with the machine, without anybody logging in; None when nobody knows."""
    if shutil.which("loginctl") is None:
        return None
    command = ["loginctl", "show-user", getpass.getuser(), "--property", "Linger"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return None if done.returncode else done.stdout.strip() == "Linger=yes"
