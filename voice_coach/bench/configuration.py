"""Configuration: a name for everything that decides what is heard, so that two runs can be told to be of one."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Final

import voice_coach

MEASURING: Final = ("bench", "interfaces")
"""Parts of the package that measure, or let people use, what the others decide."""

LIBRARIES: Final = ("vosk", "moonshine-voice", "onnxruntime", "pocketsphinx", "webrtcvad-wheels", "rapidfuzz", "hassil")
"""Those that hear and understand."""


def configuration(*intents: Path) -> str:
    """Sixteen hexadecimal digits: the coach's own source, these folders of intents, and the versions of the libraries.

    A folder that is not there counts as empty: loading it tells.
    """
    digest = hashlib.sha256()
    package = Path(voice_coach.__file__).parent
    sources = [path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in MEASURING]
    for folder, files in ((package, sources), *((folder, list(folder.rglob("*.yaml"))) for folder in intents)):
        for path in sorted(files):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\0".encode())
    return digest.hexdigest()[:16]
