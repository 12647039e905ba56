"""Files: where the installed package keeps the network, and whether it is whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

from voice_coach.errors import MissingModel
from voice_coach.recognition.manifest import file_digest

PACKAGE: Final = "moonshine_voice"

INSTALL: Final = "run `pip install --force-reinstall moonshine-voice==0.1.0`"

FILES: Final = {
    "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
"""File -> SHA-256: another network would need other limits, and a damaged one could end the process."""


def network_files() -> dict[str, Path]:
    """The network's files, by name. Raises `MissingModel` when one is missing or is not what was measured."""
    found = importlib.util.find_spec(PACKAGE)  # the package itself is not needed, and opens sound libraries
    if found is None or not found.submodule_search_locations:
        raise MissingModel(f"the second ear is not installed: {INSTALL}")
    folder = Path(found.submodule_search_locations[0]) / "assets" / "tiny-en"
    for name, digest in FILES.items():
        path = folder / name
        if not path.is_file():
            raise MissingModel(f"the second ear lacks {name}: {INSTALL}")
        if file_digest(path) != digest:
            raise MissingModel(f"{name} of the second ear is damaged or of another version: {INSTALL}")
    return {name: folder / name for name in FILES}
