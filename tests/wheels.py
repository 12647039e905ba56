"""Wheels: resolves every dependency for a Raspberry Pi (aarch64 Linux, Python 3.11): `python -m tests.wheels`.

Wheels only, so that nobody needs a compiler on the Pi. Asks the package index that pip is set up with, and does so
again only when pyproject.toml has changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
STAMP: Final = Path(sys.prefix) / "resolved-aarch64"
PLATFORMS: Final = ("manylinux2014_aarch64", *(f"manylinux_2_{glibc}_aarch64" for glibc in range(17, 37)))
"""What Raspberry Pi OS 64-bit (Debian 12, glibc 2.36) can run."""

SOURCES: Final = ("srt",)
"""Dependencies that their makers publish as source alone, all of them pure Python: pip makes the wheel by itself."""

PIP: Final = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


def main() -> int:
    """Resolve; 0 when everything has a wheel."""
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        print("wheels for aarch64: resolved before, nothing has changed")
        return 0
    names = resolve(requirements(wanted))
    if not names:
        return 1
    print(f"wheels for aarch64: {len(names)} packages, none needs a compiler: {', '.join(names)}")
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


def requirements(pyproject: str) -> list[str]:
    """What the coach needs to run, and what its plots need."""
    project = tomllib.loads(pyproject)["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["bench"]]


def resolve(wanted: list[str]) -> list[str]:
    """File names of the wheels that a Pi would install; empty when that is impossible, which pip explains."""
    with tempfile.TemporaryDirectory() as folder:
        made, report = Path(folder, "made"), Path(folder, "report.json")
        for name in SOURCES:
            done = subprocess.run([*PIP, "wheel", "--no-deps", "--wheel-dir", str(made), name], check=False)
            if done.returncode or not list(made.glob(f"{name}-*-none-any.whl")):
                print(f"wheels for aarch64: {name} is no longer pure Python, or cannot be fetched", file=sys.stderr)
                return []
        platforms = [argument for platform in PLATFORMS for argument in ("--platform", platform)]
        done = subprocess.run(
            [*PIP, "install", "--dry-run", "--ignore-installed", "--target", str(Path(folder, "nowhere")),
             "--python-version", "3.11", "--implementation", "cp", *platforms, "--only-binary", ":all:",
             "--find-links", str(made), "--report", str(report), *wanted],
            check=False,
        )  # fmt: skip
        if done.returncode:
            print("wheels for aarch64: the package above has none; the Raspberry Pi cannot run it", file=sys.stderr)
            return []
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return sorted(package["download_info"]["url"].rsplit("/", 1)[-1] for package in found)


if __name__ == "__main__":
    sys.exit(main())
