"""Document: one YAML file whose every value knows its file and line, so that a mistake can be named and mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from voice_coach.errors import BrokenContent


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value was written."""

    file: str
    """File name as the user knows it, relative to the content folder where possible."""

    line: int
    """Line in that file, from 1."""

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


def broken(place: Place, problem: str, mend: str) -> BrokenContent:
    """An error that names file, line, problem and mend in one sentence."""
    return BrokenContent(f"{place}: {problem}; {mend}")


class Value:
    """A YAML value with its place. Readers ask it for the kind that they expect; anything else raises `BrokenContent`.

    Scalars stay the text that was written: `no` is the word "no", never a boolean.
    """

    __slots__ = ("_file", "_node")

    def __init__(self, node: yaml.Node, file: str) -> None:
        self._node = node
        self._file = file

    @property
    def place(self) -> Place:
        """File and line of this value."""
        return Place(self._file, self._node.start_mark.line + 1)

    @property
    def is_text(self) -> bool:
        """True for a scalar, False for a list or a mapping."""
        return isinstance(self._node, yaml.ScalarNode)

    def text(self) -> str:
        """The scalar as text with runs of white space as one space; never empty."""
        node = self._node
        if not isinstance(node, yaml.ScalarNode) or (node.tag == "tag:yaml.org,2002:null" and not node.value):
            raise broken(self.place, "expected text", "write one line of text here")
        text = " ".join(str(node.value).split())
        if not text:
            raise broken(self.place, "the text is empty", "write the text or delete the line")
        return text

    def number(self, low: float, high: float) -> float:
        """The scalar as a number between `low` and `high`, both included."""
        text = self.text()
        try:
            number = float(text)
        except ValueError:
            raise broken(self.place, f'"{text}" is not a number', f"write a number from {low:g} to {high:g}") from None
        if not low <= number <= high:
            raise broken(self.place, f"{text} is out of range", f"write a number from {low:g} to {high:g}")
        return number

    def flag(self) -> bool:
        """The scalar as true or false."""
        text = self.text()
        if text not in ("true", "false"):
            raise broken(self.place, f'"{text}" is neither true nor false', "write true or false")
        return text == "true"

    def choice(self, allowed: tuple[str, ...]) -> str:
        """The scalar as one of the allowed words."""
        text = self.text()
        if text not in allowed:
            raise broken(self.place, f'"{text}" is not known here', f"write one of: {', '.join(allowed)}")
        return text

    def items(self) -> list[Value]:
        """The entries of a list; a lone value counts as a list of one."""
        if isinstance(self._node, yaml.SequenceNode):
            return [Value(node, self._file) for node in self._node.value]
        if isinstance(self._node, yaml.MappingNode):
            raise broken(self.place, "expected a list", "start each entry with a dash")
        return [self]

    def texts(self) -> tuple[str, ...]:
        """The entries of a list as texts."""
        return tuple(item.text() for item in self.items())

    def is_mapping(self) -> bool:
        """True for `key: value` lines."""
        return isinstance(self._node, yaml.MappingNode)

    def pairs(self) -> Iterator[tuple[str, Value]]:
        """Key and value of a mapping, in the order written. A repeated key raises."""
        if not isinstance(self._node, yaml.MappingNode):
            raise broken(self.place, "expected `key: value` lines", "write one key and its value a line")
        seen: set[str] = set()
        for key_node, value_node in self._node.value:
            key_value = Value(key_node, self._file)
            key = key_value.text()
            if key in seen:
                raise broken(key_value.place, f'"{key}" is written twice', "keep one of the two")
            seen.add(key)
            yield key, Value(value_node, self._file)

    def mapping(self, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, Value]:
        """The mapping as a dictionary, with the keys checked."""
        entries: dict[str, Value] = {}
        for key, value in self.pairs():
            if key not in required and key not in optional:
                known = ", ".join((*required, *optional))
                raise broken(value.place, f'the key "{key}" is not known here', f"use one of: {known}")
            entries[key] = value
        for key in required:
            if key not in entries:
                raise broken(self.place, f'the key "{key}" is missing', f"add `{key}:` here")
        return entries


def read_document(path: Path, shown_as: str | None = None) -> Value:
    """Read one YAML file. Raises `BrokenContent` for anything that is not one well-formed YAML document."""
    file = shown_as or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BrokenContent(f"{file} is missing: restore it, or check the content folder's path") from None
    except IsADirectoryError:
        raise BrokenContent(f"{file} is a folder: a YAML file was expected") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise BrokenContent(f"{file} {reason}: save it again as UTF-8 text") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # An open quote or bracket is a mistake where it opens, not where the file ends.
        marks = (error.problem_mark, error.context_mark)
        mark = marks[1] or marks[0] if "end of stream" in (error.problem or "") else marks[0] or marks[1]
        place = Place(file, mark.line + 1 if mark else 1)
        raise broken(
            place, f"YAML cannot read this ({error.problem or error.context})", "check quotes and indents"
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BrokenContent(f"{file} is not YAML ({reason}): save it again as plain text") from None
    if node is None:
        raise broken(Place(file, 1), "the file is empty", "write its content or delete the file")
    return Value(node, file)
