"""Model cache: the embedded model of any intents folder, built once for each content and builder."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_coach import paths
from voice_coach.recognition import embedded
from voice_coach.recognition.embedded.build import build_embedded
from voice_coach.understanding.library import load_library

KEPT: Final = 8
"""Models kept in the cache; the oldest go first."""

TOOK: Final = ".json"
"""Ending of the file beside a model that says how long its build took."""


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """A model of an intents folder."""

    path: Path
    build_seconds: float | None
    """How long the build took when it was made, by the wall clock; None for a model that was given."""


def content_key(intents: Path) -> str:
    """A name for what the model is made of: sentences, lists, rules and the builder's own source."""
    written = [
        intents / "lists.yaml",
        intents / "rules.yaml",
        intents / "pronunciations.yaml",
        *sorted((intents / "topics").glob("*.yaml")),
    ]
    builder = sorted(Path(folder) for folder in embedded.__path__)
    sources = [source for folder in builder for source in sorted(folder.rglob("*.py"))]
    digest = hashlib.sha256()
    for path in (*written, *sources):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_for(intents: Path) -> BuiltModel:
    """The model of an intents folder, from the cache or built now. Raises `BrokenContent` as the build does."""
    cache = paths.cache_folder() / "bench-models"
    path = cache / content_key(intents)
    took = path.with_suffix(TOOK)
    if not took.is_file():
        library = load_library(intents)
        began = time.perf_counter()
        build_embedded(library, path)
        # Written last: without it the model counts as unfinished and is built again.
        took.write_text(json.dumps({"build_seconds": time.perf_counter() - began}), encoding="utf-8")
        _forget_old(cache)
    return BuiltModel(path, float(json.loads(took.read_text(encoding="utf-8"))["build_seconds"]))


def _forget_old(cache: Path) -> None:
    for took in sorted(cache.glob(f"*{TOOK}"), key=_written_at)[:-KEPT]:
        took.unlink(missing_ok=True)
        shutil.rmtree(took.with_suffix(""), ignore_errors=True)


def _written_at(path: Path) -> float:
    return path.stat().st_mtime
