"""Paths: where the content, the models and the caches live, in a checkout and in an installed package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

APP: Final = "voice-coach"
PACKAGE: Final = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """The root of the git checkout or source tree that this package runs from, or None when installed."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "intents").is_dir() else None


def intents_folder() -> Path:
    """The folder of intents, lines and protocols: VOICE_COACH_INTENTS, the checkout's, or the installed package's."""
    chosen = os.environ.get("VOICE_COACH_INTENTS")
    if chosen:
        return Path(chosen)
    root = checkout()
    return root / "intents" if root else PACKAGE / "_content" / "intents"


def models_folder() -> Path:
    """Where speech models are kept: the checkout's `models/`, or else the user's data folder."""
    root = checkout()
    return root / "models" if root else Path(platformdirs.user_data_dir(APP)) / "models"


def fixtures_folder() -> Path | None:
    """The recorded conversations: the checkout's `audio_fixtures/`, or None when installed."""
    root = checkout()
    return root / "audio_fixtures" if root else None


def recordings_folder() -> Path:
    """Where a person's own recordings are kept: VOICE_COACH_RECORDINGS, or the user's data folder; never a checkout."""
    return Path(os.environ.get("VOICE_COACH_RECORDINGS") or Path(platformdirs.user_data_dir(APP)) / "recordings")


def cache_folder() -> Path:
    """Where synthesised prompts are kept; everything in it can be made again."""
    return Path(os.environ.get("VOICE_COACH_CACHE") or platformdirs.user_cache_dir(APP))


def config_file() -> Path:
    """Where the owner's settings are: VOICE_COACH_CONFIG, or the user's configuration folder."""
    chosen = os.environ.get("VOICE_COACH_CONFIG")
    return Path(chosen) if chosen else Path(platformdirs.user_config_dir(APP)) / "config.toml"


def state_folder() -> Path:
    """Where the event log and the open conversation are kept: VOICE_COACH_STATE, or the user's state folder."""
    return Path(os.environ.get("VOICE_COACH_STATE") or platformdirs.user_state_dir(APP))


def conversation_file() -> Path:
    """Where it is kept how far the open conversation has come."""
    return state_folder() / "conversation.sqlite"


def log_folder() -> Path:
    """Where the event log is kept."""
    return state_folder() / "log"
