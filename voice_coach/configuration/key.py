"""Key: one thing that can be set: its name, its type, its limits, and what it is about."""

from __future__ import annotations

import ast
import difflib
import inspect
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Final, TypeAlias, get_type_hints

from voice_coach import settings as rooms
from voice_coach.settings import Settings

Scalar: TypeAlias = bool | int | float | str | None

VARIABLES: Final = {"dialogue.country": "VOICE_COACH_COUNTRY", "dialogue.emergency_number": "VOICE_COACH_NUMBER"}
"""Environment variables with a name of their own; the others are VOICE_COACH_ROOM_NAME."""

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "voice.words_per_minute": (80, 300),
    "voice.emergency_words_per_minute": (80, 300),
    "dialogue.answer_wait": (3, 120),
    "dialogue.step_wait": (5, 600),
    "dialogue.hold_count": (2, 60),
    "dialogue.remember": (0, 86_400),
    "dialogue.alarm": (0, 3600),
    "wake.window": (1, 600),
    "log.days": (0, 36_500),
    "log.megabytes": (0.1, 100_000),
}
USUAL_LIMITS: Final = (0.02, 30.0)
"""Of every other number: they are seconds of an utterance."""

WORDS: Final = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True, slots=True)
class Key:
    """One setting. Its name in the file is `name` in the table `[room]`."""

    room: str
    name: str
    type: type
    """bool, int, float or str."""

    default: Scalar
    about: str
    """Its docstring, with the unit."""

    def __str__(self) -> str:
        return f"{self.room}.{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return VARIABLES.get(str(self), f"VOICE_COACH_{self.room}_{self.name}".upper())

    def take(self, value: object) -> Scalar:
        """Check a value from the file. Raises `ValueError` with what it should be."""
        if self.type is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not self.type:
            raise ValueError(self.expects())
        assert isinstance(value, bool | int | float | str)
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = self.limits()
            if not low <= value <= high:
                raise ValueError(self.expects())
        if isinstance(value, str) and not value.strip():
            raise ValueError(self.expects())
        return value

    def read(self, text: str) -> Scalar:
        """Read a value from the environment or the command line. Raises `ValueError` with what it should be."""
        word = text.strip()
        if self.type is bool:
            if word.lower() not in WORDS:
                raise ValueError(self.expects())
            return WORDS[word.lower()]
        try:
            return self.take(self.type(word))
        except ValueError:
            raise ValueError(self.expects()) from None

    def expects(self) -> str:
        """What a value must be."""
        if self.type is bool:
            return "true or false"
        if self.type is str:
            return "text that is not empty"
        low, high = self.limits()
        return f"a {'whole ' if self.type is int else ''}number from {low:g} to {high:g}"

    def limits(self) -> tuple[float, float]:
        """Lowest and highest value of a number."""
        return LIMITS.get(str(self), USUAL_LIMITS)


@cache
def keys() -> Mapping[str, Key]:
    """Every setting by its name, in the order of the dataclasses."""
    found: dict[str, Key] = {}
    for room in fields(Settings):
        kind = get_type_hints(Settings)[room.name]
        about = _docstrings(kind.__name__)
        hints = get_type_hints(kind)
        for field in fields(kind):
            hint = hints[field.name]
            type_ = next((of for of in (bool, int, float, str) if hint is of or hint == of | None), None)
            if type_ is not None:
                key = Key(room.name, field.name, type_, getattr(kind(), field.name), about.get(field.name, ""))
                found[str(key)] = key
    return found


def suggestion(name: str) -> str:
    """What somebody probably meant who wrote `name`."""
    close = difflib.get_close_matches(name, keys(), n=1, cutoff=0.6)
    if not close:
        # The right name in the wrong room.
        close = [key for key in keys() if key.partition(".")[2] == name.rpartition(".")[2]]
    return f"did you mean {close[0]}?" if close else "`voice-coach config show` lists all there are"


@cache
def _docstrings(kind: str) -> Mapping[str, str]:
    """Field -> the text under it in settings.py: the same words for whoever reads the code and whoever sets it."""
    tree = ast.parse(inspect.getsource(rooms))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind)
    texts: dict[str, str] = {}
    for node, below in itertools.pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(below, ast.Expr):
            value = below.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                texts[node.target.id] = " ".join(value.value.split())
    return texts
