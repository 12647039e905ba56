"""A real systemd user manager of our own, in a mount namespace whose `/run` says that systemd started the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYSTEMD: Final = "/lib/systemd/systemd"
RUNTIME: Final = "/run/user/0"
BEGIN: Final = f"""
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system
mkdir -p -m 700 {RUNTIME}
exec {SYSTEMD} --user --log-target=console --log-level=notice
"""
STARTING: Final = 20.0
"""Seconds that it may take to answer."""


class Impossible(Exception):
    """This machine lets nobody start one: it has no systemd, or we may not mount."""


@dataclass(frozen=True, slots=True)
class UserManager:
    """A manager that runs."""

    process: subprocess.Popen[str]
    environment: Mapping[str, str]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program that sees it as its user's own."""
        inside = ["nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt", "--", *command]
        done = subprocess.run(inside, env=self.environment, capture_output=True, text=True, timeout=200, check=False)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def coach(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `voice-coach`."""
        return self.run(sys.executable, "-m", "voice_coach.interfaces.cli", *arguments, check=check)

    def show(self, unit: str, name: str) -> str:
        """One property of a unit."""
        return self.run("systemctl", "--user", "show", unit, "--property", name, "--value").stdout.strip()


@contextlib.contextmanager
def user_manager(home: Path, root: Path) -> Iterator[UserManager]:
    """Start one whose user has an empty `home`, and end it with all that it runs. Raises `Impossible`."""
    if os.getuid() != 0 or not Path(SYSTEMD).exists() or shutil.which("nsenter") is None:
        raise Impossible("it takes root, systemd and nsenter")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "VOICE_COACH_"))},
        "HOME": str(home),
        "XDG_RUNTIME_DIR": RUNTIME,
        "PYTHONPATH": str(root),
    }
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", BEGIN],
        env=environment,
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    manager = UserManager(process, environment)
    try:
        _wait(manager)
        yield manager
        manager.run("systemctl", "--user", "exit", check=False)
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.send_signal(signal.SIGKILL)
        process.communicate()


def _wait(manager: UserManager) -> None:
    end = time.monotonic() + STARTING
    while manager.run("systemctl", "--user", "is-system-running", check=False).stdout.strip() != "running":
        if manager.process.poll() is not None:
            raise Impossible(f"systemd ended: {manager.process.communicate()[1]}")
        if time.monotonic() > end:
            raise Impossible("systemd does not answer")
        time.sleep(0.2)
