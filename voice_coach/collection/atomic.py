"""Atomic: a file that appears whole or not at all, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from voice_coach.errors import BadInput

RECORDINGS: Final = "VOICE_COACH_RECORDINGS"
PARTIAL: Final = ".partial"
"""Ending of a file that is being written; one that is left over was cut off and may be deleted."""


def write_private(path: Path, data: bytes, variable: str = RECORDINGS) -> None:
    """Write `data` to `path`, mode 0600. What was there stays until the new file is whole, also on Ctrl-C.

    `variable` is the environment variable that names another place. Raises `BadInput` when the place cannot be written
    or is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=PARTIAL, dir=path.parent)  # mkstemp makes it 0600
    except OSError as error:
        raise unwritable(path.parent, error, variable) from None
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise unwritable(path.parent, error, variable) from None
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def unwritable(folder: Path, error: OSError, variable: str = RECORDINGS) -> BadInput:
    """The sentence for a folder that cannot be written."""
    reason = error.strerror or str(error)
    return BadInput(f"{folder} cannot be written ({reason}): mend that, or name another folder in {variable}")
