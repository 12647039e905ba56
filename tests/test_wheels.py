"""What is resolved for the Raspberry Pi is all that is needed there (`python -m tests.wheels` does it)."""

from __future__ import annotations

from pathlib import Path

from tests.wheels import requirements


def test_every_dependency_is_among_them(root: Path) -> None:
    wanted = requirements((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert any(line.startswith("vosk") for line in wanted)
    assert any(line.startswith("matplotlib") for line in wanted)
    assert len(wanted) > 14
