"""The newcomer's command: what it does when it cannot do its work."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

PROGRAM = re.compile(r"""(?:subprocess\.(?:run|Popen)\(\s*\[|self\.begin\()\s*["']([^"'{]+)["']""")
OF = {
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "pacat": "pulseaudio-utils",
    "systemd-analyze": "systemd",
    "jackd": "jackd2",
    "jack_lsp": "jackd2",
    "jack_connect": "jackd2",
}
"""Program -> the Debian package that brings it, where that has another name."""

ALWAYS = {"bash", "sh", "unshare"}


def test_an_unknown_word_is_bad_usage(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "start.py"), "fly"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "usage: python3 start.py [test]\n"


def test_every_program_that_the_tests_run_is_installed_before_them(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("start", root / "start.py")
    assert spec is not None
    assert spec.loader is not None
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    installed = {*start.RUN_PACKAGES, *start.TEST_PACKAGES, *start.CI_PACKAGES}
    files = [*(root / "tests").rglob("*.py"), *(root / "voice_coach").rglob("*.py")]
    run = {name for file in files for name in PROGRAM.findall(file.read_text(encoding="utf-8"))} - ALWAYS
    assert {"flite", "pactl", "pulseaudio", "espeak-ng"} <= run
    assert {OF.get(name, name) for name in run} <= installed
