"""Where content, models and caches live."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_coach import paths


def test_a_checkout_uses_its_own_folders(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOICE_COACH_INTENTS", raising=False)
    assert paths.checkout() == root
    assert paths.intents_folder() == root / "intents"
    assert paths.models_folder() == root / "models"
    assert paths.fixtures_folder() == root / "audio_fixtures"


def test_the_environment_outranks_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_COACH_INTENTS", str(tmp_path))
    monkeypatch.setenv("VOICE_COACH_CACHE", str(tmp_path / "cache"))
    assert paths.intents_folder() == tmp_path
    assert paths.cache_folder() == tmp_path / "cache"


def test_without_a_checkout_the_package_and_the_user_s_folders_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOICE_COACH_INTENTS", raising=False)
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "site-packages" / "voice_coach")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert paths.checkout() is None
    assert paths.fixtures_folder() is None
    assert paths.intents_folder().is_relative_to(tmp_path / "site-packages")
    assert paths.models_folder() == tmp_path / "data" / paths.APP / "models"
