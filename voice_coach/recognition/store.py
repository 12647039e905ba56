"""Store: where speech models are kept, and which of them is used."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_coach import paths
from voice_coach.errors import MissingModel
from voice_coach.recognition.embedded.build import MODEL_NAME, content_hash
from voice_coach.recognition.manifest import REBUILD, read_manifest
from voice_coach.understanding.library import IntentLibrary

MODEL_VARIABLE: Final = "VOICE_COACH_MODEL"
"""Environment variable that names a model directory."""

OFFICIAL_PREFIX: Final = "vosk-model-"


class ModelKind(StrEnum):
    """Where a model comes from."""

    CHOSEN = "chosen"
    """Named with --model or VOICE_COACH_MODEL."""

    OFFICIAL = "official"
    """Installed from the makers of Vosk."""

    EMBEDDED = "embedded"
    """Built on this machine by us; not an official Vosk model."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model directory and why it."""

    path: Path
    kind: ModelKind
    stale: bool = False
    """True when a model of ours was built for other sentences than those in use; it hears the old ones."""

    @property
    def notice(self) -> str | None:
        """One sentence for the user when there is something to do; None when all is well."""
        if not self.stale:
            return None
        return f"the speech model {self.path} was built for other sentences: {REBUILD}"


def find_model(explicit: Path | None = None, library: IntentLibrary | None = None) -> ModelChoice:
    """The model to use: `explicit` (--model), VOICE_COACH_MODEL, an installed official one, the built embedded one.

    With a library, a model of ours is checked for staleness. Raises `MissingModel` when there is none, or when the one
    asked for by name is not there.
    """
    asked = explicit or (Path(named) if (named := os.environ.get(MODEL_VARIABLE)) else None)
    if asked is not None:
        if not asked.is_dir():
            source = "--model" if explicit else MODEL_VARIABLE
            raise MissingModel(f"{source} names {asked}, where there is no speech model: {REBUILD}")
        return ModelChoice(asked, ModelKind.CHOSEN, _is_stale(asked, library))
    for choice in installed_models():
        stale = choice.kind is ModelKind.EMBEDDED and _is_stale(choice.path, library)
        return ModelChoice(choice.path, choice.kind, stale)
    raise MissingModel(f"no speech model in models/: {REBUILD}")


def installed_models(folder: Path | None = None) -> tuple[ModelChoice, ...]:
    """Every model in the models folder, the one that is preferred first."""
    folder = folder or paths.models_folder()
    if not folder.is_dir():
        return ()
    official = [
        ModelChoice(path, ModelKind.OFFICIAL)
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name.startswith(OFFICIAL_PREFIX)
    ]
    embedded = folder / MODEL_NAME
    return (*official, *((ModelChoice(embedded, ModelKind.EMBEDDED),) if embedded.is_dir() else ()))


def _is_stale(model: Path, library: IntentLibrary | None) -> bool:
    if library is None:
        return False
    manifest = read_manifest(model)
    return manifest is not None and manifest.content != content_hash(library)
