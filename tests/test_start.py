"""The newcomer's command: what it does when it cannot do its work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_an_unknown_word_is_bad_usage(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "start.py"), "fly"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "usage: python3 start.py [test]\n"
