"""Errors that reach the user: one sentence with the cause and the next command, and a documented exit code."""

from __future__ import annotations

from typing import ClassVar, Final

EXIT_DONE: Final = 0
EXIT_BAD_INPUT: Final = 2
EXIT_MISSING: Final = 3
EXIT_INTERRUPTED: Final = 130


class CoachError(Exception):
    """Anything that ends a command with a sentence for the user instead of a traceback."""

    exit_code: ClassVar[int] = EXIT_BAD_INPUT


class BadInput(CoachError):
    """Something that the user gave cannot be used: a file, an option, a folder. Exit code 2."""


class MissingNumber(BadInput):
    """No emergency number is set where the coach runs without anybody who knows it. Exit code 2."""


class BadAudio(BadInput):
    """A recording that cannot be read as audio. Exit code 2."""


class BrokenContent(BadInput):
    """A mistake in `intents/`: names the file, the line and the mend. Exit code 2."""


class BadArchive(BadInput):
    """A downloaded archive that is damaged, not what was asked for, or unsafe to unpack. Exit code 2."""


class MissingComponent(CoachError):
    """Something that the coach needs is not on this machine: names it and the command that mends it. Exit code 3."""

    exit_code: ClassVar[int] = EXIT_MISSING


class MissingModel(MissingComponent):
    """No usable speech model. Exit code 3."""


class MissingVoice(MissingComponent):
    """No speech synthesiser that works. Exit code 3."""


class MissingDevice(MissingComponent):
    """No microphone, speaker or sound server, or not the one that was asked for. Exit code 3."""
